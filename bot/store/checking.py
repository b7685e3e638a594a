"""Is this database, or a copy of one, whole and of use with our key? Counts only: nothing of a person is told."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.store import chats, outbox
from bot.store.database import migrations
from bot.store.errors import CannotOpen, Damaged, MissingKey, NewerDatabase, UnknownFormat
from bot.store.key_file import read_keys
from bot.store.seals import Seals
from bot.store.values import chat_from_bytes, screen_from_bytes
from bot.store.vault import Vault

MOST_TOLD = 5  # of SQLite's own findings


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found. `broken` is SQLite's own words on its pages; they hold nothing of a row."""

    chats: int = 0
    check_ins: int = 0
    waiting: int = 0
    damaged: int = 0
    unknown: int = 0
    half_rotated: bool = False
    broken: tuple[str, ...] = ()  # where there is any, nothing is counted

    @property
    def sound(self) -> bool:
        """All can be read. A rotation that has not ended is no damage."""
        return not (self.damaged or self.unknown or self.broken)

    def __str__(self) -> str:
        if self.broken:
            return "; ".join(f"SQLite: {line}" for line in self.broken)
        told = (
            f"{self.chats} chats, {self.check_ins} of them with a check-in planned; {self.waiting} messages wait",
            *([f"{self.damaged} values are damaged"] if self.damaged else []),
            *([f"{self.unknown} values are of another version of Checkback"] if self.unknown else []),
            *(["a change of the key was begun and not ended: checkback db rotate-key"] if self.half_rotated else []),
        )
        return "; ".join(told)


def check(database: Path, key_file: Path) -> Findings:
    """Look at every page and open every value. Raises CannotOpen (MissingKey, WrongKey, NewerDatabase), BadKeyFile."""
    if not key_file.exists():
        raise MissingKey(database, key_file)
    keys = read_keys(key_file)
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)) as open:
            open.text_factory = bytes
            open.execute("PRAGMA query_only = ON")
            open.execute("BEGIN")  # one view of it, whatever the bot writes meanwhile
            return _found(open, keys, database)
    except sqlite3.Error as error:
        raise CannotOpen(database, str(error)) from error


def _found(open: sqlite3.Connection, keys: Sequence[bytes], database: Path) -> Findings:
    (version,) = open.execute("PRAGMA user_version").fetchone()
    known = migrations()[-1][0]
    if version > known:
        raise NewerDatabase(database, version, known)
    if broken := _broken(open):
        return Findings(broken=broken)
    seals = Seals(open)
    vaults = [seals.vault(keys, database), *([seals.next_vault(keys, database)] if seals.next else [])]
    kept = _opened(open, "SELECT hash, blob FROM chats", chats.TABLE, chat_from_bytes, vaults)
    waiting = _opened(open, "SELECT hash, blob FROM outbox", outbox.TABLE, screen_from_bytes, vaults)
    return Findings(
        chats=kept.total(),
        check_ins=open.execute("SELECT count(*) FROM chats WHERE due_at IS NOT NULL").fetchone()[0],
        waiting=waiting.total(),
        damaged=kept[Damaged] + waiting[Damaged],
        unknown=kept[UnknownFormat] + waiting[UnknownFormat],
        half_rotated=seals.next is not None,
    )


def _opened(
    open: sqlite3.Connection, sql: str, table: bytes, read: Callable[[bytes], object], vaults: Sequence[Vault]
) -> Counter[type | None]:
    """How many rows can be read (None), and how many cannot, by the error."""
    return Counter(_fault(table, hash, blob, read, vaults) for hash, blob in open.execute(sql))


def _fault(
    table: bytes, hash: bytes, blob: object, read: Callable[[bytes], object], vaults: Sequence[Vault]
) -> type | None:
    try:
        read(next((vault for vault in vaults if vault.sealed(blob)), vaults[0]).open(table, hash, blob))
    except (Damaged, UnknownFormat) as error:
        return type(error)
    return None


def _broken(open: sqlite3.Connection) -> tuple[str, ...]:
    try:
        lines = [line.decode(errors="replace") for (line,) in open.execute(f"PRAGMA integrity_check({MOST_TOLD})")]
    except sqlite3.DatabaseError as error:  # too broken to look
        return (str(error),)
    return tuple(line for line in lines if line != "ok")
