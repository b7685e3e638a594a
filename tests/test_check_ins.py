"""Check-ins: what is due goes through the same door, also after the bot was down."""

from __future__ import annotations

import asyncio

import pytest

from bot import check_ins
from bot.check_ins import AT_ONCE, MOST_WAITING, tick
from bot.service import Arrival, Claimed, Service, Want
from bot.triage.inputs import CheckInDue, Commanded, Said
from tests.conversing import Clock, Core, Hand
from tests.store.made import Home, invitation

TWO_WEEKS = 14 * 86400


async def plan(service: Service, hand: Hand, *chats: int, seconds: int = TWO_WEEKS) -> None:
    """Each of these chats has a check-in so many seconds from now; nothing waits to be sent."""
    await service.receive([Arrival(chat, Said(text)) for chat in chats for text in ("agree", f"in {seconds}")])
    await hand.send_all()


async def test_a_check_in_goes_out_when_it_is_due_and_not_before(service: Service, hand: Hand, clock: Clock) -> None:
    """Once."""
    await plan(service, hand, 1)
    clock.now += TWO_WEEKS - 1
    assert await tick(service) == 0
    clock.now += 1
    assert await tick(service) == 1
    assert await tick(service) == 0
    assert await hand.send_all() == [invitation().text]


async def test_what_was_due_while_the_bot_was_down_is_sent_at_the_start(home: Home, core: Core, clock: Clock) -> None:
    """The longest due first."""
    with home.opened() as store:
        async with Service(store, core, clock, lambda: "fresh-01") as service:
            for chat in (3, 1, 2):
                await plan(service, Hand(service), chat, seconds=10 * chat)
    clock.now += 86400
    with home.opened() as store:
        async with Service(store, core, clock, lambda: "fresh-02") as service:
            assert await tick(service) == 3
            assert [row.chat_id for row in await Hand(service).rows()] == [1, 2, 3]


async def test_who_stopped_gets_none(service: Service, hand: Hand, core: Core, clock: Clock) -> None:
    """The core is not even asked."""
    await plan(service, hand, 1)
    await service.receive([Arrival(1, Commanded("stop"))])
    clock.now += TWO_WEEKS
    assert await tick(service) == 0
    assert CheckInDue() not in core.inputs


async def test_no_more_are_taken_up_than_can_be_sent(service: Service, hand: Hand, clock: Clock) -> None:
    """However many are due at once: they wait in their table, and the outbox stays short."""
    await plan(service, hand, *range(MOST_WAITING + 2 * AT_ONCE))
    clock.now += TWO_WEEKS
    taken = []
    while found := await tick(service):
        taken.append(found)
    assert max(taken) == AT_ONCE
    assert sum(taken) == MOST_WAITING
    assert len(await hand.send_all()) == MOST_WAITING
    assert await tick(service) == AT_ONCE


class Bell:
    """An outlet that says when something is to be sent."""

    def __init__(self, service: Service) -> None:
        self.rung = asyncio.Event()
        service.deliver_to(self)

    def wants(self) -> Want:
        return Want(0, 0)

    def take(self, claimed: Claimed) -> None:
        if claimed.left:
            self.rung.set()


async def test_it_looks_at_the_clock_again_and_again(
    service: Service, hand: Hand, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that jumps two weeks is noticed."""
    monkeypatch.setattr("bot.check_ins.LOOK", 0.01)
    await plan(service, hand, 1)
    bell = Bell(service)
    looking = asyncio.create_task(check_ins.run(service))
    await asyncio.sleep(0.05)
    assert not bell.rung.is_set()
    clock.now += TWO_WEEKS
    await bell.rung.wait()
    looking.cancel()


async def test_what_people_did_meanwhile_comes_first(
    service: Service, hand: Hand, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While updates may wait outside, nobody is written to by the clock: they may have said stop."""
    monkeypatch.setattr("bot.check_ins.LOOK", 0.01)
    await plan(service, hand, 1)
    bell, behind = Bell(service), [True]
    looking = asyncio.create_task(check_ins.run(service, lambda: behind[0]))
    clock.now += TWO_WEEKS
    await asyncio.sleep(0.1)
    assert not bell.rung.is_set()
    behind[0] = False
    await bell.rung.wait()
    looking.cancel()


async def test_a_store_that_cannot_be_read_ends_nothing(
    home: Home, core: Core, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check-in goes out once the store is back."""
    monkeypatch.setattr("bot.check_ins.LOOK", 0.01)
    monkeypatch.setattr("bot.store.database.PATIENCE", 0.01)
    with home.opened() as store:
        async with Service(store, core, clock, lambda: "fresh-01") as service:
            await plan(service, Hand(service), 1)
            clock.now += TWO_WEEKS
            bell = Bell(service)
            with home.tampered() as other:
                other.execute("BEGIN EXCLUSIVE")
                looking = asyncio.create_task(check_ins.run(service))
                await asyncio.sleep(0.1)
                assert not looking.done()
                other.execute("ROLLBACK")
            await bell.rung.wait()
            looking.cancel()
