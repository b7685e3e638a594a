"""The key file: 32 random bytes as one line of hexadecimal, made on the first run, never beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.store.errors import BadKeyFile, KeyBesideDatabase, MissingKey

LENGTH = 32  # bytes


def read_or_make_key(key_file: Path, database: Path) -> bytes:
    """The key for this database. Made on the first run only: a database without its key is never given a new one.

    Raises KeyBesideDatabase, MissingKey or BadKeyFile.
    """
    if key_file.resolve().parent == database.resolve().parent:
        raise KeyBesideDatabase(key_file)
    try:
        if not key_file.exists():
            if database.exists():
                raise MissingKey(database, key_file)
            make_key(key_file)
        return read_key(key_file)
    except OSError as error:
        raise BadKeyFile(key_file, error.strerror or "cannot be read") from error


def read_key(key_file: Path) -> bytes:
    """The key in this file. Raises BadKeyFile or OSError."""
    try:
        key = bytes.fromhex(key_file.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != LENGTH:
        raise BadKeyFile(key_file, f"not a key: one line of {2 * LENGTH} hexadecimal digits is needed")
    return key


def make_key(key_file: Path) -> None:
    """A new key in a new file that only its owner can read. Raises OSError, also where the file exists."""
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(LENGTH) + "\n")
        file.flush()
        os.fsync(descriptor)
    _sync(key_file.parent)  # a power cut must not take the key and leave the database


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
