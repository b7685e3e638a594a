"""Health, as whoever watches over the real process sees it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.bot_api import BotApi, faults
from tests.bot_api.fixtures import bot_api
from tests.end_to_end.process import BotProcess
from tests.telegram.receiver import free_port
from tests.telegram.test_webhook import SECRET

__all__ = ["bot_api"]

WELL = {
    "healthy": True,
    "hears_telegram": True,
    "writes": True,
    "may_send": True,
    "updates_skipped": 0,
    "faults_skipped": 0,
    "screens_refused": 0,
    "posts_refused": 0,
}
DOCKERFILE = (Path(__file__).parent.parent / "deploy" / "Dockerfile").read_text()


class Watched(BotProcess):
    """A bot that tells how it is."""

    def __init__(self, telegram: BotApi, folder: Path, **settings: str) -> None:
        self.address = f"127.0.0.1:{free_port()}"
        super().__init__(telegram, folder, health=self.address, **settings)

    async def tells(self, status: int, **said: object) -> dict[str, Any]:
        """What it tells, once it is this."""
        told: object = None
        for _ in range(300):
            told = await self._ask()
            if told and told[0] == status and said.items() <= told[1].items():
                return told[1]
            await asyncio.sleep(0.1)
        raise AssertionError(f"not {status} with {said}, but {told}:\n{self.log.read_text()}")

    async def _ask(self) -> tuple[int, dict[str, Any]] | None:
        try:
            async with aiohttp.ClientSession() as web, web.get(f"http://{self.address}/health") as answer:
                return answer.status, await answer.json()
        except aiohttp.ClientError:
            return None  # it does not listen yet


@pytest.fixture
async def watched(bot_api: BotApi, tmp_path: Path) -> AsyncIterator[Watched]:
    process = Watched(bot_api, tmp_path)
    await process.start()
    yield process
    await process.end()
    assert "Traceback" not in process.said


async def test_what_is_well_and_what_was_skipped(watched: Watched, bot_api: BotApi) -> None:
    """One line of JSON; an update that is none, and a screen that Telegram refused, are counted."""
    assert await watched.tells(200) == WELL
    bot_api.push({"message": {"text": "no chat"}})
    bot_api.faults.plan(faults.error(400, "Bad Request: no"), "sendMessage", chat_id=7)
    await bot_api.person(7).say("/start")
    assert await watched.tells(200, updates_skipped=1, screens_refused=1) == WELL | {
        "updates_skipped": 1,
        "screens_refused": 1,
    }


async def test_a_minute_of_silence_from_telegram_is_bad(watched: Watched, bot_api: BotApi) -> None:
    """Not sooner, and no longer than it lasts."""
    await watched.tells(200)
    bot_api.faults.plan(faults.DROP_BEFORE, "getUpdates", times=10_000)
    await bot_api.person(7).say("/start")
    await bot_api.person(7).sees("112")
    watched.later(45)
    assert await watched.tells(200) == WELL
    watched.later(61)
    assert await watched.tells(503) == WELL | {"healthy": False, "hears_telegram": False}
    bot_api.faults.clear()
    assert await watched.tells(200) == WELL


async def test_before_telegram_has_answered_it_is_not_well(bot_api: BotApi, tmp_path: Path) -> None:
    """It can be asked from the beginning."""
    bot_api.faults.plan(faults.DROP_BEFORE, "getMe", times=10_000)
    process = Watched(bot_api, tmp_path)
    await process.start()
    await process.tells(503, hears_telegram=False)
    bot_api.faults.clear()
    await process.tells(200)
    await process.end()


async def test_a_store_that_cannot_write_is_bad(watched: Watched, bot_api: BotApi) -> None:
    """Until it can again."""
    await watched.tells(200)
    with closing(sqlite3.connect(watched.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await bot_api.person(7).say("/start")
        await watched.tells(503, writes=False)
        other.execute("ROLLBACK")
    assert await watched.tells(200) == WELL


async def test_posts_to_the_webhook_without_its_secret_are_counted(bot_api: BotApi, tmp_path: Path) -> None:
    """Somebody has found the address; they get nothing else from it."""
    listen = f"127.0.0.1:{free_port()}"
    bot_api.webhooks.proxies["https://bot.test"] = f"http://{listen}"
    hook = {"webhook_url": "https://bot.test/hook", "webhook_secret": SECRET, "listen": listen}
    process = Watched(bot_api, tmp_path, **hook)
    await process.start()
    await process.tells(200)
    async with aiohttp.ClientSession() as web, web.post(f"http://{listen}/hook", json={}) as answer:
        assert answer.status == 403
    assert await process.tells(200, posts_refused=1) == WELL | {"posts_refused": 1}
    await process.end()


async def test_an_address_that_is_taken_is_told_in_a_line(watched: Watched, bot_api: BotApi, tmp_path: Path) -> None:
    """By the name of its setting."""
    await watched.tells(200)
    (tmp_path / "second").mkdir()
    second = BotProcess(bot_api, tmp_path / "second", health=watched.address)
    await second.start()
    assert await second.exit_code() == 1
    assert second.said.startswith("CHECKBACK_HEALTH: cannot listen there: ")
    assert second.said.count("\n") == 1


async def test_the_container_asks_as_docker_is_told_to(watched: Watched, bot_api: BotApi) -> None:
    """The image sets the address, and its HEALTHCHECK ends with 0 or 1 as the process is well or not."""
    assert re.search(r"^ENV .*(\\\n.*)*CHECKBACK_HEALTH=127\.0\.0\.1:\d+", DOCKERFILE, re.MULTILINE)
    found = re.search(r"^HEALTHCHECK [^[]*(\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert found
    _python, *command = json.loads(found[1])
    environment = os.environ | {"CHECKBACK_HEALTH": watched.address}

    async def asked() -> int:
        process = await asyncio.create_subprocess_exec(sys.executable, *command, env=environment)
        return await asyncio.wait_for(process.wait(), 20)

    await watched.tells(200)
    assert await asked() == 0
    bot_api.faults.plan(faults.DROP_BEFORE, "getUpdates", times=10_000)
    await bot_api.person(7).say("/start")
    await bot_api.person(7).sees("112")
    watched.later(61)
    await watched.tells(503)
    assert await asked() == 1
