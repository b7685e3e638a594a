"""The outbox: screens on their way to people, in order for each chat, kept until delivery reports what became of them.

Rows that are being sent are known in memory only: when the process dies they are simply waiting again.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.store.chats import Live, live
from bot.store.errors import Damaged, UnknownFormat
from bot.store.values import screen_from_bytes, screen_to_bytes
from bot.store.vault import Vault
from bot.triage.screen import Kind, Screen

log = logging.getLogger(__name__)

TABLE = b"outbox"
MOST_WAITING = 100  # of one chat; beyond, the oldest give way, notices first: only a flood of one's own gets there
QUESTION, PASSING, LASTING = "question", "passing", "lasting"
"""What the table says of a screen: no more than is needed, as an alarm is nobody's business."""


class Lane(IntEnum):
    """Who is served first."""

    FAST = 0  # somebody waits for it
    SLOW = 1  # the bot writes by itself


@dataclass(frozen=True, slots=True)
class Row:
    """One screen to send now."""

    id: int
    hash: bytes
    chat_id: int
    screen: Screen
    live: Live | None


@dataclass(frozen=True, slots=True)
class Want:
    """What delivery can take now: at most so many rows, at most `slow` of them of the slow lane."""

    most: int
    slow: int
    resting: Container[bytes] = ()  # chats to which nothing may go now


@dataclass(frozen=True, slots=True)
class Claimed:
    """Rows to send now. Each chat of theirs is in flight until it is released."""

    rows: Sequence[Row] = ()
    left: bool = False  # something else waits that was not wanted now


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: int
    lane: int
    kind: str
    replaces: int


