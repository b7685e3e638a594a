"""Changing the key: everything stays readable, the old key opens nothing, and a kill at any moment loses nothing."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.store.errors import CannotAddKey, CannotOpen, DatabaseInUse, HalfRotated, MissingKey, WrongKey
from bot.store.key_file import read_keys
from bot.store.outbox import Lane, Want
from bot.store.rotation import Rotated, rotate
from bot.store.store import Store
from bot.store.vault import Vault
from tests.store.made import ANN, Home, chat, question

ROTATE = (
    "import sys; from pathlib import Path; from bot.store import rotation\n"
    "rotation.TOGETHER = 5\n"
    "print('begun', flush=True)\n"
    "rotation.rotate(Path(sys.argv[1]), Path(sys.argv[2]))\n"
)


def fill(home: Home, people: int) -> None:
    with home.opened() as store, store.transaction():
        for id in range(people):
            hash = store.vault.hash(id)
            store.chats.put(hash, id, chat(at=id, due_at=id), None)
            store.outbox.post(hash, id, [question(f"to {id}")], Lane.FAST)


def read(store: Store, people: int) -> list[int | None]:
    """What is found of each of these people: when they were last active."""
    kept = (store.chats.get(store.vault.hash(id)) for id in range(people))
    return [found.chat.active_at if found else None for found in kept]


def assert_all_there(home: Home, people: int) -> None:
    with home.opened() as store, store.transaction():
        assert read(store, people) == list(range(people))
        assert store.chats.due(people, people) == list(range(people))
        rows = store.outbox.claim(Want(people, people)).rows
        assert [(row.chat_id, row.screen.text) for row in rows] == [(id, f"to {id}") for id in range(people)]


def test_everything_is_found_and_read_with_the_new_key_alone(home: Home) -> None:
    """Chats, check-ins, what waits to be sent; the earlier key is needed by old backups only."""
    fill(home, 12)
    assert rotate(home.database, home.key_file) == Rotated(rows=24)
    new, _ = read_keys(home.key_file)
    home.key_file.write_text(new.hex())
    assert_all_there(home, 12)


def test_the_old_key_opens_nothing_in_the_files(home: Home) -> None:
    """Nor are its hashes or its seals left in free pages or in SQLite's log."""
    fill(home, 50)
    (old,) = read_keys(home.key_file)
    rotate(home.database, home.key_file)
    files = b"".join(file.read_bytes() for file in home.database.parent.iterdir())
    vault = Vault(old)
    assert vault.key_id not in files
    assert [id for id in range(50) if vault.hash(id) in files] == []
    home.key_file.write_text(old.hex())
    with pytest.raises(WrongKey), home.opened():
        pass


def test_each_rotation_is_a_new_key(home: Home) -> None:
    """The newest on top, all in a file that only its owner can read."""
    fill(home, 3)
    first = read_keys(home.key_file)
    rotate(home.database, home.key_file)
    rotate(home.database, home.key_file)
    keys = read_keys(home.key_file)
    assert (len(set(keys)), keys[2:]) == (3, first)
    assert home.key_file.stat().st_mode & 0o777 == 0o600
    assert list(home.key_file.parent.iterdir()) == [home.key_file]
    assert_all_there(home, 3)


def test_killed_again_and_again_it_comes_to_its_end(home: Home) -> None:
    """kill -9 at random moments; in between the bot refuses to start, and at the end all is there under one new key."""
    people, kills = 60, 0
    fill(home, people)
    before = read_keys(home.key_file)
    command = [sys.executable, "-c", ROTATE, str(home.database), str(home.key_file)]
    moments = random.Random(5)
    for _ in range(6):
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0.001, 0.06))
        process.send_signal(signal.SIGKILL)
        process.stdout.close()
        kills += process.wait() == -signal.SIGKILL
    assert kills
    unfinished = next_key(home) is not None
    if unfinished:
        with pytest.raises(HalfRotated), home.opened():
            pass
        rotate(home.database, home.key_file)
    assert read_keys(home.key_file)[-1:] == before
    assert_all_there(home, people)
    with home.tampered() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("after", [1, 2, 3, 5])
