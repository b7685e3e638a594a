"""python-telegram-bot's Bot, built for a token and the root of a Bot API server, and its first words with Telegram."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.delivery import Unauthorised
from bot.telegram.request import AiohttpRequest

log = logging.getLogger(__name__)

CONNECTIONS = 64
"""Enough for thirty messages a second at two seconds each."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0

T = TypeVar("T")


class PlainBot(Bot):
    """A Bot whose calls give the plain JSON result. Making a Message of each costs more CPU than the rest of a tap."""

    __slots__ = ()

    async def call(self, method: str, *, read_seconds: float | None = None, **parameters: Any) -> Any:
        """One call of the Bot API. Parameters that are None are left away. Raises TelegramError."""
        read_timeout = BaseRequest.DEFAULT_NONE if read_seconds is None else read_seconds
        return await self._post(method, parameters, read_timeout=read_timeout)


def build_bot(token: str, api_url: str) -> PlainBot:
    """A bot that talks with the server at `api_url`, the root without `/bot`."""
    root = api_url.rstrip("/")
    return PlainBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=AiohttpRequest(CONNECTIONS),
        get_updates_request=AiohttpRequest(connections=1),
    )


async def connect(bot: PlainBot) -> None:
    """Open the connections and ask who the bot is, until Telegram answers. Raises Unauthorised for a bad token."""
    await persistently(bot.initialize, "getMe")


async def persistently(call: Callable[[], Awaitable[T]], what: str) -> T:
    """The result of a call that must succeed, tried again after ever longer pauses. Raises Unauthorised."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await call()
        except InvalidToken:
            raise Unauthorised("Telegram does not accept the token") from None  # the library's error quotes it
        except TelegramError as error:
            wait = max(pause, seconds_of(error))
            log.warning("%s failed (%s); trying again in %.1f s", what, error, wait)
            await asyncio.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)


def seconds_of(error: TelegramError) -> float:
    """How long Telegram asks to wait; 0 where it says nothing."""
    if not isinstance(error, RetryAfter):
        return 0
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
