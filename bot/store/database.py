"""The SQLite file: opened by one process at a time, its transactions, its tables brought up to date."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

from bot.store.errors import CannotOpen, DatabaseInUse, NewerDatabase

PATIENCE = 5.0  # seconds to wait for another program's lock, such as a backup's
MEMORY = Path(":memory:")
Migration = tuple[int, str]
"""The version of the tables that it leads to, and the SQL."""


def migrations() -> list[Migration]:
    """The migrations shipped with the code, `0001_name.sql` and so on, in order."""
    shipped = (file for file in files("bot.store").joinpath("migrations").iterdir() if file.name.endswith(".sql"))
    return sorted((int(file.name[:4]), file.read_text(encoding="utf-8")) for file in shipped)


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the database for this process. The lock goes with the process, however it ends. Raises DatabaseInUse."""
    lock = database.with_name(database.name + ".lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        own(lock)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseInUse(database) from None
        yield
    finally:
        os.close(descriptor)


def own(file: Path) -> None:
    """Give a file the owner of its folder: what root does for the bot's user must be of use to that user."""
    if os.geteuid() == 0:
        folder = file.parent.stat()
        os.chown(file, folder.st_uid, folder.st_gid)


def connect(database: Path) -> sqlite3.Connection:
    """A connection that commits only when told to, for one thread at a time. Raises CannotOpen."""
    try:
        if database != MEMORY:
            os.close(os.open(database, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite's own would be readable by others
        connection = sqlite3.connect(database, PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            _configure(connection)
        except BaseException:
            connection.close()
            raise
    except (OSError, sqlite3.Error) as error:
        raise CannotOpen(database, why(error)) from error
    return connection


def why(error: Exception) -> str:
    """What an operator is told of an error at the start."""
    if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):  # not every error of SQLite's has a name
        return (
            f"another program has been writing to it for {PATIENCE:g} seconds; end it, or start again later ({error})"
        )
    return str(error)


def migrate(connection: sqlite3.Connection, database: Path, shipped: Sequence[Migration]) -> None:
    """Bring the tables up to date, each step whole or not at all. Raises NewerDatabase or CannotOpen."""
    try:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        raise CannotOpen(database, why(error)) from error
    known = shipped[-1][0]
    if found > known:
        raise NewerDatabase(database, found, known)
    for version, sql in shipped:
        if version > found:
            try:
                connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {version};\nCOMMIT;")
            except sqlite3.Error as error:
                undo(connection)
                raise CannotOpen(database, f"cannot bring the tables to version {version}: {why(error)}") from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything within is written durably, or nothing is."""
    connection.execute("PRAGMA synchronous = FULL")  # said each time, so that nothing before it can weaken it
    with _whole(connection):
        yield


@contextmanager
def unsynced(connection: sqlite3.Connection) -> Iterator[None]:
    """The same, but the disk is not waited for: a power cut may take back the last of these, and nothing before them.

    The end of the process takes nothing back, however it comes. The sync of a later transaction is of the whole log, so
    it keeps these too; before SQLite brings the log into the database, it syncs it as ever.
    """
    connection.execute("PRAGMA synchronous = NORMAL")
    with _whole(connection):
        yield


@contextmanager
def _whole(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        undo(connection)
        raise


@contextmanager
def no_patience(connection: sqlite3.Connection) -> Iterator[None]:
    """Wait for nobody within: what can be done later must not hold up people now."""
    connection.execute("PRAGMA busy_timeout = 0").fetchone()
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}").fetchone()


def undo(connection: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):  # the error that led here is the one to report
        if connection.in_transaction:  # on a full disk SQLite has rolled back already
            connection.execute("ROLLBACK")


def _configure(connection: sqlite3.Connection) -> None:
    connection.text_factory = lambda text: text.decode(errors="replace")  # damage in one row is no error in a batch
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = FULL")  # for the migrations
    connection.execute("PRAGMA secure_delete = ON").fetchone()  # what was deleted does not linger in the file
    connection.execute("PRAGMA trusted_schema = OFF")
