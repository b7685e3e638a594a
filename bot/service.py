"""The one door. Everything that happens to a chat is received here: read, advanced and written in one transaction.

Whoever receives something may confirm it to the outside once `receive` has returned: it is on the disk by then, where
no power cut takes it back. A report outlives the process, and no more is needed: what it told of is then told again.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from bot.store.errors import StoreError, StoreUnavailable
from bot.store.outbox import Claimed, Row, Want
from bot.store.store import Store
from bot.store.writer import Outlet, Writer
from bot.triage.chat import Seconds
from bot.triage.inputs import Expired
from bot.turns import LARGEST, Advance, Arrival, Dropped, Gone, Job, Receipt, Report, Sent, Turns

__all__ = [
    "LARGEST",
    "Advance",
    "Arrival",
    "Claimed",
    "Dropped",
    "Gone",
    "Health",
    "Outlet",
    "Receipt",
    "Report",
    "Row",
    "Sent",
    "Service",
    "StoreUnavailable",
    "Want",
    "without_content",
]

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Health:
    """What an operator must know."""

    writing: bool = True  # whether the last transaction was committed
    poisoned: int = 0  # inputs that were skipped because of a fault of ours


class Service:
    """Within `async with`, it receives."""

    def __init__(self, store: Store, advance: Advance, clock: Callable[[], float], token: Callable[[], str]) -> None:
        """clock: Unix seconds; token: 8 random URL-safe characters, new at each call."""
        self._store = store
        self._turns = Turns(store, advance, token)
        self._clock = clock
        self._writer: Writer[Job, Receipt] = Writer(store.connection, self._work)
        self.health = Health()

    async def __aenter__(self) -> Service:
        await self._writer.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._writer.__aexit__(kind, error, trace)

    async def receive(self, arrivals: Sequence[Arrival]) -> Sequence[Receipt]:
        """Deal with these, in order; on return they are on the disk. Raises StoreUnavailable: bring them all again."""
        return await self._writer.submit(arrivals)

    async def report(self, report: Report) -> None:
        """What became of a row that was taken; a power cut may take the report back, and the row is sent again.

        Raises StoreUnavailable: report it again.
        """
        await self._writer.submit([report])

    def deliver_to(self, outlet: Outlet) -> None:
        """From now on, rows of the outbox go there: at each commit, and at each `look`."""
        self._writer.outlet = outlet

    async def look(self) -> None:
        """Give the outlet what it wants now. Raises StoreUnavailable when closed."""
        await self._writer.submit([])

    def release(self, row: Row) -> None:
        """A row that was taken was not sent: it waits again."""
        self._store.outbox.release(row.hash)

    async def due(self, most: int, most_waiting: int) -> Sequence[int]:
        """Chats at which the clock must look, the longest due first; none while so many wait in the slow lane.

        Raises StoreUnavailable.
        """

        def ask() -> Sequence[int]:
            with self._store.transaction():
                return self._turns.due(int(self._clock()), most, most_waiting)

        return await self._writer.read(ask)

    async def expired(self, what: Expired, most: int) -> Sequence[int]:
        """Chats of which something has been kept for long enough: about so many. Raises StoreUnavailable."""

        def ask() -> Sequence[int]:
            with self._store.transaction():
                return self._store.chats.expired(what.ended_before, what.silent_before, most)

        return await self._writer.read(ask)

    async def knows(self, chat_id: int) -> bool:
        """Whether anything is kept of this chat. Raises StoreUnavailable."""

        def ask() -> bool:
            with self._store.transaction():
                return self._store.chats.get(self._store.vault.hash(chat_id)) is not None

        return await self._writer.read(ask)

    async def tidy(self) -> None:
        """Let nothing that was deleted linger in the files. Raises StoreUnavailable."""
        await self._writer.read(self._store.tidy)

    # What follows runs in the store's thread.

    def _work(self, jobs: Sequence[Job], want: Want) -> tuple[Sequence[Receipt], Claimed]:
        return self._commit(jobs) if jobs else (), self._claimed(want)

    def _claimed(self, want: Want) -> Claimed:
        """In a transaction of its own: nothing is sent before the turn that it answers is on the disk."""
        claimed = Claimed(left=True)
        try:
            with self._store.unsynced():  # what it may write, that a damaged row is dropped, it would write again
                claimed = self._store.outbox.claim(want)
        except StoreUnavailable:
            for row in claimed.rows:
                self.release(row)
            return Claimed(left=True)
        return claimed

    def _commit(self, jobs: Sequence[Job]) -> Sequence[Receipt]:
        try:
            receipts = self._dealt_with(jobs)
        except StoreUnavailable as error:
            if self.health.writing:
                log.error("Nothing can be written, nothing is confirmed, it is tried again: %s", error)
            self.health.writing = False
            raise
        if not self.health.writing:
            log.warning("Writing works again")
        self.health.writing = True
        return receipts

    def _dealt_with(self, jobs: Sequence[Job]) -> Sequence[Receipt]:
        """All in one transaction. A job that fails by a fault of ours is found by halves and skipped."""
        try:
            return self._in_transaction(self._turns.apply, jobs)
        except StoreUnavailable:
            raise
        except Exception as error:
            half = len(jobs) // 2
            if half:
                return [*self._dealt_with(jobs[:half]), *self._dealt_with(jobs[half:])]
            self.health.poisoned += 1
            log.error("A fault of ours, %s is skipped: %s", type(jobs[0]).__name__, without_content(error))
            return self._in_transaction(self._turns.skip, jobs)

    def _in_transaction(self, deal: Callable[[Job, Seconds], Receipt], jobs: Sequence[Job]) -> Sequence[Receipt]:
        now = int(self._clock())
        reports = [job for job in jobs if not isinstance(job, Arrival)]
        arrivals = len(jobs) - len(reports)
        with self._store.transaction() if arrivals else self._store.unsynced():
            receipts = [deal(job, now) for job in jobs]
            if arrivals:
                self._store.seen.prune(now, 2 * arrivals)
        for report in reports:
            self._store.outbox.release(report.row.hash)
        return receipts


def without_content(error: BaseException) -> str:
    """What went wrong and where. Not the error's own words: they may be a person's."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    told = f": {error}" if isinstance(error, StoreError) else ""
    return f"{type(error).__name__}{told} at {places}"
