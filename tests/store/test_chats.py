"""What is kept of each chat."""

from __future__ import annotations

import logging

import pytest

from bot.store.chats import HOUR, Live
from bot.store.errors import UnknownFormat
from bot.store.store import Store
from tests.store.made import ANN, BEN, Home, chat


def put(store: Store, chat_id: int, *, due_at: int | None = None, live: Live | None = None) -> bytes:
    hash = store.vault.hash(chat_id)
    with store.transaction():
        store.chats.put(hash, chat_id, chat(due_at=due_at), live)
    return hash


def test_a_chat_is_kept_with_its_live_message(store: Store) -> None:
    """And written over as a whole the next time."""
    hash = put(store, ANN, live=Live(7, True))
    put(store, ANN, due_at=5, live=Live(8, False))
    kept = store.chats.get(hash)
    assert kept is not None
    assert (kept.chat, kept.live) == (chat(due_at=5), Live(8, False))


def test_an_unknown_chat_is_none(store: Store) -> None:
    """Before consent nothing is kept, so this is how it begins."""
    assert store.chats.get(store.vault.hash(ANN)) is None


def test_a_forgotten_chat_leaves_nothing(home: Home, store: Store) -> None:
    """/delete: no row, and no check-in of it."""
    hash = put(store, ANN, due_at=5)
    with store.transaction():
        store.chats.forget(hash)
    assert store.chats.get(hash) is None
    assert store.chats.due(99, 9) == []
    with home.tampered() as other:
        assert other.execute("SELECT count(*) FROM chats").fetchone() == (0,)


def test_the_live_message_of_a_chat_that_is_not_kept_is_not_kept(store: Store) -> None:
    """A report on a message to somebody who has not agreed to anything."""
    store.chats.set_live(store.vault.hash(ANN), Live(7, True))
    assert store.chats.get(store.vault.hash(ANN)) is None


def test_what_is_due_comes_longest_due_first_and_bounded(store: Store) -> None:
    """What is due at this very second too; what is not, or has no time, does not."""
    for chat_id, due_at in ((1, 30), (2, 10), (3, 20), (4, 31), (5, None)):
        put(store, chat_id, due_at=due_at)
    assert store.chats.due(30, 9) == [2, 3, 1]
    assert store.chats.due(30, 2) == [2, 3]


def test_a_chat_that_is_no_longer_due_is_not_found(store: Store) -> None:
    """The time is derived from the chat each time it is written."""
    put(store, ANN, due_at=5)
    put(store, ANN, due_at=None)
    assert store.chats.due(99, 9) == []


def test_a_damaged_chat_starts_afresh_and_harms_nobody_else(
    home: Home, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A flipped bit is noticed and logged, without the chat's id."""
    hash = put(store, ANN, due_at=5)
    put(store, BEN, due_at=6)
    with home.tampered() as other:
        (blob,) = other.execute("SELECT blob FROM chats WHERE hash = ?", (hash,)).fetchone()
        flipped = blob[:40] + bytes((blob[40] ^ 1,)) + blob[41:]
        other.execute("UPDATE chats SET blob = ? WHERE hash = ?", (flipped, hash))
    assert store.chats.get(hash) is None
    assert store.chats.get(store.vault.hash(BEN)) is not None
    assert store.chats.due(99, 9) == [BEN]
    assert "damaged" in caplog.text
    assert str(ANN) not in caplog.text


@pytest.mark.parametrize("wrong", ["x''", "zeroblob(99)", "'text'", "CAST(x'ff80' AS TEXT)", "5", "0.5"])
def test_any_other_value_counts_as_damaged(home: Home, store: Store, wrong: str) -> None:
    """A damaged page may change a value's type too; that must not stop everybody's batch."""
    hash = put(store, ANN)
    with home.tampered() as other:
        other.execute(f"UPDATE chats SET blob = {wrong}")
    assert store.chats.get(hash) is None


def test_a_damaged_chat_is_not_due_again_and_again(home: Home, store: Store) -> None:
    """It would stand before those that can be read, for ever."""
    hash = put(store, ANN, due_at=5)
    put(store, BEN, due_at=6)
    with home.tampered() as other:
        other.execute("UPDATE chats SET blob = x'00' WHERE hash = ?", (hash,))
    assert store.chats.due(99, 1) == []
    assert store.chats.due(99, 1) == [BEN]


def test_a_row_moved_to_another_person_is_refused(home: Home, store: Store) -> None:
    """Ben is not shown what Ann answered."""
    ann, ben = put(store, ANN), put(store, BEN)
    with home.tampered() as other:
        other.execute("UPDATE chats SET blob = (SELECT blob FROM chats WHERE hash = ?) WHERE hash = ?", (ann, ben))
    assert store.chats.get(ben) is None
    assert store.chats.get(ann) is not None


def test_a_chat_of_a_newer_version_is_not_taken_for_none(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be written over. Its check-in waits an hour, and is not lost."""
    monkeypatch.setattr("bot.store.values.FORMAT", 2)
    hash = put(store, ANN, due_at=5)
    monkeypatch.setattr("bot.store.values.FORMAT", 1)
    with pytest.raises(UnknownFormat):
        store.chats.get(hash)
    assert store.chats.due(10, 9) == []
    monkeypatch.setattr("bot.store.values.FORMAT", 2)
    assert store.chats.due(10 + HOUR - 1, 9) == []
    assert store.chats.due(10 + HOUR, 9) == [ANN]


def test_the_next_of_very_many_is_found_by_the_index(
    home: Home, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A million check-ins are not read to find the thirty that are due."""
    caplog.set_level(logging.ERROR)
    with home.tampered() as other:
        plan = other.execute(
            "EXPLAIN QUERY PLAN SELECT hash, blob FROM chats WHERE due_at <= 5 ORDER BY due_at LIMIT 30"
        ).fetchall()
    assert ["USING INDEX chats_due" in step[-1] for step in plan] == [True]
