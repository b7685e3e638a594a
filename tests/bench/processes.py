"""Processes that are measured: started beside us, and what each has cost so far. Reads /proc, so it needs Linux."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def launched(*arguments: str, settings: Mapping[str, str] | None = None) -> AsyncIterator[int]:
    """`python -m ARGUMENTS` while the `async with` lasts; its process id. settings: more of its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHECKBACK_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, cwd=ROOT, env=kept | dict(settings or {})
    )
    try:
        yield process.pid
    finally:
        if process.returncode is None:
            process.kill()  # a kind end would only fill the screen with last words
        await process.wait()


def cpu_seconds(pid: int) -> float:
    """What all its threads have used so far, user and system time."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mib(pid: int) -> float:
    """What it holds in memory now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024
