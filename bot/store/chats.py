"""The chats: all that is known of each, when the clock must look at it, and which message carries its live keyboard."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass

from bot.store.errors import Damaged, UnknownFormat
from bot.store.values import chat_from_bytes, chat_to_bytes
from bot.store.vault import Vault
from bot.triage.chat import Chat, Seconds

log = logging.getLogger(__name__)

TABLE = b"chats"
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Live:
    """The lowest message of a chat that is known to carry a keyboard."""

    message_id: int
    is_question: bool  # only over a question may the next question be drawn


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store keeps of a chat."""

    chat: Chat
    live: Live | None


class Chats:
    def __init__(self, connection: sqlite3.Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def get(self, hash: bytes) -> Kept | None:
        """What is kept of this chat; None too for a damaged value, so that the chat starts afresh.

        Raises UnknownFormat for a value that must not be overwritten.
        """
        sql = "SELECT blob, live_message_id, live_is_question FROM chats WHERE hash = ?"
        row = self._connection.execute(sql, (hash,)).fetchone()
        opened = self._open(hash, row[0]) if row else None
        return Kept(opened[1], live(row[1], row[2])) if opened else None

    def put(self, hash: bytes, chat_id: int, chat: Chat, live: Live | None) -> None:
        """Keep this. When the clock must look is derived from the chat, so that they cannot disagree."""
        self._connection.execute(
            "INSERT INTO chats VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET blob = excluded.blob,"
            " due_at = excluded.due_at, touched_at = excluded.touched_at, ended_at = excluded.ended_at,"
            " live_message_id = excluded.live_message_id, live_is_question = excluded.live_is_question",
            (
                hash,
                self._vault.seal(TABLE, hash, chat_to_bytes(chat_id, chat)),
                chat.due_at,
                chat.touched_at,
                live.message_id if live else None,
                bool(live and live.is_question),
                chat.ended_at,
            ),
        )

    def forget(self, hash: bytes) -> None:
        self._connection.execute("DELETE FROM chats WHERE hash = ?", (hash,))

    def set_live(self, hash: bytes, live: Live | None) -> None:
        """Which message carries the live keyboard now; nothing where the chat is not kept."""
        self._connection.execute(
            "UPDATE chats SET live_message_id = ?, live_is_question = ? WHERE hash = ?",
            (live.message_id if live else None, bool(live and live.is_question), hash),
        )

    def due(self, now: Seconds, limit: int) -> list[int]:
        """The ids of chats at which the clock must look, the longest due first."""
        sql = "SELECT hash, blob FROM chats WHERE due_at <= ? ORDER BY due_at LIMIT ?"
        rows = self._connection.execute(sql, (now, limit)).fetchall()
        return [chat_id for hash, blob in rows if (chat_id := self._due(hash, blob, now)) is not None]

    def look_again_at(self, hash: bytes, at: Seconds | None) -> None:
        """Let a chat that cannot be dealt with now not stand in the way of the others that are due."""
        self._connection.execute("UPDATE chats SET due_at = ? WHERE hash = ?", (at, hash))

    def expired(self, ended_before: Seconds, silent_before: Seconds, limit: int) -> list[int]:
        """The ids of chats of which something is to be forgotten. What cannot be opened and is old goes at once."""
        sql = (
            "SELECT hash, blob FROM (SELECT hash, blob FROM chats WHERE due_at IS NULL AND touched_at < ?"
            " ORDER BY touched_at LIMIT ?)"
            " UNION SELECT hash, blob FROM (SELECT hash, blob FROM chats WHERE ended_at < ? ORDER BY ended_at LIMIT ?)"
        )
        rows = self._connection.execute(sql, (silent_before, limit, ended_before, limit)).fetchall()
        return [chat_id for hash, blob in rows if (chat_id := self._expired(hash, blob, silent_before)) is not None]

    def _expired(self, hash: bytes, blob: object, silent_before: Seconds) -> int | None:
        """The chat's id, or the end of a value that cannot be opened: its answers cannot be taken out of it."""
        try:
            opened = self._open(hash, blob)
        except UnknownFormat:
            opened = None
        if opened is not None:
            return opened[0]
        self._connection.execute("UPDATE chats SET ended_at = NULL WHERE hash = ?", (hash,))
        self._connection.execute(
            "DELETE FROM chats WHERE hash = ? AND due_at IS NULL AND touched_at < ?", (hash, silent_before)
        )
        return None

    def _due(self, hash: bytes, blob: object, now: Seconds) -> int | None:
        try:
            opened = self._open(hash, blob)
        except UnknownFormat as error:
            log.error("The check-in of chat %s waits an hour: its value is of another version: %s", _short(hash), error)
            self.look_again_at(hash, now + HOUR)
            return None
        if opened is None:
            self.look_again_at(hash, None)
            return None
        return opened[0]

    def _open(self, hash: bytes, blob: object) -> tuple[int, Chat] | None:
        try:
            return chat_from_bytes(self._vault.open(TABLE, hash, blob))
        except Damaged:
            log.error("What is kept of chat %s is damaged and is passed over; it starts afresh", _short(hash))
            return None


def live(message_id: int | None, is_question: int | None) -> Live | None:
    return None if message_id is None else Live(message_id, bool(is_question))


def _short(hash: bytes) -> str:
    return hash[:4].hex()
