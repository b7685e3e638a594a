"""The key file: 32 random bytes as a line of hexadecimal, made on the first run, never beside the database.

After a rotation it holds several, the newest first: the earlier ones open backups that were made with them.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.store.errors import BadKeyFile, CannotAddKey, KeyBesideDatabase, MissingKey

LENGTH = 32  # bytes


def read_or_make_keys(key_file: Path, database: Path) -> tuple[bytes, ...]:
    """The keys for this database, the newest first. Made on the first run only: a database whose key is gone is never
    given a new one.

    Raises KeyBesideDatabase, MissingKey or BadKeyFile.
    """
    check_apart(key_file, database)
    try:
        if not key_file.exists():
            if database.exists():
                raise MissingKey(database, key_file)
            make_key(key_file)
    except OSError as error:
        raise BadKeyFile(key_file, error.strerror or "cannot be read") from error
    return read_keys(key_file)


def check_apart(key_file: Path, database: Path) -> None:
    """Raises KeyBesideDatabase."""
    if key_file.resolve().parent == database.resolve().parent:
        raise KeyBesideDatabase(key_file)


def read_keys(key_file: Path) -> tuple[bytes, ...]:
    """The keys in this file, the newest first. Raises BadKeyFile."""
    try:
        keys = tuple(bytes.fromhex(line) for line in key_file.read_text(encoding="ascii").splitlines() if line.strip())
    except ValueError:
        keys = ()
    except OSError as error:
        raise BadKeyFile(key_file, error.strerror or "cannot be read") from error
    if not keys or any(len(key) != LENGTH for key in keys):
        raise BadKeyFile(key_file, f"not a key: a line of {2 * LENGTH} hexadecimal digits is needed")
    return keys


def make_key(key_file: Path) -> None:
    """A new key in a new file that only its owner can read. Raises OSError, also where the file exists."""
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(key_file, (secrets.token_bytes(LENGTH),))


def add_key(key_file: Path, keys: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """A new key on top of these, which the file holds: all of them are in it, or only the old ones, whenever the power
    goes. Raises BadKeyFile where the file cannot be written, as a secret that was mounted read-only.
    """
    key_file = key_file.resolve()
    more = (secrets.token_bytes(LENGTH), *keys)
    beside = key_file.with_name(key_file.name + ".new")
    try:
        beside.unlink(missing_ok=True)
        _write(beside, more)
        owner = key_file.stat()
        os.chown(beside, owner.st_uid, owner.st_gid)
        beside.replace(key_file)
        sync(key_file.parent)
    except OSError as error:
        raise CannotAddKey(key_file, error.strerror or "cannot be written") from error
    return more


def _write(new: Path, keys: tuple[bytes, ...]) -> None:
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(key.hex() + "\n" for key in keys)
        file.flush()
        os.fsync(descriptor)
    sync(new.parent)  # a power cut must not take the key and leave the database


def sync(folder: Path) -> None:
    """Names that were given in this folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
