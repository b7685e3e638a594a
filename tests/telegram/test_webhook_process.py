"""The real process behind a webhook: set up, spoken to, killed and started again."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot_api import BotApi
from tests.end_to_end.process import BotProcess
from tests.telegram.receiver import free_port
from tests.telegram.test_webhook import SECRET


@pytest.fixture
async def process(bot_api: BotApi, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """The bot, told of an address that a reverse proxy leads to it."""
    address = f"127.0.0.1:{free_port()}"
    bot_api.webhooks.proxies["https://bot.test"] = f"http://{address}"
    hook = {"webhook_url": "https://bot.test/hook", "webhook_secret": SECRET, "listen": address}
    process = BotProcess(bot_api, tmp_path, **hook)
    await process.start()
    yield process
    await process.end()
    assert "Traceback" not in process.said
    assert SECRET not in process.said
    assert bot_api.token not in process.said


async def test_a_conversation_by_webhook(process: BotProcess, bot_api: BotApi) -> None:
    """No update is asked for, each is posted; taps are answered in the reply."""
    ada = bot_api.person(7)
    await bot_api.called("setWebhook", within=20)
    await ada.say("/start lip_twitch")
    welcome = await ada.sees("112")
    tap = await ada.tap(welcome.now.rows[0][0].data)
    await tap.answer()
    await ada.sees("Question 1")
    assert bot_api.calls("getUpdates") == bot_api.calls("answerCallbackQuery") == []


async def test_what_is_said_while_it_is_dead_arrives(process: BotProcess, bot_api: BotApi) -> None:
    """After kill -9, Telegram posts until the bot is there again."""
    await bot_api.called("setWebhook", within=20)
    await process.end(signal.SIGKILL)
    update = await bot_api.person(7).say("/start")
    await process.start()
    await bot_api.taken(update, within=20)
    await bot_api.person(7).sees("112")
