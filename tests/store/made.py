"""Stores, chats and screens for tests of everything that stands on the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.store import Store, open_store
from bot.triage.chat import Appointment, Chat, CheckIn, Consent, Conversation, Episode, Stage, Visit
from bot.triage.flow import Urgency
from bot.triage.screen import Button, Kind, Screen
from bot.triage.walk import Level, Reason

ANN, BEN = 7_000_000_001, 7_000_000_002
"""Two people's chats."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a store lives: the database in one folder, the key in another."""

    database: Path
    key_file: Path

    @classmethod
    def within(cls, folder: Path) -> Home:
        return cls(folder / "data" / "checkback.db", folder / "keys" / "checkback.key")

    @contextmanager
    def opened(self) -> Iterator[Store]:
        with open_store(self.database, self.key_file) as store:
            yield store

    @contextmanager
    def tampered(self) -> Iterator[sqlite3.Connection]:
        """Another program writes into the database."""
        connection = sqlite3.connect(self.database, timeout=0.1, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()


def chat(*, at: int = 1000, due_at: int | None = None, answer: str = "coffee") -> Chat:
    """A chat with something in each of its parts."""
    answers = {"triggers": frozenset({answer, "stress"}), "danger": frozenset[str]()}
    level = Level(Urgency.ROUTINE, (Reason(Urgency.ROUTINE, "It has lasted.", ("nhs",)),))
    appointment = Appointment("check_in", 14 * 86400, 3 * 86400)
    return Chat(
        Consent("1", at),
        active_at=at,
        conversation=Conversation("aaaaaaaa", "lip_twitch", "d1", at, 0, 4, answers, {"ill": frozenset({"fever"})}),
        episodes=(Episode("aaaaaaaa", (Visit("lip_twitch", at, 0, answers, level),)),),
        check_in=CheckIn("cccccccc", Stage.WAITING, appointment, 1, due_at, (appointment,)),
    )


def question(text: str = "How long?", *, replaces: bool = True) -> Screen:
    return Screen(Kind.QUESTION, text, ((Button("Days", "q.aaaaaaaa.4.=days"),),), replaces)


def notice(text: str = "Noted.") -> Screen:
    return Screen(Kind.NOTICE, text)


def invitation(text: str = "How is your lip?") -> Screen:
    return Screen(Kind.CHECK_IN, text, ((Button("Begin", "c.cccccccc.begin"),),))