def test_after_a_kill_it_goes_on_to_the_same_key(home: Home, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No third key is made, and what was done is not done again."""
    fill(home, 20)
    fail_at(monkeypatch, after)
    with pytest.raises(ZeroDivisionError):
        rotate(home.database, home.key_file)
    monkeypatch.undo()
    keys = read_keys(home.key_file)
    with pytest.raises(HalfRotated, match="rotate-key"), home.opened():
        pass
    assert rotate(home.database, home.key_file).rows == 40 - 5 * (after - 1)
    assert read_keys(home.key_file) == keys
    assert_all_there(home, 20)


def fail_at(monkeypatch: pytest.MonkeyPatch, table_reads: int) -> None:
    """Die in the n-th transaction of five rows, with these rows sealed but not committed."""
    from bot.store import rotation

    monkeypatch.setattr(rotation, "TOGETHER", 5)
    calls = 0
    real = rotation._anew

    def dying(*given: object) -> object:
        nonlocal calls
        calls += 1
        return real(*given) if calls <= 5 * table_reads - 1 else 1 // 0  # type: ignore[arg-type]

    monkeypatch.setattr(rotation, "_anew", dying)


def test_an_operator_may_bring_the_new_key(home: Home) -> None:
    """Where secrets are mounted read-only: a line on top of the file. The bot runs on the old one until it is told."""
    fill(home, 4)
    (old,) = read_keys(home.key_file)
    home.key_file.write_text(f"{'ab' * 32}\n{old.hex()}\n")
    assert_all_there(home, 4)
    rotate(home.database, home.key_file)
    assert read_keys(home.key_file) == (bytes.fromhex("ab" * 32), old)
    home.key_file.write_text("ab" * 32)
    assert_all_there(home, 4)


def test_a_key_file_that_cannot_be_written_changes_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said what to do instead."""
    fill(home, 4)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(CannotAddKey, match="openssl rand -hex 32"):
        rotate(home.database, home.key_file)
    assert_all_there(home, 4)


def refuse(path: Path, target: Path) -> Path:
    raise OSError(30, "Read-only file system")


def test_while_the_bot_runs_it_is_refused(home: Home) -> None:
    """The bot would write with the old key what can no longer be read."""
    fill(home, 1)
    before = read_keys(home.key_file)
    with home.opened(), pytest.raises(DatabaseInUse):
        rotate(home.database, home.key_file)
    assert read_keys(home.key_file) == before


def test_without_a_database_or_a_key_there_is_nothing_to_rotate(home: Home) -> None:
    """And neither is made."""
    with pytest.raises(CannotOpen, match="no database"):
        rotate(home.database, home.key_file)
    assert not home.key_file.exists()
    fill(home, 1)
    home.key_file.unlink()
    with pytest.raises(MissingKey):
        rotate(home.database, home.key_file)
    assert not home.key_file.exists()


def test_what_was_damaged_is_counted_and_stands_in_nobodys_way(home: Home) -> None:
    """It could not be read before either."""
    fill(home, 3)
    with home.opened() as store:
        hash = store.vault.hash(1)
    with home.tampered() as other:
        other.execute("UPDATE chats SET blob = zeroblob(99) WHERE hash = ?", (hash,))
    assert rotate(home.database, home.key_file) == Rotated(rows=5, damaged=1)
    with home.opened() as store:
        assert read(store, 3) == [0, None, 2]


def test_values_of_another_format_are_sealed_anew_as_they_are(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only their first bytes are looked at."""
    monkeypatch.setattr("bot.store.values.FORMAT", 9)
    with home.opened() as store, store.transaction():
        store.chats.put(store.vault.hash(ANN), ANN, chat(), None)
    monkeypatch.setattr("bot.store.values.FORMAT", 1)
    rotate(home.database, home.key_file)
    monkeypatch.setattr("bot.store.values.FORMAT", 9)
    with home.opened() as store:
        assert store.chats.get(store.vault.hash(ANN)) is not None


def next_key(home: Home) -> bytes | None:
    connection = sqlite3.connect(home.database)
    try:
        row = connection.execute("SELECT value FROM meta WHERE name = 'next_key_id'").fetchone()
    finally:
        connection.close()
    return row[0] if row else None
