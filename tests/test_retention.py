"""The sweep: what has been kept for long enough is forgotten, by the clock, and leaves nothing in the files."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import retention
from bot.retention import AT_ONCE, sweep
from bot.service import Arrival, Service
from bot.store.outbox import Lane
from bot.store.store import Store
from bot.triage.chat import Chat, Stage
from bot.triage.conversation import advance
from bot.triage.inputs import Commanded, Expired, Said
from tests.conversing import Clock, Hand
from tests.store.made import ANN, BEN, Home, chat, notice
from tests.triage.made import library

DAY = 86400
MONTH, QUARTER = 30 * DAY, 90 * DAY


@pytest.fixture
def core() -> object:
    """The real core, on small content."""
    made = library()
    return lambda chat, input, now, token, language: advance(made, chat, input, now, token, language)


def put(store: Store, chat_id: int, kept: Chat) -> bytes:
    """Keep a chat. What SQLite's log holds of it is in the file itself by then."""
    hash = store.vault.hash(chat_id)
    with store.transaction():
        store.chats.put(hash, chat_id, kept, None)
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return hash


def ended(at: int) -> Chat:
    """A chat whose only episode was closed then, and in which nothing is planned."""
    made = chat(at=at)
    (episode,) = made.episodes
    assert made.conversation is not None
    closed = replace(episode, closed=True, closed_at=at)
    return replace(made, episodes=(closed,), check_in=None, conversation=replace(made.conversation, concluded=True))


def kept(store: Store, chat_id: int) -> Chat | None:
    found = store.chats.get(store.vault.hash(chat_id))
    return found.chat if found else None


def expired(clock: Clock) -> Expired:
    return Expired(int(clock.now) - MONTH, int(clock.now) - QUARTER)


async def test_answers_go_after_a_month_and_the_chat_after_three(service: Service, store: Store, clock: Clock) -> None:
    """Nothing is forgotten before its time, and each sweep does what is to be done once."""
    now = int(clock.now)
    put(store, ANN, ended(now))
    clock.now = now + MONTH
    assert await sweep(service, expired(clock)) == 0
    clock.now += 1
    assert await sweep(service, expired(clock)) == 1
    assert await sweep(service, expired(clock)) == 0
    found = kept(store, ANN)
    assert found is not None
    assert not found.episodes[0].told
    clock.now = now + QUARTER
    assert await sweep(service, expired(clock)) == 0
    clock.now += 1
    assert await sweep(service, expired(clock)) == 1
    assert kept(store, ANN) is None


async def test_a_chat_with_a_check_in_planned_is_not_silent(service: Service, store: Store, clock: Clock) -> None:
    """And its answers, which the check-in reads, stay."""
    planned = chat(at=int(clock.now), due_at=int(clock.now) + 2 * QUARTER)
    put(store, ANN, planned)
    clock.now += QUARTER + 1
    assert await sweep(service, expired(clock)) == 0
    assert kept(store, ANN) == planned


async def test_who_writes_again_is_kept(service: Service, store: Store, clock: Clock) -> None:
    """The three months begin anew."""
    put(store, ANN, ended(int(clock.now)))
    clock.now += QUARTER - 1
    await service.receive([Arrival(ANN, Said("hello"))])
    clock.now += 2
    await sweep(service, expired(clock))
    assert kept(store, ANN) is not None


@pytest.mark.parametrize("left_alone", ["offer", "nudge", "conversation"])
async def test_what_is_left_alone_loses_its_answers_while_the_person_writes_on(
    service: Service, store: Store, clock: Clock, left_alone: str
) -> None:
    """A month after the bot, or the person, last did something for it; the chat itself stays."""
    put(store, ANN, alone(int(clock.now), left_alone))
    begun_at = clock.now
    while clock.now < begun_at + MONTH:
        assert await sweep(service, expired(clock)) == 0
        clock.now += 5 * DAY
        await service.receive([Arrival(ANN, Commanded("help"))])
    clock.now += 3600
    assert await sweep(service, expired(clock)) == 1
    assert await sweep(service, expired(clock)) == 0
    found = kept(store, ANN)
    assert found is not None
    assert (found.conversation, found.check_in, found.ended_at) == (None, None, None)
    assert not any(episode.told for episode in found.episodes)


def alone(at: int, what: str) -> Chat:
    """A chat in which something was left alone then, and nothing is planned."""
    made = chat(at=at)
    assert made.check_in is not None
    assert made.conversation is not None
    if what == "conversation":
        return replace(made, episodes=(), check_in=None, conversation=replace(made.conversation, flow="lip"))
    stage = Stage.OFFERED if what == "offer" else Stage.NUDGED
    check_in = replace(made.check_in, stage=stage, due_at=None, invited_at=None if what == "offer" else at)
    return replace(made, check_in=check_in, conversation=replace(made.conversation, concluded=True, flow="lip"))


async def test_what_waits_to_be_sent_to_a_forgotten_chat_goes_too(
    service: Service, store: Store, hand: Hand, clock: Clock
) -> None:
    """Others' does not."""
    for person in (ANN, BEN):
        hash = put(store, person, ended(int(clock.now) + (QUARTER if person == BEN else 0)))
        with store.transaction():
            store.outbox.post(hash, person, [notice(f"to {person}")], Lane.FAST)
    clock.now += QUARTER + 1
    await sweep(service, expired(clock))
    assert await hand.send_all() == [f"to {BEN}"]


