"""The real process on a full, a read-only, a failing and a locked disk: it says so, confirms nothing, and goes on."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest_asyncio

from tests.bot_api import BotApi
from tests.bot_api.fixtures import bot_api
from tests.end_to_end.process import ROOT, BotProcess
from tests.torture.starved import FULL, READ_ONLY, WELL

__all__ = ["bot_api"]

SAYS_SO = "Nothing can be written, nothing is confirmed"
WELL_AGAIN = "Writing works again"


class StarvedProcess(BotProcess):
    """A bot whose disk can be broken and mended."""

    @property
    def pragmas(self) -> Path:
        return self.folder / "pragmas"

    @property
    def pid(self) -> int:
        assert self._process is not None, "it was started"
        return self._process.pid

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.torture.starved", str(self.pragmas)),
                cwd=ROOT,
                env=self._environment,
                stderr=log,
                stdout=log,
            )


@pytest_asyncio.fixture
async def process(bot_api: BotApi, tmp_path: Path) -> AsyncIterator[StarvedProcess]:
    """It runs."""
    process = StarvedProcess(bot_api, tmp_path)
    await process.start()
    await _begun(bot_api)
    yield process
    await process.end()
    assert "fault of ours" not in process.said
    assert "Traceback" not in process.said


async def _begun(telegram: BotApi) -> None:
    """Somebody was answered."""
    await telegram.person(1).say("/help")
    await telegram.person(1).sees("What I can do", within=20)


@contextmanager
def full(process: StarvedProcess) -> Iterator[None]:
    """The database may not grow."""
    process.pragmas.write_text(FULL)
    yield
    process.pragmas.write_text(WELL)


@contextmanager
def read_only(process: StarvedProcess) -> Iterator[None]:
    """It may not change."""
    process.pragmas.write_text(READ_ONLY)
    yield
    process.pragmas.write_text(WELL)


@contextmanager
def failing(process: StarvedProcess) -> Iterator[None]:
    """The system itself refuses to write on in the middle of a transaction: no file may grow beyond 20 KB."""
    limit = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    yield
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limit)


@contextmanager
def held(process: StarvedProcess) -> Iterator[None]:
    """Another program's transaction takes longer than we wait."""
    with closing(sqlite3.connect(process.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


ILLS: list[Callable[[StarvedProcess], AbstractContextManager[None]]] = [full, read_only, held]
if hasattr(resource, "prlimit"):  # only Linux lets one take a running process's disk away
    ILLS.append(failing)


async def test_a_database_that_is_locked_at_the_start(bot_api: BotApi, tmp_path: Path) -> None:
    """One line says why, exit code 1: systemd tries again. Nothing was asked of Telegram."""
    process = BotProcess(bot_api, tmp_path)
    await process.start()
    await _begun(bot_api)
    await process.end()
    asked, said = len(bot_api.requests), len(process.said)
    with closing(sqlite3.connect(process.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await process.start()
        assert await process.exit_code() == 1
    (line,) = process.said[said:].splitlines()
    assert line.startswith(f"{process.database}: another program has been writing to it")
    assert len(bot_api.requests) == asked


async def test_it_says_so_confirms_nothing_and_goes_on_by_itself(bot_api: BotApi, process: StarvedProcess) -> None:
    """Whatever ails the disk: a line when it begins, one when it is over, and everybody is answered once."""
    for round, ill in enumerate(ILLS, 1):
        before = process.said.count(SAYS_SO)
        crowd = [bot_api.person(100 * round + n) for n in range(25)]
        with ill(process):
            told = [await person.say("/start") for person in crowd]
            await process.says(SAYS_SO, before + 1)
            await asyncio.sleep(0.5)
            assert bot_api.updates.confirmed.isdisjoint(told)
        for person in crowd:
            await person.sees("I agree", within=20)
        await bot_api.settled()
        assert all(len(person.messages) == 1 for person in crowd)
        assert before < process.said.count(SAYS_SO) == process.said.count(WELL_AGAIN)
