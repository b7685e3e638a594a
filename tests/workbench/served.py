"""The workbench's server, running as long as an `async with` lasts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.triage.library import Library
from bot.workbench.server import serve
from bot.workbench.watch import Watched


@dataclass(frozen=True, slots=True)
class Served:
    address: str  # http://127.0.0.1:PORT/
    folder: Path


@asynccontextmanager
async def served(folder: Path, load: Callable[[Path], Library]) -> AsyncIterator[Served]:
    """On a port that is free."""
    told: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(serve(Watched(folder, load), 0, told.put_nowait))
    try:
        yield Served(await asyncio.wait_for(told.get(), 20), folder)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
