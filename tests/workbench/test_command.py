"""`checkback flows serve` as an author runs it: a process that tells its address and ends with Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession

from tests.workbench.made import edit

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def command(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The command, killed at the end should it still run."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", "-m", "bot", "flows", "serve", *arguments),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip()


async def test_it_tells_its_address_and_ends_with_ctrl_c(folder: Path) -> None:
    """A free port by itself; Ctrl-C ends it at once, with a page open, and nothing is complained of."""
    async with command(str(folder)) as process:
        async with ClientSession(await address(process)) as client:
            page = await client.get("/")
            assert "Checkback workbench" in await page.text()
            changes = await client.get("/changes")
            assert await changes.content.readline() == b"data: 1\n"
            process.send_signal(signal.SIGINT)
            assert await asyncio.wait_for(process.wait(), 15) == 0
            changes.close()
        assert process.stderr is not None
        assert await process.stderr.read() == b""


async def test_it_begins_on_files_in_the_making(folder: Path) -> None:
    """Unlike `check`, it does not end on a mistake: the page tells it, and waits."""
    edit(folder, "version: 1", "vershun: 1")
    async with command(str(folder)) as process:
        assert (await address(process)).startswith("http://127.0.0.1:")


async def test_a_port_that_is_taken_is_told(folder: Path) -> None:
    """One plain line, and exit code 1."""
    async with command(str(folder)) as first:
        port = (await address(first)).rstrip("/").rpartition(":")[2]
        async with command(str(folder), "--port", port) as second:
            assert await asyncio.wait_for(second.wait(), 30) == 1
            assert second.stderr is not None
            assert (await second.stderr.read()).decode().splitlines()[0].startswith("Error: --port: cannot listen")
