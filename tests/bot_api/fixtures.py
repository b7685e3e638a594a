"""The server as a pytest fixture. A conftest.py takes it with `from tests.bot_api.fixtures import bot_api`."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.bot_api.server import BotApi


@pytest_asyncio.fixture
async def bot_api() -> AsyncIterator[BotApi]:
    """A fresh Bot API; a test ends red when the bot has made a call that no correct client makes."""
    async with BotApi() as server:
        yield server
    assert server.complaints == []
