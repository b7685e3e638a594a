"""Long polling: fetch, receive, and only then confirm.

An offset confirms all updates before it, so it moves only past what the service has on the disk. Whatever goes wrong in
between, a crash too, the same updates come again; those seen before are skipped by the service.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.delivery import Unauthorised
from bot.service import LARGEST, StoreUnavailable
from bot.telegram.answers import Answers
from bot.telegram.bot import FIRST_PAUSE, LONGEST_PAUSE, PlainBot, persistently, seconds_of
from bot.telegram.decode import ALLOWED_UPDATES
from bot.telegram.ingress import Ingress

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 30
MARGIN_SECONDS: Final = 10.0
CHUNK: Final = 25
"""Updates received together: few enough that the first person of a full batch need not wait for the last."""
STORE_PAUSE: Final = 1.0
CONFLICT_PAUSE: Final = 5.0
NUMBERLESS_PAUSE: Final = 5.0
"""What cannot be confirmed comes again at once; whoever writes meanwhile need not wait longer than this."""
QUIET_SECONDS: Final = 60.0
"""Without an answer for so long, something is wrong."""


class Polling:
    """Runs until cancelled."""

    def __init__(
        self,
        bot: PlainBot,
        ingress: Ingress,
        answers: Answers,
        *,
        poll_seconds: int = POLL_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._ingress = ingress
        self._answers = answers
        self._poll_seconds = poll_seconds
        self._monotonic = monotonic
        self._offset: int | None = None
        self._pause = 0.0
        self.heard_at: float | None = None  # monotonic; when getUpdates last succeeded

    @property
    def is_healthy(self) -> bool:
        """Whether Telegram was heard within the last minute."""
        return self.heard_at is not None and self._monotonic() - self.heard_at < QUIET_SECONDS

    async def run(self) -> None:
        """Poll for ever. Raises Unauthorised where Telegram has never accepted the token."""
        self._ingress.behind = True
        await persistently(lambda: self._bot.call("deleteWebhook"), "deleteWebhook")
        while True:
            await self._once()
            await asyncio.sleep(self._pause)

    async def _once(self) -> None:
        """One round; afterwards `_pause` says how long to wait before the next."""
        try:
            # Once behind, the first answer comes at once, so that one knows.
            confirmed = await self._take(await self._fetch(0 if self._ingress.behind else self._poll_seconds))
            self._pause, self._ingress.behind = 0.0 if confirmed else NUMBERLESS_PAUSE, False
            return
        except StoreUnavailable:
            self._pause = STORE_PAUSE  # the service has logged it; unconfirmed, they come again
        except InvalidToken:
            self._refused()
        except Conflict as conflict:
            self._later("Another process polls with this token, or a webhook is set", conflict, at_least=CONFLICT_PAUSE)
        except TelegramError as error:
            self._later("Telegram cannot be heard", error, at_least=FIRST_PAUSE)
        self._ingress.behind = True

    async def _fetch(self, seconds: int) -> Sequence[object]:
        """What Telegram holds for us, waiting so long for the first. Raises TelegramError."""
        updates: Any = await self._bot.call(
            "getUpdates",
            read_seconds=seconds + MARGIN_SECONDS,
            offset=self._offset,
            timeout=seconds,
            allowed_updates=ALLOWED_UPDATES,
        )
        if not isinstance(updates, list):
            raise TelegramError("getUpdates gave no list")
        self.heard_at = self._monotonic()
        return updates

    async def _take(self, updates: Sequence[object]) -> bool:
        """Receive a batch in chunks; what was received is confirmed by the next offset. Raises StoreUnavailable.

        False: the batch had nothing but updates without numbers. They come again until one with a number follows them.
        """
        before = self._offset
        for begin in range(0, len(updates), CHUNK):
            chunk = updates[begin : begin + CHUNK]
            self._answers.give(await self._ingress.take(chunk))
            self._confirm(chunk)
        return not updates or self._offset != before

    def _confirm(self, chunk: Sequence[object]) -> None:
        """In the order in which they came, as ids may begin anew at a lower number after a quiet week."""
        ids = [update["update_id"] for update in chunk if isinstance(update, dict) and _is_id(update.get("update_id"))]
        if ids:
            self._offset = ids[-1] + 1

    def _refused(self) -> None:
        """A token that never worked is the operator's mistake; one that did may work again."""
        if self.heard_at is None:
            raise Unauthorised("Telegram does not accept the token")
        self._pause = LONGEST_PAUSE
        log.error("Telegram does not accept the token any more; trying again in %.0f s", self._pause)

    def _later(self, what: str, error: TelegramError, at_least: float) -> None:
        self._pause = max(min(self._pause * 2, LONGEST_PAUSE), at_least, seconds_of(error))
        log.warning("%s (%s); trying again in %.1f s", what, error, self._pause)


def _is_id(value: object) -> bool:
    """As Telegram's are. An offset below 0 would mean something else: all but the last updates would be lost."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LARGEST
