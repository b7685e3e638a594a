"""The updates already dealt with. Ids only: they say nothing about a chat, and /delete leaves them."""

from __future__ import annotations

import sqlite3

from bot.triage.chat import Seconds

KEPT = 2 * 24 * 3600  # seconds: Telegram holds an update for a day, and may begin its ids anew after a quiet week


class Seen:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, update_id: int, now: Seconds) -> bool:
        """Whether this update is new; from here on it is seen."""
        sql = "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING"
        return self._connection.execute(sql, (update_id, now)).rowcount == 1

    def prune(self, now: Seconds, most: int) -> None:
        """Forget the oldest of those past their time. Called with each commit, so that no call has much to do."""
        sql = "DELETE FROM seen WHERE update_id IN (SELECT update_id FROM seen WHERE at < ? ORDER BY at LIMIT ?)"
        self._connection.execute(sql, (now - KEPT, most))