class Outbox:
    def __init__(self, connection: sqlite3.Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault
        self._in_flight: dict[bytes, int] = {}  # chat -> row
        self._thinned = False  # some person's flood was met

    def post(self, hash: bytes, chat_id: int, screens: Sequence[Screen], lane: Lane) -> None:
        """Let these screens follow what already waits for the chat. A new question replaces one that still waits."""
        waiting = self._waiting(hash)
        stale = [row for row in waiting if row.kind == QUESTION]
        for screen in screens:
            if screen.kind is Kind.QUESTION and stale:
                # Nobody saw the one replaced: where it was to be a new message, this one is.
                screen = replace(screen, replaces=screen.replaces and all(row.replaces for row in stale))
                self._delete(row.id for row in stale)
                waiting = [row for row in waiting if row not in stale]
                stale = []
            self._insert(hash, chat_id, screen, lane)
        if lane is Lane.FAST and any(row.lane == Lane.SLOW for row in waiting):
            # A chat is served in order, so an answer takes what waits before it along into its lane.
            self._connection.execute("UPDATE outbox SET lane = ? WHERE hash = ?", (Lane.FAST, hash))
        if len(waiting) > MOST_WAITING:
            self._thin(waiting)

    def withdraw(self, hash: bytes, up_to: int | None = None) -> None:
        """Nothing of this chat, or nothing up to this row, is sent any more; a request on the wire may still arrive."""
        if up_to is None:
            self._connection.execute("DELETE FROM outbox WHERE hash = ?", (hash,))
        else:
            self._connection.execute("DELETE FROM outbox WHERE hash = ? AND id <= ?", (hash, up_to))

    def claim(self, want: Want) -> Claimed:
        """The first row of each chat that has none in flight, as far as it is wanted: people who wait come first."""
        heads, left = self._heads(Lane.FAST, want.most, want.resting, {})
        heads, also_left = self._heads(Lane.SLOW, min(want.most, len(heads) + want.slow), want.resting, heads)
        rows = [row for id in heads.values() if (row := self._read(id)) is not None]
        self._in_flight.update((row.hash, row.id) for row in rows)
        return Claimed(rows, left or also_left)

    def release(self, hash: bytes) -> None:
        """What of this chat was in flight is so no longer."""
        self._in_flight.pop(hash, None)

    def remove(self, id: int) -> bool:
        """This row is done with. False: it had been withdrawn, or was reported before."""
        return self._connection.execute("DELETE FROM outbox WHERE id = ?", (id,)).rowcount == 1

    def screens(self, hash: bytes) -> list[Screen]:
        """All that is on its way to this chat, in order. What cannot be read is left out, as it will be when sent."""
        rows = self._connection.execute("SELECT blob FROM outbox WHERE hash = ? ORDER BY id", (hash,))
        return [screen for (blob,) in rows if (screen := self._screen(hash, blob)) is not None]

    def length(self, lane: Lane) -> int:
        count: int = self._connection.execute("SELECT count(*) FROM outbox WHERE lane = ?", (lane,)).fetchone()[0]
        return count

    def _waiting(self, hash: bytes) -> list[_Waiting]:
        sql = "SELECT id, lane, kind, replaces FROM outbox WHERE hash = ? ORDER BY id"
        in_flight = self._in_flight.get(hash)
        return [_Waiting(*row) for row in self._connection.execute(sql, (hash,)) if row[0] != in_flight]

    def _insert(self, hash: bytes, chat_id: int, screen: Screen, lane: Lane) -> None:
        blob = self._vault.seal(TABLE, hash, screen_to_bytes(chat_id, screen))
        self._connection.execute(
            "INSERT INTO outbox (hash, lane, kind, replaces, blob) VALUES (?, ?, ?, ?, ?)",
            (hash, lane, _told(screen.kind), screen.replaces, blob),
        )

    def _delete(self, ids: Iterable[int]) -> None:
        self._connection.executemany("DELETE FROM outbox WHERE id = ?", ((id,) for id in ids))

    def _thin(self, waiting: list[_Waiting]) -> None:
        oldest = sorted(waiting, key=lambda row: (row.kind != PASSING, row.id))
        self._delete(row.id for row in oldest[:-MOST_WAITING])
        if not self._thinned:  # once is enough, and one person's flood must not fill the disk
            log.warning("More than %d messages waited for one chat, the oldest gave way; not told again", MOST_WAITING)
        self._thinned = True

    def _heads(
        self, lane: Lane, most: int, resting: Container[bytes], found: dict[bytes, int]
    ) -> tuple[dict[bytes, int], bool]:
        """Chat -> its first row, at most so many with those found; and whether there are more.

        A chat's rows of the fast lane are its first ones, so looking through the lanes in turn finds the first of each.
        """
        heads, left = dict(found), False
        for id, hash in self._connection.execute("SELECT id, hash FROM outbox WHERE lane = ? ORDER BY id", (lane,)):
            if hash in heads or hash in self._in_flight:
                continue
            if len(heads) >= most:
                return heads, True
            if hash in resting:
                left = True
            else:
                heads[hash] = id
        return heads, left

    def _screen(self, hash: bytes, blob: object) -> Screen | None:
        try:
            return screen_from_bytes(self._vault.open(TABLE, hash, blob))[1]
        except (Damaged, UnknownFormat):
            return None

    def _read(self, id: int) -> Row | None:
        hash, blob, message_id, is_question = self._connection.execute(
            "SELECT outbox.hash, outbox.blob, live_message_id, live_is_question"
            " FROM outbox LEFT JOIN chats USING (hash) WHERE id = ?",
            (id,),
        ).fetchone()
        try:
            chat_id, screen = screen_from_bytes(self._vault.open(TABLE, hash, blob))
        except (Damaged, UnknownFormat) as error:
            log.error("A message that waited to be sent cannot be read and is dropped: %s", error or "damaged")
            self.remove(id)
            return None
        return Row(id, hash, chat_id, screen, live(message_id, is_question))


def _told(kind: Kind) -> str:
    if kind is Kind.QUESTION:
        return QUESTION
    return PASSING if kind in (Kind.NOTICE, Kind.DOCUMENT) else LASTING
