"""Group commit. One thread owns the connection; calls that come while it is at work are committed together.

A whole transaction is one visit to the thread (about 0.1 ms of CPU), not one for each statement; and as nothing
in it awaits, nothing can cancel it half-way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeVar

from bot.store.errors import StoreUnavailable

Job = TypeVar("Job")
Answer = TypeVar("Answer")
Found = TypeVar("Found")

TOGETHER = 200  # jobs in one transaction, about: a call is never divided
WAITING = 1000  # calls; beyond, callers wait for room


@dataclass(frozen=True, slots=True)
class _Call(Generic[Job, Answer]):
    jobs: Sequence[Job]
    answers: asyncio.Future[Sequence[Answer]]


class Writer(Generic[Job, Answer]):
    """`commit` writes jobs durably and returns an answer to each, or raises and has written nothing of a call."""

    def __init__(self, commit: Callable[[Sequence[Job]], Sequence[Answer]]) -> None:
        self._commit = commit
        self._calls: asyncio.Queue[_Call[Job, Answer] | None] = asyncio.Queue(WAITING)
        self._thread = ThreadPoolExecutor(1, "store")
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Writer[Job, Answer]:
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
            self._thread.shutdown()  # waits: nobody may close the connection under it

    async def submit(self, jobs: Sequence[Job]) -> Sequence[Answer]:
        """Returns once the jobs are on the disk. Raises what `commit` raises, and StoreUnavailable when closed."""
        if self._task is None:
            raise StoreUnavailable("closed")
        call = _Call(jobs, asyncio.get_running_loop().create_future())
        await self._calls.put(call)
        return await call.answers

    async def read(self, ask: Callable[[], Found]) -> Found:
        """Ask something between two transactions."""
        if self._task is None:
            raise StoreUnavailable("closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, ask)

    async def _write(self) -> None:
        closing = False
        while not closing:
            calls, closing = await self._gathered()
            if calls:
                await self._write_together(calls)

    async def _write_together(self, calls: Sequence[_Call[Job, Answer]]) -> None:
        jobs = [job for call in calls for job in call.jobs]
        try:
            answers = await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, jobs)
        except Exception as error:  # each caller learns of it; the writer goes on
            _refuse(calls, error)
        else:
            _resolve(calls, answers)

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


def _resolve(calls: Sequence[_Call[Job, Answer]], answers: Sequence[Answer]) -> None:
    start = 0
    for call in calls:
        end = start + len(call.jobs)
        if not call.answers.done():  # its caller may have been cancelled
            call.answers.set_result(answers[start:end])
        start = end


def _refuse(calls: Sequence[_Call[Job, Answer]], error: Exception) -> None:
    for call in calls:
        if not call.answers.done():
            call.answers.set_exception(error)
