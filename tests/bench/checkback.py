"""The real bot as a process: `checkback run` with a database on the disk, only the sending rates are off."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from tests.bench.processes import launched
from tests.bot_api import BotApi
from tests.store.made import Home

DISK = Path("/var/tmp")  # not /tmp: where that is memory, a commit costs nothing


@contextmanager
def home() -> Iterator[Home]:
    """A place for a database, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="checkback-bench-", dir=DISK) as folder:
        yield Home.within(Path(folder))


@asynccontextmanager
async def running(telegram: BotApi, home: Home) -> AsyncIterator[int]:
    """The bot at work while the `async with` lasts; its process id."""
    settings = {
        "TOKEN": telegram.token,
        "API_URL": telegram.url,
        "DATABASE": str(home.database),
        "KEY_FILE": str(home.key_file),
        "SEND_RATE": "0",
        "CHAT_SEND_RATE": "0",
        "LOG_LEVEL": "ERROR",
    }
    async with launched("bot", "run", settings={f"CHECKBACK_{name}": value for name, value in settings.items()}) as pid:
        yield pid


@asynccontextmanager
async def afresh(telegram: BotApi) -> AsyncIterator[int]:
    """The same on an empty database."""
    with home() as empty:
        async with running(telegram, empty) as pid:
            yield pid
