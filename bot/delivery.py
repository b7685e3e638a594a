"""Delivery: takes rows of the outbox to the messenger, and reports what became of them through the service.

One row of a chat at a time, in order; those whom somebody waits for first. A row leaves the outbox only by a report,
so a crash may send one message twice, and loses none. A power cut may send again what was sent since the last arrival.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

from bot.pace import LOOK, Pace
from bot.service import (
    Claimed,
    Dropped,
    Gone,
    Report,
    Row,
    Sent,
    Service,
    StoreUnavailable,
    Want,
    without_content,
)
from bot.triage.errors import CheckbackError
from bot.triage.screen import Kind, Screen

log = logging.getLogger(__name__)

AT_ONCE = 30  # requests in flight
GIVE_UP = 5  # tries of a row at which our own code fails
PAUSE = 30.0  # seconds, when the messenger does not know us
PATIENCE = 5.0  # seconds that taking away an old keyboard may wait
GRACE = 10.0  # seconds for requests in flight when we are told to end


class MessengerError(CheckbackError):
    """A request to the messenger had no success."""


class RetryAfter(MessengerError):
    """Too many requests: wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(seconds)


class Unreachable(MessengerError):
    """No answer, or none that makes sense. It may have been done all the same."""


class ChatGone(MessengerError):
    """The person blocked the bot or is no more."""


class Refused(MessengerError):
    """It will never be taken as it is."""


class CannotEdit(MessengerError):
    """The message cannot be drawn anew: too old, or gone."""


class Unauthorised(MessengerError):
    """The messenger does not know us: the token is wrong or revoked."""


class Messenger(Protocol):
    """Telegram, the terminal, or a test. Every method may raise any MessengerError but CannotEdit, which is edit's."""

    async def send(self, chat_id: int, screen: Screen) -> int:
        """A new message; its id, which grows within a chat."""

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> None:
        """Draw the screen over this message. It is no error when that changes nothing."""

    async def strip(self, chat_id: int, message_id: int) -> None:
        """Take the keyboard of this message away, if it has one."""


class Delivery:
    """`run` it beside the service."""

    def __init__(
        self,
        service: Service,
        messenger: Messenger,
        pace: Pace,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._service = service
        self._messenger = messenger
        self._pace = pace
        self._monotonic = monotonic
        self._sleep = sleep
        self._in_flight: set[asyncio.Task[None]] = set()
        self._requests = 0  # of those, how many a chat's next row waits for
        self._ending = False
        self._left = asyncio.Event()  # something waits that could not be taken
        self._faults = Counter[int]()  # row -> tries at which our own code failed
        self.paused = False  # the messenger does not know us
        self.refused = 0  # screens that were dropped
        service.deliver_to(self)

    async def run(self) -> None:
        """Until cancelled; then what is in flight is waited for, as ending it could send it twice."""
        try:
            while True:
                await self.look()
                await self._worth_a_look()
        finally:
            self._ending = True
            await self.settled(GRACE)

    async def look(self) -> None:
        """Begin to send what may be sent now. Each commit does the same; this is for what then had to wait."""
        try:
            await self._service.look()
        except StoreUnavailable:
            self._left.set()

    async def emptied(self) -> None:
        """Deliver until nothing may be sent now. Instead of `run`, for an adapter that takes turns: the terminal."""
        await self.look()
        while self._in_flight:
            await self.settled()
            await self.look()

    async def settled(self, grace: float | None = None) -> None:
        """Wait until nothing is in flight; end what still is after so many seconds."""
        while self._in_flight:
            _, late = await asyncio.wait(self._in_flight, timeout=grace)
            for task in late:
                task.cancel()

    def wants(self) -> Want:
        """What can be sent now."""
        now = self._monotonic()
        free = 0 if self._ending else AT_ONCE - self._requests
        most, slow = self._pace.room(now, free), self._pace.spare(now, free - AT_ONCE // 3)
        return Want(most, slow, self._pace.resting(now))

    def take(self, claimed: Claimed) -> None:
        """Begin to send these."""
        now = self._monotonic()
        for row in claimed.rows:
            self._pace.took(row.hash, now)
            self._requests += 1
            task = asyncio.create_task(self._deliver(row), name="delivery")
            self._in_flight.add(task)
            task.add_done_callback(self._ended)
        if claimed.left:
            self._left.set()

    async def _worth_a_look(self) -> None:
        """Once something was left, until it may go; what is left meanwhile may go sooner."""
        await self._left.wait()
        with suppress(TimeoutError):
            while True:
                self._left.clear()
                async with asyncio.timeout(self._pace.look(self._monotonic())):
                    await self._left.wait()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._in_flight.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("A fault of ours in delivery: %s", without_content(error))

    async def _deliver(self, row: Row) -> None:
        try:
            report = await self._tried(row)
        finally:
            self._requests -= 1
        if report is None:
            self._service.release(row)
            self._left.set()
            return
        await self._reported(report)
        if isinstance(report, Sent) and row.live and row.live.message_id != report.message_id:
            await self._strip(row, row.live.message_id)

    async def _tried(self, row: Row) -> Report | None:
        """One try. None: it waits again."""
        now = self._monotonic
        try:
            message_id = await self._put(row)
        except RetryAfter as error:
            self._pace.told_to_wait(row.hash, error.seconds, now())
        except Unreachable:
            self._pace.failed(row.hash, now())
        except Unauthorised:
            self._pause()
        except ChatGone:
            return Gone(row)
        except Refused as error:
            self.refused += 1
            log.error("A screen was refused and is dropped: %s, %s", row.screen.kind, error)
            return Dropped(row)
        except Exception as error:
            log.error("A fault of ours, a %s cannot be sent: %s", row.screen.kind, without_content(error))
            self._pace.failed(row.hash, now())
            self._faults[row.id] += 1
            if self._faults[row.id] >= GIVE_UP:
                del self._faults[row.id]
                return Dropped(row)
        else:
            self._pace.succeeded(row.hash)
            self._faults.pop(row.id, None)
            self.paused = False
            return Sent(row, message_id)
        return None

    async def _put(self, row: Row) -> int:
        """Draw a question over the one before it, or send a new message. The id of the message."""
        screen, live = row.screen, row.live
        if screen.kind is Kind.QUESTION and screen.replaces and live and live.is_question:
            try:
                await self._messenger.edit(row.chat_id, live.message_id, screen)
            except CannotEdit:
                self._pace.took(row.hash, self._monotonic())
            else:
                return live.message_id
        return await self._messenger.send(row.chat_id, screen)

    async def _reported(self, report: Report) -> None:
        """Until it is on the disk: meanwhile nothing else goes to this chat, and this row not again."""
        while True:
            try:
                return await self._service.report(report)
            except StoreUnavailable:
                await self._sleep(LOOK)

    async def _strip(self, row: Row, message_id: int) -> None:
        """Take the old keyboard away, if that is soon possible. Its buttons are harmless: they no longer fit."""
        while (delay := self._pace.delay(row.hash, self._monotonic())) > 0:
            if delay > PATIENCE:
                return
            await self._sleep(delay)
        self._pace.took(row.hash, self._monotonic())
        try:
            await self._messenger.strip(row.chat_id, message_id)
        except RetryAfter as error:
            self._pace.told_to_wait(row.hash, error.seconds, self._monotonic())
        except MessengerError:
            log.debug("An old keyboard stays")

    def _pause(self) -> None:
        if not self.paused:
            log.error("The messenger does not know us: is the token right? Nothing is sent; it is tried again")
        self.paused = True
        self._pace.halt(PAUSE, self._monotonic())
