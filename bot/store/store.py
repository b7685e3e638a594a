"""The store, opened: its tables, and the transaction around them. Used from one thread at a time."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.store.chats import Chats
from bot.store.database import (
    MEMORY,
    connect,
    locked,
    migrate,
    migrations,
    no_patience,
    transaction,
    unsynced,
    why,
)
from bot.store.errors import CannotOpen, DatabaseIsFolder, HalfRotated, StoreUnavailable
from bot.store.key_file import LENGTH, read_or_make_keys
from bot.store.outbox import Outbox
from bot.store.seals import Seals
from bot.store.seen import Seen
from bot.store.vault import Vault


class Store:
    """All use of the tables is within a transaction."""

    def __init__(self, connection: sqlite3.Connection, vault: Vault) -> None:
        self.connection = connection
        self.vault = vault
        self.chats = Chats(connection, vault)
        self.outbox = Outbox(connection, vault)
        self.seen = Seen(connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything within is written durably, or nothing is: then StoreUnavailable, or the error from within."""
        with _else_unavailable(), transaction(self.connection):
            yield

    @contextmanager
    def unsynced(self) -> Iterator[None]:
        """The same, but a power cut may take it back, up to the next `transaction`: for what is then done again."""
        with _else_unavailable(), unsynced(self.connection):
            yield

    def tidy(self) -> None:
        """Empty SQLite's log, in which older versions of a value linger. Not now, if somebody makes a backup."""
        with _else_unavailable(), no_patience(self.connection):
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


@contextmanager
def _else_unavailable() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreUnavailable(str(error)) from error


@contextmanager
def open_store(database: Path, key_file: Path) -> Iterator[Store]:
    """The store in this file, made on the first run; for this process alone while it is open.

    Raises CannotOpen (DatabaseIsFolder, DatabaseInUse, NewerDatabase, WrongKey, MissingKey, HalfRotated) or BadKeyFile
    (KeyBesideDatabase).
    """
    with alone(database) as database:
        keys = read_or_make_keys(key_file, database)
        with _opened(database, keys) as store:
            yield store


@contextmanager
def alone(database: Path) -> Iterator[Path]:
    """The database's path without links, its folder made, for this process alone.

    Raises CannotOpen (DatabaseIsFolder, DatabaseInUse).
    """
    database = database.resolve()
    if database.is_dir():
        raise DatabaseIsFolder(database)
    with ExitStack() as stack:
        try:
            database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            stack.enter_context(locked(database))
        except OSError as error:
            raise CannotOpen(database, error.strerror or str(error)) from error
        yield database


@contextmanager
def open_in_memory() -> Iterator[Store]:
    """A store that is gone when it is closed."""
    with _opened(MEMORY, (secrets.token_bytes(LENGTH),)) as store:
        yield store


@contextmanager
def _opened(database: Path, keys: Sequence[bytes]) -> Iterator[Store]:
    connection = connect(database)
    try:
        migrate(connection, database, migrations())
        yield Store(connection, _vault(connection, database, keys))
    finally:
        connection.close()


def _vault(connection: sqlite3.Connection, database: Path, keys: Sequence[bytes]) -> Vault:
    """The key that this database is sealed with, at work. Raises CannotOpen (HalfRotated, WrongKey)."""
    try:
        with transaction(connection):
            seals = Seals(connection)
            seals.begin(Vault(keys[0]))
            vault = seals.vault(keys, database)
            if seals.next is not None:
                raise HalfRotated(database)
    except sqlite3.Error as error:
        raise CannotOpen(database, why(error)) from error
    return vault
