"""Telegram's menu of commands and the bot's profile, set at each start. Nothing depends on it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from telegram.error import TelegramError

from bot.telegram.bot import PlainBot
from bot.triage.words import Words

log = logging.getLogger(__name__)

ANY = ""
"""For Telegram, whoever's language has no menu of its own."""


async def set_menu(bot: PlainBot, words: Mapping[str, Words]) -> None:
    """Commands and what is shown before a person begins, by the code of the language, one of which is `ANY`.

    A failure is logged and no more.
    """
    for code, said in words.items():
        await _try(bot, "setMyCommands", commands=_listed(said, choice=len(words) > 1), language_code=code)
        await _try(bot, "setMyDescription", description=said.description, language_code=code)
        await _try(bot, "setMyShortDescription", short_description=said.short_description, language_code=code)


def _listed(words: Words, *, choice: bool) -> list[dict[str, str]]:
    """choice: whether there is more than one language to choose from."""
    told = words.commands.items()
    return [{"command": name, "description": text} for name, text in told if choice or name != "language"]


async def _try(bot: PlainBot, method: str, **parameters: Any) -> None:
    try:
        await bot.call(method, **parameters)
    except TelegramError as error:
        log.warning("%s failed: %s", method, error)
