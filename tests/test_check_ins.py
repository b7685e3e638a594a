"""Check-ins: what is due goes through the same door, also after the bot was down."""

from __future__ import annotations

import asyncio

import pytest

from bot import check_ins
from bot.check_ins import AT_ONCE, MOST_WAITING, tick
from bot.service import Arrival, Sent, Service
from bot.triage.inputs import CheckInDue, Commanded, Said
from tests.conversing import Clock, Core
from tests.store.made import ANN, Home


async def plan(service: Service, chats: range, seconds: int = 5) -> None:
    """Each of these chats has a check-in so many seconds from now; nothing waits to be sent."""
    await service.receive([Arrival(chat, Said(text)) for chat in chats for text in ("agree", f"in {seconds}")])
    await send_all(service)


async def send_all(service: Service) -> list[str]:
    sent = []
    while rows := await service.claim(99, 99, frozenset()):
        for row in rows:
            await service.report(Sent(row, 1))
            sent.append(f"{row.chat_id} {row.screen.text}")
    return sent


async def test_a_check_in_goes_out_when_it_is_due_and_not_before(service: Service, clock: Clock) -> None:
    """Once."""
    await plan(service, range(1))
    clock.now += 4
    assert await tick(service) == 0
    clock.now += 1
    assert await tick(service) == 1
    assert await tick(service) == 0
    assert await send_all(service) == ["0 How is your lip?"]


async def test_what_was_due_while_the_bot_was_down_is_sent_at_the_start(home: Home, clock: Clock) -> None:
    """The longest due first."""
    with home.opened() as store:
        async with Service(store, Core(), clock, lambda: "fresh-01") as service:
            for chat in (3, 1, 2):
                await plan(service, range(chat, chat + 1), seconds=10 * chat)
    clock.now += 86400
    with home.opened() as store:
        async with Service(store, Core(), clock, lambda: "fresh-02") as service:
            assert await tick(service) == 3
            assert [sent[0] for sent in await send_all(service)] == ["1", "2", "3"]


async def test_who_stopped_gets_none(service: Service, core: Core, clock: Clock) -> None:
    """Neither the core nor the person hears of it."""
    await plan(service, range(1))
    await service.receive([Arrival(0, Commanded("stop"))])
    await send_all(service)
    clock.now += 5
    assert await tick(service) == 0
    assert CheckInDue() not in core.inputs


async def test_no_more_are_taken_up_than_can_be_sent(service: Service, clock: Clock) -> None:
    """A hundred thousand due at once wait in their table; the outbox stays short."""
    await plan(service, range(MOST_WAITING + 2 * AT_ONCE))
    clock.now += 5
    taken = []
    while found := await tick(service):
        taken.append(found)
    assert max(taken) == AT_ONCE
    assert sum(taken) == MOST_WAITING
    assert len(await send_all(service)) == MOST_WAITING
    assert await tick(service) == AT_ONCE


async def test_it_looks_at_the_clock_again_and_again(
    service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that jumps two weeks is noticed, and a store that fails meanwhile ends nothing."""
    monkeypatch.setattr("bot.check_ins.LOOK", 0.01)
    await plan(service, range(ANN, ANN + 1), seconds=14 * 86400)
    looking = asyncio.create_task(check_ins.run(service))
    await asyncio.sleep(0.05)
    assert await send_all(service) == []
    service.posted.clear()
    clock.now += 14 * 86400
    await service.posted.wait()
    assert await send_all(service) == [f"{ANN} How is your lip?"]
    looking.cancel()


async def test_a_store_that_cannot_be_read_ends_nothing(
    home: Home, core: Core, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check-in goes out once the store is back."""
    monkeypatch.setattr("bot.check_ins.LOOK", 0.01)
    monkeypatch.setattr("bot.store.database.PATIENCE", 0.01)
    with home.opened() as store:
        async with Service(store, core, clock, lambda: "fresh-01") as service:
            await plan(service, range(1))
            service.posted.clear()
            clock.now += 5
            with home.tampered() as other:
                other.execute("BEGIN EXCLUSIVE")
                looking = asyncio.create_task(check_ins.run(service))
                await asyncio.sleep(0.1)
                other.execute("ROLLBACK")
            await service.posted.wait()
            assert await send_all(service) == ["0 How is your lip?"]
            looking.cancel()
