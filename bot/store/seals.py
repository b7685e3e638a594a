"""Which key the database is sealed with: it remembers the key's id, and during a rotation that of the next key."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from bot.store.errors import WrongKey
from bot.store.vault import Vault

KEY, NEXT = "key_id", "next_key_id"


class Seals:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin(self, vault: Vault) -> None:
        """A database that is sealed with none yet is sealed with this key."""
        self._connection.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING", (KEY, vault.key_id))

    def vault(self, keys: Sequence[bytes], database: Path) -> Vault:
        """The one of these keys with which the database is sealed. Raises WrongKey."""
        return _of(keys, self._read(KEY), database)

    @property
    def next(self) -> bytes | None:
        """The id of the key to which a rotation that has not ended leads."""
        return self._read(NEXT)

    def next_vault(self, keys: Sequence[bytes], database: Path) -> Vault:
        """The one of these keys to which the rotation leads. Raises WrongKey."""
        return _of(keys, self.next, database)

    def rotate_to(self, vault: Vault) -> None:
        """A rotation begins: from here on there are values of two keys."""
        self._connection.execute("INSERT INTO meta VALUES (?, ?)", (NEXT, vault.key_id))

    def rotated(self) -> None:
        """The rotation has ended: every value is of the next key."""
        self._connection.execute("DELETE FROM meta WHERE name = ?", (KEY,))
        self._connection.execute("UPDATE meta SET name = ? WHERE name = ?", (KEY, NEXT))

    def _read(self, name: str) -> bytes | None:
        row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None


def _of(keys: Sequence[bytes], id: bytes | None, database: Path) -> Vault:
    for vault in map(Vault, keys):
        if vault.key_id == id:
            return vault
    raise WrongKey(database)
