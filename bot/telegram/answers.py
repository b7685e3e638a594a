"""Answers to taps: best effort, beside everything else, and bounded. They only end the button's waiting."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Final

from telegram.error import TelegramError

from bot.telegram.bot import PlainBot
from bot.telegram.described import described
from bot.telegram.ingress import Answer

log = logging.getLogger(__name__)

AT_ONCE: Final = 16
MOST_WAITING: Final = 1000
TOAST_LIMIT: Final = 200
ANSWER_SECONDS: Final = 10.0
"""A later answer would be refused, or seen by nobody."""


class Answers:
    """Gives answers while the `async with` lasts; at its end those not given yet are dropped."""

    def __init__(self, bot: PlainBot) -> None:
        self._bot = bot
        self._waiting: asyncio.Queue[Answer] = asyncio.Queue(MOST_WAITING)
        self._workers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Answers:
        self._workers = [asyncio.create_task(self._work()) for _ in range(AT_ONCE)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    def give(self, answers: Iterable[Answer]) -> None:
        """Answer soon; at once dropped where too many wait already. Never waits, never raises."""
        for answer in answers:
            if self._waiting.full():
                log.debug("Too many taps to answer")
                return
            self._waiting.put_nowait(answer)

    async def _work(self) -> None:
        while True:
            answer = await self._waiting.get()
            try:
                await self._bot.call("answerCallbackQuery", read_seconds=ANSWER_SECONDS, **parameters(answer))
            except TelegramError as error:
                log.debug("A tap was not answered: %s", described(error))
            except Exception as fault:  # or one fault of ours after the other would leave nobody to answer
                log.error("A fault of ours in answering a tap: %s", type(fault).__name__)


def parameters(answer: Answer) -> dict[str, str]:
    """The call's parameters. A toast too long is cut: it is better than none."""
    given = {"callback_query_id": answer.query_id}
    return given | {"text": answer.toast[:TOAST_LIMIT]} if answer.toast else given
