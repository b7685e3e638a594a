"""Group commit."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Sequence
from itertools import chain

import pytest

from bot.store.errors import StoreUnavailable
from bot.store.outbox import Claimed, Want
from bot.store.writer import TOGETHER, WAITING, Writer


class Disk:
    """Remembers what was committed together; holds still or fails when told to."""

    def __init__(self) -> None:
        self.commits: list[list[int]] = []
        self.free = threading.Event()
        self.free.set()
        self.error: Exception | None = None
        self.thread = 0

    def work(self, jobs: Sequence[int], want: Want) -> tuple[list[str], Claimed]:
        assert self.free.wait(10)
        if self.error:
            raise self.error
        self.thread = threading.get_ident()
        self.commits.append(list(jobs))
        return [str(job) for job in jobs], Claimed(left=want.most > 0)


class Taker:
    """An outlet that wants something and remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[Claimed] = []
        self.error: Exception | None = None

    def wants(self) -> Want:
        return Want(7, 7)

    def take(self, claimed: Claimed) -> None:
        self.given.append(claimed)
        if self.error:
            raise self.error


async def wait_for_commit_to_begin() -> None:
    await asyncio.sleep(0.02)


async def test_what_waits_during_a_commit_is_committed_together() -> None:
    """In the order in which it came; and each caller gets the answers to its own."""
    disk = Disk()
    async with Writer(sqlite3.connect(":memory:", check_same_thread=False), disk.work) as writer:
        disk.free.clear()
        first = asyncio.create_task(writer.submit([1]))
        await wait_for_commit_to_begin()
        others = [asyncio.create_task(writer.submit(jobs)) for jobs in ([2, 3], [4], [5, 6])]
        await wait_for_commit_to_begin()
        disk.free.set()
        answers = [list(await task) for task in (first, *others)]
    assert answers == [["1"], ["2", "3"], ["4"], ["5", "6"]]
    assert disk.commits == [[1], [2, 3, 4, 5, 6]]


async def test_a_commit_is_bounded_and_no_call_is_divided() -> None:
    """Those at the head of a long queue do not wait for its end."""
    disk = Disk()
    async with Writer(sqlite3.connect(":memory:", check_same_thread=False), disk.work) as writer:
        disk.free.clear()
        tasks = [asyncio.create_task(writer.submit([n, n])) for n in range(TOGETHER)]
        await wait_for_commit_to_begin()
        disk.free.set()
        await asyncio.gather(*tasks)
    assert [len(jobs) for jobs in disk.commits] == [TOGETHER, TOGETHER]
    assert all(jobs[::2] == jobs[1::2] for jobs in disk.commits)


async def test_the_queue_is_bounded() -> None:
    """Who brings more than can be written waits, rather than to fill the memory."""
    disk = Disk()
    async with Writer(sqlite3.connect(":memory:", check_same_thread=False), disk.work) as writer:
        disk.free.clear()
        tasks = [asyncio.create_task(writer.submit([n])) for n in range(WAITING + TOGETHER + 50)]
        await wait_for_commit_to_begin()
        assert writer._calls.full()
        disk.free.set()
        await asyncio.gather(*tasks)
    assert list(chain(*disk.commits)) == list(range(len(tasks)))


async def test_an_error_reaches_all_that_were_in_it_and_the_writer_goes_on() -> None:
    """Each can bring its own again."""
    disk = Disk()
    async with Writer(sqlite3.connect(":memory:", check_same_thread=False), disk.work) as writer:
        disk.error = StoreUnavailable("disk full")
        with pytest.raises(StoreUnavailable):
            await writer.submit([1])
        disk.error = None
        assert await writer.submit([1]) == ["1"]


async def test_a_caller_that_is_cancelled_stops_nothing() -> None:
    """What it brought is committed all the same, and the others get their answers."""
    disk = Disk()
    async with Writer(sqlite3.connect(":memory:", check_same_thread=False), disk.work) as writer:
        disk.free.clear()
        gone, stays = (asyncio.create_task(writer.submit([n])) for n in (1, 2))
        await wait_for_commit_to_begin()
        gone.cancel()
        disk.free.set()
        assert await stays == ["2"]
    assert sorted(chain(*disk.commits)) == [1, 2]


async def test_closing_writes_what_was_submitted_and_refuses_what_comes_later() -> None:
    """An orderly end loses nothing."""
    disk = Disk()
    async with Writer(sqlite3.connect(":memory:", check_same_thread=False), disk.work) as writer:
        tasks = [asyncio.create_task(writer.submit([n])) for n in range(3)]
        await asyncio.sleep(0)
    assert [await task for task in tasks] == [["0"], ["1"], ["2"]]
    with pytest.raises(StoreUnavailable):
        await writer.submit([4])
    with pytest.raises(StoreUnavailable):
        await writer.read(lambda: 1)


async def test_being_cancelled_while_closing_still_ends_the_transaction() -> None:
    """Nobody may close the connection while its thread writes."""
    disk = Disk()
    disk.free.clear()
    threading.Timer(0.1, disk.free.set).start()

    async def work() -> None:
        async with Writer(sqlite3.connect(":memory:", check_same_thread=False), disk.work) as writer:
            await writer.submit([1])

    task = asyncio.create_task(work())
    await wait_for_commit_to_begin()
    task.cancel()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert disk.commits == [[1]]


async def test_a_question_is_answered_between_commits() -> None:
    """In the same thread, so that it sees whole transactions only."""
    disk = Disk()
    async with Writer(sqlite3.connect(":memory:", check_same_thread=False), disk.work) as writer:
        writing = asyncio.create_task(writer.submit([1]))
        await asyncio.sleep(0)
        asked_in = await writer.read(threading.get_ident)
        await writing
    assert asked_in == disk.thread


async def test_each_visit_gives_delivery_what_it_wants() -> None:
    """After what was written, in the same stay; without anything to write when asked for it."""
    disk, taker = Disk(), Taker()
    async with Writer(sqlite3.connect(":memory:", check_same_thread=False), disk.work) as writer:
        writer.outlet = taker
        await writer.submit([1])
        await writer.submit([])
    assert taker.given == [Claimed(left=True)] * 2
    assert disk.commits == [[1], []]


async def test_a_fault_in_delivery_does_not_end_the_writer() -> None:
    """All would wait for ever. What was written is brought again, and is known by then."""
    disk, taker = Disk(), Taker()
    taker.error = ZeroDivisionError()
    async with Writer(sqlite3.connect(":memory:", check_same_thread=False), disk.work) as writer:
        writer.outlet = taker
        with pytest.raises(ZeroDivisionError):
            await writer.submit([1])
        taker.error = None
        assert await writer.submit([2]) == ["2"]
