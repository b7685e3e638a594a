"""Updates, rates and faults behave as on the real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.bot_api import BotApi, Rates, faults
from tests.bot_api.client import call
from tests.bot_api.errors import ApiError


@pytest_asyncio.fixture
async def server() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


async def texts(server: BotApi, **parameters: Any) -> list[str]:
    return [update["message"]["text"] for update in (await call(server, "getUpdates", **parameters))["result"]]


async def test_updates_are_kept_until_confirmed(server: BotApi) -> None:
    """Only an offset beyond an update forgets it."""
    ada = server.person(7)
    ids = [await ada.say(text) for text in "abc"]
    assert await texts(server) == await texts(server, offset=ids[0]) == ["a", "b", "c"]
    assert await texts(server, limit=1) == ["a"]
    assert await texts(server, offset=ids[1]) == ["b", "c"]
    assert await texts(server) == ["b", "c"]
    assert server.updates.confirmed == {ids[0]}
    assert await texts(server, offset=-1) == ["c"]
    assert await texts(server, offset=ids[2] + 1) == []


async def test_a_long_poll_waits_for_the_first_update(server: BotApi) -> None:
    """And returns as soon as it comes."""
    poll = asyncio.create_task(texts(server, timeout=5))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await server.person(7).say("hello")
    assert await poll == ["hello"]


async def test_a_second_reader_ends_the_first_ones_wait(server: BotApi) -> None:
    """With 409, as when two bots run with one token."""
    first = asyncio.create_task(call(server, "getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(texts(server, timeout=5))
    assert (await first)["error_code"] == 409
    await server.person(7).say("hello")
    assert await second == ["hello"]


async def test_kinds_that_are_not_allowed_are_never_seen(server: BotApi) -> None:
    """The choice is remembered, holds for updates that arise later, and an empty one asks for the default."""
    ada = server.person(7)
    await call(server, "getUpdates", allowed_updates=["callback_query"])
    await ada.say("unheard")
    assert await texts(server, allowed_updates=[]) == []
    await ada.say("heard")
    assert await texts(server) == ["heard"]


async def test_numbers_from_before_a_new_beginning_confirm_nothing(server: BotApi) -> None:
    """An old, higher offset must not forget what has just come."""
    old = await server.person(7).say("old")
    assert await texts(server, offset=old + 1) == []
    server.updates.restart_ids(100)
    assert await server.person(7).say("new") == 100
    assert await texts(server, offset=old + 1) == ["new"]


def test_rates_are_held() -> None:
    """A chat's burst is used up, then one a second; meanwhile everything to it is refused with the seconds to wait."""
    now = 0.0
    rates = Rates(overall=30, per_chat=1, burst=3, clock=lambda: now)
    for _ in range(3):
        rates.check(7)
    with pytest.raises(ApiError) as refused:
        rates.check(7)
    assert (refused.value.status, refused.value.retry_after) == (429, 1)
    rates.check(8)
    now = 0.5
    with pytest.raises(ApiError):
        rates.check(7)
    now = 1.1
    rates.check(7)


def test_the_rate_over_all_is_held() -> None:
    """Thirty chats in one instant are all that goes."""
    rates = Rates(overall=30, clock=lambda: 5.0)
    for chat in range(30):
        rates.check(chat)
    with pytest.raises(ApiError):
        rates.check(31)


async def test_faults_strike_before_or_after(server: BotApi) -> None:
    """After ones have done what was asked, and nobody was told."""
    await server.person(7).say("/start")
    server.faults.plan(faults.DROP_BEFORE, "sendMessage", chat_id=7)
    server.faults.plan(faults.DROP_AFTER, "sendMessage", chat_id=7)
    for text in ("before", "after"):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await call(server, "sendMessage", chat_id=7, text=text)
    assert (await call(server, "sendMessage", chat_id=7, text="none"))["ok"]
    assert [message.text for message in server.person(7).messages] == ["after", "none"]
    assert [fault for _, fault in server.faults.struck] == [faults.DROP_BEFORE, faults.DROP_AFTER]


async def test_random_faults_repeat_with_their_seed() -> None:
    """A torture that failed can be looked at again."""

    def struck(seed: int) -> list[bool]:
        found = faults.Faults()
        found.at_random(0.3, (faults.DROP_BEFORE,), seed)
        return [found.take("getMe", None) is not None for _ in range(50)]

    assert struck(1) == struck(1) != struck(2)
    assert 5 < sum(struck(1)) < 30


async def test_another_process_can_drive_it(server: BotApi) -> None:
    """For benchmarks: say, tap and look over HTTP."""
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "a.1.yes"}]]}
    async with aiohttp.ClientSession(server.url) as session:
        await session.post("/people/7/say", json={"text": "/start"})
        await call(server, "sendMessage", chat_id=7, text="Well?", reply_markup=keyboard)
        await session.post("/people/7/tap", json={"label": "Yes"})
        assert "Well?\n[Yes]" in await (await session.get("/people/7")).text()
        assert await (await session.get("/requests")).json() == {"sendMessage": 1}
    assert server.updates.waiting[-1]["callback_query"]["data"] == "a.1.yes"