async def test_however_many_there_are_it_goes_through_in_small_steps(
    service: Service, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People who tap come in between."""
    monkeypatch.setattr("bot.retention.SOON", 0)
    with store.transaction():
        for id in range(3 * AT_ONCE + 1):
            store.chats.put(store.vault.hash(id), id, ended(int(clock.now)), None)
    clock.now += QUARTER + 1
    assert len(await service.expired(expired(clock), AT_ONCE)) <= 2 * AT_ONCE
    assert await sweep(service, expired(clock)) == 3 * AT_ONCE + 1
    assert await service.expired(expired(clock), AT_ONCE) == []


async def test_nothing_of_it_lingers_in_the_files(service: Service, store: Store, home: Home, clock: Clock) -> None:
    """Neither the sealed answers nor the hash, in the file or in SQLite's log; so too after /delete."""
    big = ended(int(clock.now))
    answers = {f"step{n}": frozenset({"x" * 50}) for n in range(200)}  # of several pages
    (episode,) = big.episodes
    visits = tuple(replace(visit, answers=answers) for visit in episode.visits)
    hash = put(store, ANN, replace(big, episodes=(replace(episode, visits=visits),)))
    (blob,) = store.connection.execute("SELECT blob FROM chats").fetchone()
    pieces = [blob[at : at + 24] for at in range(0, len(blob) - 24, 997)]
    assert all(piece in read_all(home) for piece in pieces), "it is there before"
    clock.now += MONTH + 1
    await sweep(service, expired(clock))
    assert [piece for piece in pieces if piece in read_all(home)] == []
    assert hash in read_all(home)
    clock.now += QUARTER
    await sweep(service, expired(clock))
    assert hash not in read_all(home)


async def test_a_backup_that_is_being_made_holds_nobody_up(
    service: Service, store: Store, home: Home, clock: Clock
) -> None:
    """SQLite's log is emptied by a later sweep then."""
    put(store, ANN, ended(int(clock.now)))
    with home.tampered() as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM chats").fetchone()
        clock.now += QUARTER + 1
        await asyncio.wait_for(sweep(service, expired(clock)), 2)
    assert kept(store, ANN) is None


async def test_what_cannot_be_opened_goes_in_its_time_too(
    service: Service, store: Store, home: Home, clock: Clock
) -> None:
    """A damaged value says nothing to us, but might to somebody."""
    put(store, ANN, ended(int(clock.now)))
    with home.tampered() as other:
        other.execute("UPDATE chats SET blob = zeroblob(99)")
    clock.now += MONTH + 1
    assert await sweep(service, expired(clock)) == 0
    clock.now += QUARTER
    assert await sweep(service, expired(clock)) == 0
    with home.tampered() as other:
        assert other.execute("SELECT count(*) FROM chats").fetchone() == (0,)


async def test_a_fault_of_ours_does_not_keep_it_busy_for_ever(
    home: Home, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks again an hour later."""

    def faulty(*_: object) -> None:
        raise ZeroDivisionError

    with home.opened() as store:
        put(store, ANN, ended(int(clock.now)))
        clock.now += QUARTER + 1
        async with Service(store, faulty, clock, lambda: "fresh-01") as service:  # type: ignore[arg-type]
            assert await asyncio.wait_for(sweep(service, expired(clock)), 5) == 1


async def test_it_sweeps_at_the_start_and_then_each_hour(
    service: Service, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the clock, which a test may move."""
    monkeypatch.setattr("bot.retention.LOOK", 0.01)
    put(store, ANN, ended(int(clock.now) - QUARTER - 1))
    put(store, BEN, ended(int(clock.now) - QUARTER + 60))
    sweeping = asyncio.create_task(retention.run(service, timedelta(seconds=MONTH), timedelta(seconds=QUARTER), clock))
    await until_forgotten(store, ANN)
    clock.now += 120
    await asyncio.sleep(0.1)
    assert kept(store, BEN) is not None, "not yet an hour"
    clock.now += 3600
    await until_forgotten(store, BEN)
    sweeping.cancel()


async def until_forgotten(store: Store, chat_id: int) -> None:
    async def look() -> None:
        while kept(store, chat_id) is not None:  # noqa: ASYNC110 - it is another's table that is looked at
            await asyncio.sleep(0.01)

    await asyncio.wait_for(look(), 5)


def test_it_is_found_by_the_indexes(home: Home, store: Store) -> None:
    """A million chats are not read to find the few that are past their time."""
    with home.tampered() as other:
        for sql, index in (
            (
                "SELECT blob FROM chats WHERE due_at IS NULL AND touched_at < 5 ORDER BY touched_at LIMIT 9",
                "chats_silent",
            ),
            ("SELECT blob FROM chats WHERE ended_at < 5 ORDER BY ended_at LIMIT 9", "chats_ended"),
        ):
            plan = other.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            assert [f"USING INDEX {index}" in step[-1] for step in plan] == [True]


async def test_chats_of_a_first_version_are_swept_too(service: Service, store: Store, home: Home, clock: Clock) -> None:
    """The tables did not say then when an episode ended, or was left alone: each chat is looked at once."""
    planned = chat(at=int(clock.now), due_at=int(clock.now) + QUARTER)
    put(store, ANN, ended(int(clock.now)))
    put(store, BEN, planned)
    with home.tampered() as other:
        other.execute("UPDATE chats SET ended_at = touched_at")
    clock.now += MONTH + 1
    assert await sweep(service, expired(clock)) == 2
    assert await sweep(service, expired(clock)) == 0
    assert kept(store, BEN) == planned


def read_all(home: Home) -> bytes:
    folder: Path = home.database.parent
    return b"".join(file.read_bytes() for file in folder.iterdir())
