"""What the Telegram tests share: a Bot API, a bot that is connected to it, and somebody who receives."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.telegram.bot import PlainBot, build_bot, connect
from tests.bot_api import BotApi
from tests.bot_api.fixtures import bot_api
from tests.telegram.receiver import Receiver

__all__ = ["bot", "bot_api", "receiver"]


@pytest_asyncio.fixture
async def bot(bot_api: BotApi) -> AsyncIterator[PlainBot]:
    """A bot that knows who it is."""
    bot = build_bot(bot_api.token, bot_api.url)
    await connect(bot)
    yield bot
    await bot.shutdown()


@pytest.fixture
def receiver() -> Receiver:
    """Stands where the service does."""
    return Receiver()
