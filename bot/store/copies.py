"""Backups: a copy of the database made while the bot runs, and put back when it does not.

A copy is sealed as its source is, so it is of use only with the key. It is made by SQLite from one consistent view, and
holds none of the free pages in which something deleted might linger.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.store.checking import Findings, check
from bot.store.database import own
from bot.store.errors import BadCopy, CannotOpen
from bot.store.key_file import check_apart, sync
from bot.store.store import alone

BESIDE = ("-wal", "-shm")
"""What SQLite may keep beside a database."""


def back_up(database: Path, copy: Path) -> None:
    """Copy the database into a new file that only its owner can read, also while the bot runs.

    It stands there whole or not at all (an empty file, when this was killed). Raises BadCopy or CannotOpen.
    """
    if not database.is_file():
        raise CannotOpen(database, "there is no database yet")
    copy = copy.resolve()
    try:
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise BadCopy(copy, f"cannot be made: {error.strerror}") from error
    try:
        with _part(copy) as part, closing(_reading(database)) as source:
            _copied(source, part)
            part.replace(copy)
            sync(copy.parent)
    except (sqlite3.Error, OSError) as error:
        copy.unlink(missing_ok=True)
        raise BadCopy(copy, f"cannot be made: {error}") from error


def restore(database: Path, key_file: Path, copy: Path, moment: str) -> Path | None:
    """Put a copy in the place of the database, once it has been found whole and of one of our keys.

    Returns where the database that stood there is now, if there was one: `moment` is in its name. Nothing has changed
    where this raises: BadCopy, CannotOpen (DatabaseInUse, NewerDatabase, WrongKey, MissingKey), BadKeyFile.
    """
    with alone(database) as database:
        check_apart(key_file, database)
        with _part(database) as part:
            try:
                _fetch(copy.resolve(), part)
                findings = check(part, key_file)
                if not findings.sound:
                    raise BadCopy(copy, f"is not restored: {findings}")
                aside = _put_aside(database, database.with_name(f"{database.name}.before-{moment}"))
                part.replace(database)
                sync(database.parent)
            except (sqlite3.Error, OSError) as error:
                raise BadCopy(copy, f"cannot be restored: {error}") from error
        return aside


def checked(database: Path, key_file: Path) -> Findings:
    """What is found in this database or copy of one, also while the bot runs. As `check`."""
    if not database.is_file():
        raise CannotOpen(database, "there is no database")
    return check(database, key_file)


def _fetch(copy: Path, part: Path) -> None:
    if not copy.is_file():
        raise BadCopy(copy, "is no file")
    with closing(_reading(copy)) as source:
        if not source.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]:
            raise BadCopy(copy, "is no copy of a Checkback database")
        _copied(source, part)


def _copied(source: sqlite3.Connection, part: Path) -> None:
    """One consistent view of the source, in a file of the mode and owner that this one has; on the disk."""
    source.execute("VACUUM INTO ?", (str(part),))
    descriptor = os.open(part, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put_aside(database: Path, aside: Path) -> Path | None:
    """Under another name with its log, untouched: it may be damaged. It keeps its place until the copy takes it."""
    if not database.exists():
        return None
    aside.hardlink_to(database)
    with suppress(FileNotFoundError):
        Path(f"{aside}-wal").hardlink_to(f"{database}-wal")
    for suffix in BESIDE:  # SQLite would take them for the copy's
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    return aside


@contextmanager
def _part(whole: Path) -> Iterator[Path]:
    """An empty file beside that one, owned as its folder, which is gone at the end if it has not taken its place."""
    part = whole.with_name(whole.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        own(part)
        yield part
    finally:
        for suffix in ("", *BESIDE):
            Path(f"{part}{suffix}").unlink(missing_ok=True)


def _reading(database: Path) -> sqlite3.Connection:
    """A connection by which nothing is written; it leaves no file of its own behind."""
    return sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
