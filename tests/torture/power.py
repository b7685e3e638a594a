"""A power cut: the database and its log as they may lie on the disk afterwards, cut anywhere, and opened again.

The real service receives what a person says and is told what was sent; whenever it has answered, the files are copied.
What was synced by then is on the disk for certain; of what was written since, any part may be there.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.service import Arrival, Sent, Service
from bot.store.store import Store, open_store
from bot.triage.chat import Chat
from bot.triage.inputs import Input, Said
from bot.triage.turn import Turn
from tests.conversing import Hand
from tests.store.made import chat, notice

CHAT = 7
SECTOR, PAGE = 512, 4096
STEPS = 100


@dataclass(frozen=True, slots=True)
class Disk:
    """The files when the service had answered, after so many updates and so many reports of what was sent."""

    received: int
    reported: int
    database: bytes
    log: bytes
    synced: bool  # all of it; else a part of the log may not have reached the platter

    @property
    def told(self) -> tuple[int, int]:
        return self.received, self.reported


@dataclass(frozen=True, slots=True)
class Cut:
    """The files after a power cut, what they may hold, and what had been confirmed by then."""

    database: bytes
    log: bytes
    possible: frozenset[tuple[int, int]]
    confirmed: Disk


@dataclass(frozen=True, slots=True)
class Survived:
    """So many cuts, of which so many took back what had been reported: those messages are said again."""

    cuts: int
    said_again: int


def torture(folder: Path, cuts: int, seed: int) -> Survived:
    """Raises AssertionError where something confirmed is lost, or half of something is there."""
    random = Random(seed)
    disks = asyncio.run(_written(folder / "before", random))
    said_again = 0
    for number in range(cuts):
        cut = _cut(disks, random)
        _, reported = _check(folder / "after" / str(number), folder / "before" / "key", cut)
        said_again += reported < cut.confirmed.reported
    return Survived(cuts, said_again)


async def _written(folder: Path, random: Random) -> Sequence[Disk]:
    database = folder / "data" / "checkback.db"
    with open_store(database, folder / "key") as store:
        store.connection.execute("PRAGMA wal_autocheckpoint = 0")
        async with Service(store, _answer, lambda: 0, lambda: "fresh-01") as service:
            return [
                Disk(received, reported, database.read_bytes(), _log(database).read_bytes(), synced)
                async for received, reported, synced in _lived(store, service, random)
            ]


async def _lived(store: Store, service: Service, random: Random) -> AsyncIterator[tuple[int, int, bool]]:
    """Updates come and messages are sent; now and then the log is brought into the database, which syncs both."""
    received, reported, hand, said = 0, 0, Hand(service), list[str]()
    store.connection.set_trace_callback(said.append)
    yield received, reported, True
    for _ in range(STEPS):
        said.clear()
        if reported < received and random.random() < 0.6:
            reported += 1
            await service.report(Sent(await hand.row(), reported))
        else:
            new = range(received + 1, received + random.randrange(2, 5))
            await service.receive([Arrival(CHAT, Said(str(update)), update) for update in new])
            received = new[-1]
        yield received, reported, "PRAGMA synchronous = FULL" in said
        if random.random() < 0.1:
            store.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            yield received, reported, True


def _answer(chat_: Chat | None, input: Input, now: int, fresh: str, language: str) -> Turn:
    """The chat tells by which update it was touched last; each update is answered by one message."""
    assert isinstance(input, Said)
    return Turn(chat(at=int(input.text)), (notice(f"answer {input.text} " * 20),))


def _log(database: Path) -> Path:
    return database.with_name(database.name + "-wal")


def _cut(disks: Sequence[Disk], random: Random) -> Cut:
    """At some moment after one state was reached, and before the next was."""
    at = random.randrange(len(disks) - 1)
    before, after = disks[at], disks[at + 1]
    if before.database != after.database:  # the log had been synced, and is brought in: any pages are new already
        half = _mixed(before.database, after.database, PAGE, random)
        return Cut(half, before.log, frozenset({before.told}), before)
    sure = max(index for index in range(at + 1) if disks[index].synced)
    log = _torn(disks[sure].log, after.log, random)
    return Cut(after.database, log, frozenset(disk.told for disk in disks[sure : at + 2]), before)


def _torn(sure: bytes, log: bytes, random: Random) -> bytes:
    """The log up to some byte, all of it that is sure; behind that zeros, garbage or the old log, or sectors amiss."""
    safe = _alike(sure, log)
    cut = random.randrange(safe, len(log) + 1)
    zeros, garbage = bytes(random.randrange(PAGE)), random.randbytes(random.randrange(PAGE))
    rest = random.choice((sure[cut:], b"", zeros, garbage))  # the log may have begun anew over the old one
    amiss = _mixed(sure[safe:], log[safe:cut], SECTOR, random) if random.random() < 0.3 else log[safe:cut]
    return log[:safe] + amiss + rest


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes at their beginning are the same."""
    if other.startswith(one):
        return len(one)
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _mixed(old: bytes, new: bytes, size: int, random: Random) -> bytes:
    """Some blocks of the new, some still as they were, or empty."""
    blocks = (((new if random.random() < 0.5 else old)[at : at + size], at) for at in range(0, len(new), size))
    return b"".join(block or bytes(min(size, len(new) - at)) for block, at in blocks)


def _check(home: Path, key: Path, cut: Cut) -> tuple[int, int]:
    """What is there: updates received and reports."""
    home.mkdir(parents=True)
    file = home / "checkback.db"
    file.write_bytes(cut.database)
    _log(file).write_bytes(cut.log)
    with open_store(file, key) as store, store.transaction():
        assert store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        seen = [id for (id,) in store.connection.execute("SELECT update_id FROM seen ORDER BY 1")]
        waiting = [id for (id,) in store.connection.execute("SELECT id FROM outbox ORDER BY 1")]
        kept = store.chats.get(store.vault.hash(CHAT))
    with closing(sqlite3.connect(file)) as again:
        assert again.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    received, reported = len(seen), len(seen) - len(waiting)
    assert received >= cut.confirmed.received, f"{cut.confirmed.received} were confirmed, {received} are there"
    assert (received, reported) in cut.possible, "half of something is there"
    assert seen == list(range(1, received + 1))
    assert waiting == list(range(reported + 1, received + 1)), "what was not reported is said, in order"
    assert (kept.chat.active_at if kept else 0) == received, "the chat is of the same moment"
    return received, reported
