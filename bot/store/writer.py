"""Group commit. aiosqlite's thread owns the connection; what comes while it works is written together, in one visit.

A visit writes what waits, in one transaction, and then claims what delivery can take. A visit costs about 0.1 ms of
CPU, more than the statements within; that is why it does both, and why no statement is awaited by itself. As nothing
in it awaits, nothing can cancel it half-way.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Protocol, TypeVar

import aiosqlite

from bot.store.errors import StoreUnavailable
from bot.store.outbox import Claimed, Want

Job = TypeVar("Job")
Answer = TypeVar("Answer")
Found = TypeVar("Found")

TOGETHER = 200  # jobs in one transaction, about: a call is never divided
WAITING = 1000  # calls; beyond, callers wait for room


class Outlet(Protocol):
    """Where rows of the outbox go. Both are called in the event loop, before and after a visit."""

    def wants(self) -> Want: ...

    def take(self, claimed: Claimed) -> None: ...


class NoOutlet:
    """Nobody delivers."""

    def wants(self) -> Want:
        return Want(0, 0)

    def take(self, claimed: Claimed) -> None:
        """There is nothing to take."""


@dataclass(frozen=True, slots=True)
class _Call(Generic[Job, Answer]):
    jobs: Sequence[Job]
    answers: asyncio.Future[Sequence[Answer]]


class Writer(Generic[Job, Answer]):
    """`work` writes jobs durably, or raises and has written nothing of a call; then it claims what is wanted."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        work: Callable[[Sequence[Job], Want], tuple[Sequence[Answer], Claimed]],
    ) -> None:
        """connection: used in `work` only, and closed at the end."""
        self.outlet: Outlet = NoOutlet()
        self._connection = aiosqlite.Connection(lambda: connection, iter_chunk_size=64)
        self._work = work
        self._calls: asyncio.Queue[_Call[Job, Answer] | None] = asyncio.Queue(WAITING)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Writer[Job, Answer]:
        await self._connection
        self._task = asyncio.create_task(self._write(), name="writer")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What was submitted is still written; what comes later is refused."""
        task, self._task = self._task, None
        try:
            if task:
                await self._calls.put(None)
                await asyncio.shield(task)
        finally:
            await _whatever_cancels(self._connection.close())

    async def submit(self, jobs: Sequence[Job]) -> Sequence[Answer]:
        """Returns once the jobs are on the disk; without jobs, delivery is just given what it wants.

        Raises what `work` raises, and StoreUnavailable when closed.
        """
        if self._task is None:
            raise StoreUnavailable("closed")
        call = _Call(jobs, asyncio.get_running_loop().create_future())
        await self._calls.put(call)
        return await call.answers

    async def read(self, ask: Callable[[], Found]) -> Found:
        """Ask something between two visits."""
        if self._task is None:
            raise StoreUnavailable("closed")
        return await self._do(ask)

    async def _do(self, work: Callable[[], Found]) -> Found:
        """In the connection's thread. aiosqlite's public calls are one visit for each statement; this is its way in."""
        found: Found = await self._connection._execute(work)  # type: ignore[no-untyped-call]
        return found

    async def _write(self) -> None:
        closing = False
        while not closing:
            calls, closing = await self._gathered()
            if calls:
                await self._visit(calls)

    async def _gathered(self) -> tuple[list[_Call[Job, Answer]], bool]:
        """The calls that wait now; whether they are the last."""
        calls: list[_Call[Job, Answer]] = []
        jobs = 0
        while jobs < TOGETHER and not (calls and self._calls.empty()):
            call = await self._calls.get()
            if call is None:
                return calls, True
            calls.append(call)
            jobs += len(call.jobs)
        return calls, False

    async def _visit(self, calls: Sequence[_Call[Job, Answer]]) -> None:
        jobs = [job for call in calls for job in call.jobs]
        try:
            want = self.outlet.wants()
            answers, claimed = await self._do(lambda: self._work(jobs, want))
            self.outlet.take(claimed)
        except Exception as error:  # each caller learns of it; the writer goes on
            for call in calls:
                _settle(call.answers, error=error)
            return
        start = 0
        for call in calls:
            _settle(call.answers, answers[start : start + len(call.jobs)])
            start += len(call.jobs)


async def _whatever_cancels(ending: Coroutine[None, None, None]) -> None:
    """Wait for this end even when cancelled: nobody may go on while the thread still writes."""
    task, cancelled = asyncio.create_task(ending), None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled


def _settle(future: asyncio.Future[Found], result: Found | None = None, error: BaseException | None = None) -> None:
    if future.done():  # whoever waited was cancelled
        return
    if error:
        future.set_exception(error)
    else:
        future.set_result(result)  # type: ignore[arg-type]
