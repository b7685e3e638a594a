"""A power cut: the database and its log as they may lie on the disk afterwards, cut anywhere, and opened again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.store.outbox import Lane
from bot.store.store import Store, open_store
from tests.store.made import chat, notice

CHAT = 7
PAGE = 4096


@dataclass(frozen=True, slots=True)
class Disk:
    """What lay on the disk when `committed` updates had been written durably."""

    committed: int
    database: bytes
    log: bytes


def torture(folder: Path, cuts: int, seed: int) -> int:
    """How many cuts were survived. Raises AssertionError where something committed is lost, or half of it is there."""
    random = Random(seed)
    disks = list(_written(folder / "before", 60, random))
    for number in range(cuts):
        before, after = _neighbours(disks, random)
        database, log, least = _cut(before, after, random)
        _check(folder / "after", folder / "before" / "key", database, log, least, disks[-1].committed, number)
    return cuts


def _written(folder: Path, commits: int, random: Random) -> Iterator[Disk]:
    """A copy of the files after each commit; now and then the log is brought into the database."""
    database = folder / "data" / "checkback.db"
    with open_store(database, folder / "key") as store:
        store.connection.execute("PRAGMA wal_autocheckpoint = 0")
        update = 0
        for _ in range(commits):
            with store.transaction():
                for _ in range(random.randrange(1, 6)):
                    update += 1
                    _deal(store, update)
            yield _copied(database, update)
            if random.random() < 0.1:
                store.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
                yield _copied(database, update)


def _deal(store: Store, update: int) -> None:
    """What a turn writes: the update is seen, the chat kept, the answer waits."""
    hash = store.vault.hash(CHAT)
    assert store.seen.add(update, update)
    store.chats.put(hash, CHAT, chat(at=update), None)
    store.outbox.post(hash, CHAT, [notice(f"answer {update} " * 20)], Lane.FAST)


def _copied(database: Path, update: int) -> Disk:
    return Disk(update, database.read_bytes(), database.with_name(database.name + "-wal").read_bytes())


def _neighbours(disks: Sequence[Disk], random: Random) -> tuple[Disk, Disk]:
    at = random.randrange(len(disks) - 1)
    return disks[at], disks[at + 1]


def _cut(before: Disk, after: Disk, random: Random) -> tuple[bytes, bytes, int]:
    """Database and log at some moment between two states, and how many updates must be found."""
    if before.committed == after.committed:  # while the log was brought in: any pages of the database are new already
        return _half_written(before.database, after.database, random), before.log, before.committed
    cut = random.randrange(_alike(before.log, after.log), len(after.log) + 1)
    zeros, garbage = bytes(random.randrange(PAGE)), random.randbytes(random.randrange(PAGE))
    rest = random.choice((before.log[cut:], b"", zeros, garbage))  # the log may have begun anew over the old one
    least = after.committed if cut == len(after.log) else before.committed
    return after.database, after.log[:cut] + rest, least


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes at their beginning are the same."""
    if other.startswith(one):
        return len(one)
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _half_written(old: bytes, new: bytes, random: Random) -> bytes:
    pages = [(new if random.random() < 0.5 else old)[at : at + PAGE] for at in range(0, len(new), PAGE)]
    return b"".join(page or bytes(PAGE) for page in pages)


def _check(folder: Path, key: Path, database: bytes, log: bytes, least: int, most: int, number: int) -> None:
    home = folder / str(number)
    home.mkdir(parents=True)
    file = home / "checkback.db"
    file.write_bytes(database)
    file.with_name("checkback.db-wal").write_bytes(log)
    with open_store(file, key) as store, store.transaction():
        assert store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        seen = [id for (id,) in store.connection.execute("SELECT update_id FROM seen ORDER BY 1")]
        assert seen == list(range(1, len(seen) + 1)), "a prefix"
        assert least <= len(seen) <= most, f"{least} were committed, {len(seen)} are there"
        kept = store.chats.get(store.vault.hash(CHAT))
        assert (kept.chat.active_at if kept else 0) == len(seen), "the chat is of the same moment"
        assert min(len(seen), 100) <= store.outbox.length(Lane.FAST) <= 105, "so are the answers"
    with closing(sqlite3.connect(file)) as again:
        assert again.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
