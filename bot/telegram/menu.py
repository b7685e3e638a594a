"""Telegram's menu of commands and the bot's profile, set at each start. Nothing depends on it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from telegram.error import TelegramError

from bot.telegram.bot import PlainBot

log = logging.getLogger(__name__)


async def set_menu(bot: PlainBot, commands: Mapping[str, str], description: str, short_description: str) -> None:
    """Commands (name -> description) and what is shown before a person begins. A failure is logged and no more."""
    listed = [{"command": name, "description": told} for name, told in commands.items()]
    await _try(bot, "setMyCommands", commands=listed)
    await _try(bot, "setMyDescription", description=description)
    await _try(bot, "setMyShortDescription", short_description=short_description)


async def _try(bot: PlainBot, method: str, **parameters: Any) -> None:
    try:
        await bot.call(method, **parameters)
    except TelegramError as error:
        log.warning("%s failed: %s", method, error)
