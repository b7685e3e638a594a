"""The store, opened: its tables, and the transaction around them. Used from one thread at a time."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.store.chats import Chats
from bot.store.database import MEMORY, connect, locked, migrate, migrations, transaction
from bot.store.errors import CannotOpen, StoreUnavailable, WrongKey
from bot.store.key_file import LENGTH, read_or_make_key
from bot.store.outbox import Outbox
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
        try:
            with transaction(self.connection):
                yield
        except sqlite3.Error as error:
            raise StoreUnavailable(str(error)) from error


@contextmanager
def open_store(database: Path, key_file: Path) -> Iterator[Store]:
    """The store in this file, made on the first run; for this process alone while it is open.

    Raises CannotOpen (DatabaseInUse, NewerDatabase, WrongKey, MissingKey) or BadKeyFile (KeyBesideDatabase).
    """
    database = database.resolve()
    with ExitStack() as stack:
        try:
            database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            stack.enter_context(locked(database))
        except OSError as error:
            raise CannotOpen(database, error.strerror or str(error)) from error
        key = read_or_make_key(key_file, database)
        yield stack.enter_context(_opened(database, key))


@contextmanager
def open_in_memory() -> Iterator[Store]:
    """A store that is gone when it is closed."""
    with _opened(MEMORY, secrets.token_bytes(LENGTH)) as store:
        yield store


@contextmanager
def _opened(database: Path, key: bytes) -> Iterator[Store]:
    connection, vault = connect(database), Vault(key)
    try:
        migrate(connection, database, migrations())
        _check_key(connection, vault, database)
        yield Store(connection, vault)
    finally:
        connection.close()


def _check_key(connection: sqlite3.Connection, vault: Vault, database: Path) -> None:
    """The database remembers which key it is sealed with; a new one learns it. Raises WrongKey."""
    with transaction(connection):
        connection.execute("INSERT INTO meta VALUES ('key_id', ?) ON CONFLICT DO NOTHING", (vault.key_id,))
        (key_id,) = connection.execute("SELECT value FROM meta WHERE name = 'key_id'").fetchone()
    if key_id != vault.key_id:
        raise WrongKey(database)
