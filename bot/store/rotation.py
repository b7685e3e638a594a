"""Changing the key: every value is sealed anew and every chat found by a new hash, in transactions of bounded size.

It may be killed at any point and run again. Until it has ended the database holds values of two keys, each saying of
which it is, and the bot refuses to start.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from bot.store import chats, outbox
from bot.store.database import connect, migrate, migrations, transaction
from bot.store.errors import CannotOpen, Damaged, MissingKey, StoreUnavailable
from bot.store.key_file import add_key, check_apart, read_keys
from bot.store.seals import Seals
from bot.store.store import alone
from bot.store.values import chat_id_of
from bot.store.vault import Vault

TOGETHER = 500  # rows in one transaction


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did, this time."""

    rows: int = 0  # sealed anew
    damaged: int = 0  # could not be opened before, and cannot now; retention takes them away


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to seal anew: what their seals are bound to, and how they are listed and written."""

    name: bytes
    some: str
    put: str


TABLES = (
    Table(
        chats.TABLE,
        "SELECT rowid, hash, blob FROM chats WHERE rowid > ? ORDER BY rowid LIMIT ?",
        "UPDATE chats SET hash = ?, blob = ? WHERE rowid = ?",
    ),
    Table(
        outbox.TABLE,
        "SELECT id, hash, blob FROM outbox WHERE id > ? ORDER BY id LIMIT ?",
        "UPDATE outbox SET hash = ?, blob = ? WHERE id = ?",
    ),
)


def rotate(database: Path, key_file: Path) -> Rotated:
    """Seal everything with a new key, which is put on top of the key file; or end a rotation that was begun.

    Where the top key is not yet the database's, it is the one that is taken: so a rotation goes on, and so may an
    operator bring a key of their own. Raises CannotOpen (DatabaseInUse), BadKeyFile, StoreUnavailable.
    """
    with alone(database) as database:
        check_apart(key_file, database)
        if not database.exists():
            raise CannotOpen(database, "there is no database yet")
        if not key_file.exists():
            raise MissingKey(database, key_file)
        connection = connect(database)
        try:
            migrate(connection, database, migrations())
            return _rotate(connection, database, key_file)
        except sqlite3.Error as error:
            raise StoreUnavailable(f"{error}; what was done stays done, run it again") from error
        finally:
            connection.close()


def _rotate(connection: sqlite3.Connection, database: Path, key_file: Path) -> Rotated:
    keys, seals = read_keys(key_file), Seals(connection)
    old = seals.vault(keys, database)
    if old.key_id == Vault(keys[0]).key_id:
        keys = add_key(key_file, keys)
    new = _next(connection, seals, keys, database)
    done = [_all(connection, table, old, new) for table in TABLES]
    # What was sealed with the old key must not linger in free pages: whoever has that key could read it.
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    with transaction(connection):
        seals.rotated()
    return Rotated(sum(one.rows for one in done), sum(one.damaged for one in done))


def _next(connection: sqlite3.Connection, seals: Seals, keys: tuple[bytes, ...], database: Path) -> Vault:
    """The key to which the rotation leads: the one that it began with, whatever lies on top by now."""
    with transaction(connection):
        if seals.next is None:
            seals.rotate_to(Vault(keys[0]))
        return seals.next_vault(keys, database)


def _all(connection: sqlite3.Connection, table: Table, old: Vault, new: Vault) -> Rotated:
    """Every row of a table, those done before passed over."""
    last, rows, damaged = -1, 0, 0
    while True:
        with transaction(connection):
            some = connection.execute(table.some, (last, TOGETHER)).fetchall()
            left = [row for row in some if not new.sealed(row[2])]
            anew = [sealed for row in left if (sealed := _anew(table.name, row, old, new))]
            connection.executemany(table.put, anew)
        if not some:
            return Rotated(rows, damaged)
        last, rows, damaged = some[-1][0], rows + len(anew), damaged + len(left) - len(anew)


def _anew(table: bytes, row: tuple[int, bytes, object], old: Vault, new: Vault) -> tuple[bytes, bytes, int] | None:
    """The hash and the value of this row under the new key; None where the old one does not open it."""
    id, hash, blob = row
    try:
        value = old.open(table, hash, blob)
    except Damaged:
        return None
    found = new.hash(chat_id_of(value))
    return found, new.seal(table, found, value), id
