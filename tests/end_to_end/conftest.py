"""A bot that runs, and a person who talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bot_api import BotApi, Person
from tests.bot_api.fixtures import bot_api
from tests.end_to_end.process import BotProcess

__all__ = ["bot_api"]


@pytest_asyncio.fixture
async def running(bot_api: BotApi, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """The bot, started; ended at the end of the test. No line of its log may tell of a fault of ours."""
    process = BotProcess(bot_api, tmp_path)
    await process.start()
    yield process
    await process.end()
    assert "fault of ours" not in process.said
    assert "Traceback" not in process.said


@pytest_asyncio.fixture
async def ada(bot_api: BotApi) -> Person:
    """Somebody with a twitching lip."""
    return bot_api.person(7)
