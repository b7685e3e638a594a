"""The database file: whole steps, one process, one key, and clear words when it cannot be opened."""

from __future__ import annotations

import re
import signal
import sqlite3
import stat
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from bot.store.chats import Live
from bot.store.database import connect, migrate, migrations
from bot.store.errors import (
    CannotOpen,
    DatabaseInUse,
    DatabaseIsFolder,
    MissingKey,
    NewerDatabase,
    StoreUnavailable,
    WrongKey,
)
from bot.store.outbox import Claimed, Lane, Want
from bot.store.store import Store, open_in_memory
from bot.store.values import chat_to_bytes
from bot.store.vault import Vault
from bot.triage.screen import Button, Kind, Screen
from tests.store.made import ANN, Home, chat, invitation, notice, question

NORMAL, FULL = 1, 2  # as SQLite numbers them
OPEN = "import sys; from pathlib import Path; from bot.store.store import open_store\n"


def test_what_was_written_is_there_at_the_next_start(home: Home) -> None:
    """The plainest promise."""
    with home.opened() as store, store.transaction():
        store.chats.put(store.vault.hash(ANN), ANN, chat(), None)
    with home.opened() as store, store.transaction():
        kept = store.chats.get(store.vault.hash(ANN))
    assert kept is not None
    assert kept.chat == chat()


def test_commits_are_durable(home: Home, store: Store) -> None:
    """WAL with a sync at each commit: a power cut takes nothing that was confirmed, whatever was written before it."""
    with home.tampered() as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    for _ in range(3):
        with store.unsynced():
            assert store.connection.execute("PRAGMA synchronous").fetchone() == (NORMAL,)
        with store.transaction():
            assert store.connection.execute("PRAGMA synchronous").fetchone() == (FULL,)


def test_a_commit_without_a_sync_outlives_the_process(home: Home) -> None:
    """Only a power cut takes it back: the system has it, though the disk may not."""
    script = OPEN + (
        "import os, signal\n"
        "with open_store(Path(sys.argv[1]), Path(sys.argv[2])) as store:\n"
        "    with store.unsynced():\n"
        "        store.seen.add(1, 1)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", script, str(home.database), str(home.key_file)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    with home.opened() as store, store.transaction():
        assert not store.seen.add(1, 1)


def test_a_commit_without_a_sync_is_whole_or_not_at_all(store: Store) -> None:
    """As every transaction."""
    with pytest.raises(ZeroDivisionError), store.unsynced():
        assert not store.seen.add(1, 1) / 0
    with store.transaction():
        assert store.seen.add(1, 1)


def test_only_its_owner_can_read_the_database(home: Home, store: Store) -> None:
    """The log that SQLite writes beside it too."""
    with store.transaction():
        store.seen.add(1, 1)
    files = list(home.database.parent.iterdir())
    assert home.database.with_name("checkback.db-wal") in files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_the_migrations_are_numbered_from_one_without_a_gap() -> None:
    """user_version is the number of the last one that was made."""
    shipped = migrations()
    assert [version for version, _ in shipped] == list(range(1, len(shipped) + 1))
    assert all("CREATE" in sql for _, sql in shipped[:1])


def test_a_migration_is_made_once(home: Home) -> None:
    """A second start finds the tables and makes none."""
    connection = connect_new(home)
    steps = [(1, "CREATE TABLE a (x);"), (2, "CREATE TABLE b (x); INSERT INTO b VALUES (1);")]
    migrate(connection, home.database, steps[:1])
    migrate(connection, home.database, steps)
    migrate(connection, home.database, steps)
    assert connection.execute("SELECT count(*) FROM b").fetchone() == (1,)
    connection.close()


def test_a_migration_that_fails_leaves_nothing_behind(home: Home) -> None:
    """It can be tried again once it is mended: half of it is not there."""
    connection = connect_new(home)
    with pytest.raises(CannotOpen, match="version 1"):
        migrate(connection, home.database, [(1, "CREATE TABLE a (x); INSERT INTO nowhere VALUES (1);")])
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    migrate(connection, home.database, [(1, "CREATE TABLE a (x);")])
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


def test_a_database_of_the_first_version_is_brought_up_to_date(home: Home) -> None:
    """Nobody is lost; what an episode's end is, the sweep finds out; what waits is told no more of than is needed."""
    connection = connect_new(home)
    migrate(connection, home.database, migrations()[:1])
    home.key_file.parent.mkdir()
    home.key_file.write_text("ab" * 32)
    vault = Vault(bytes.fromhex("ab" * 32))
    hash, kinds = vault.hash(ANN), ("question", "notice", "document", "alarm", "disposition", "check_in")
    sealed = vault.seal(b"chats", hash, chat_to_bytes(ANN, chat(at=70)))
    connection.execute("INSERT INTO chats VALUES (?, ?, NULL, 70, 9, 1)", (hash, sealed))
    for kind in kinds:
        connection.execute("INSERT INTO outbox VALUES (NULL, ?, 0, ?, 0, x'00')", (hash, kind))
    connection.close()
    with home.opened() as store, store.transaction():
        kept = store.chats.get(hash)
        assert kept is not None
        assert (kept.chat, kept.live) == (chat(at=70), Live(9, True))
        assert store.chats.expired(71, 0, 9) == [ANN]
        told = [kind for (kind,) in store.connection.execute("SELECT kind FROM outbox ORDER BY id")]
    assert told == ["question", "passing", "passing", "lasting", "lasting", "lasting"]


def test_of_a_second_version_what_was_left_alone_is_found_by_the_sweep(home: Home) -> None:
    """Once; where something is due, it has its time."""
    connection = connect_new(home)
    migrate(connection, home.database, migrations()[:2])
    sql = "INSERT INTO chats VALUES (?, x'00', ?, 70, NULL, 0, NULL)"
    connection.executemany(sql, [(b"alone", None), (b"planned", 900)])
    migrate(connection, home.database, migrations())
    assert connection.execute("SELECT hash FROM chats WHERE ended_at = 70").fetchall() == [(b"alone",)]
    connection.close()


def test_a_newer_database_is_refused(home: Home) -> None:
    """An old version of the code must not write into tables that it does not know."""
    with home.opened():
        pass
    with home.tampered() as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerDatabase, match="99"), home.opened():
        pass


def test_another_key_is_refused(home: Home) -> None:
    """Rather than to find nobody, and to begin anew with everyone."""
    with home.opened():
        pass
    home.key_file.write_text("ab" * 32)
    with pytest.raises(WrongKey), home.opened():
        pass


def test_a_lost_key_is_refused(home: Home) -> None:
    """And not replaced by a new one."""
    with home.opened():
        pass
    home.key_file.unlink()
    with pytest.raises(MissingKey), home.opened():
        pass


def test_a_folder_is_no_database(home: Home) -> None:
    """Told as what it is, and nothing is made beside it: no lock, no key."""
    home.database.mkdir(parents=True)
    with pytest.raises(DatabaseIsFolder, match="is a folder"), home.opened():
        pass
    assert [path.name for path in home.database.parent.iterdir()] == [home.database.name]
    assert not home.key_file.exists()


def test_a_second_process_is_refused_at_once(home: Home) -> None:
    """Two writers would both answer. The second says so and ends; when the first has ended, another may begin."""
    script = OPEN + "with open_store(Path(sys.argv[1]), Path(sys.argv[2])): pass"
    command = [sys.executable, "-c", script, str(home.database), str(home.key_file)]
    with home.opened():
        second = subprocess.run(command, capture_output=True, text=True, check=False)
        assert second.returncode == 1
        assert "another Checkback is running" in second.stderr
        assert "DatabaseInUse" in second.stderr
    subprocess.run(command, check=True)


def test_a_second_opening_by_another_path_is_refused_too(home: Home, tmp_path: Path) -> None:
    """The lock is on the file, whatever link leads there."""
    with home.opened():
        (tmp_path / "link").symlink_to(home.database.parent)
        other = Home(tmp_path / "link" / home.database.name, home.key_file)
        with pytest.raises(DatabaseInUse), other.opened():
            pass


def test_a_failed_start_leaves_no_lock(home: Home) -> None:
    """After a wrong key, the right one opens."""
    with home.opened():
        pass
    key = home.key_file.read_text()
    home.key_file.write_text("ab" * 32)
    with pytest.raises(WrongKey), home.opened():
        pass
    home.key_file.write_text(key)
    with home.opened():
        pass


def test_a_file_that_is_no_database_is_a_clear_error(home: Home) -> None:
    """A wrong path in the settings must not be written over."""
    home.database.parent.mkdir()
    home.database.write_text("Dear diary, " * 100)
    home.key_file.parent.mkdir()
    home.key_file.write_text("ab" * 32)
    with pytest.raises(CannotOpen, match="not a database"), home.opened():
        pass
    assert home.database.read_text().startswith("Dear diary")


def test_a_database_where_none_can_be_made_is_a_clear_error(home: Home) -> None:
    """A file stands where its folder should be."""
    home.database.parent.write_text("")
    with pytest.raises(CannotOpen, match=re.escape(str(home.database))), home.opened():
        pass


def test_an_error_within_a_transaction_undoes_all_of_it(home: Home, store: Store) -> None:
    """Nothing is half written; and the store goes on."""

    def fail() -> None:
        with store.transaction():
            store.seen.add(1, 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.transaction():
        assert store.seen.add(1, 1)


def test_a_locked_database_is_unavailable_and_then_works_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup program holds it too long: nothing is written, nothing breaks."""
    monkeypatch.setattr("bot.store.database.PATIENCE", 0.01)
    with home.opened() as store:
        with home.tampered() as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="locked"), store.transaction():
                store.seen.add(1, 1)
            other.execute("ROLLBACK")
        with store.transaction():
            assert store.seen.add(1, 1)


@pytest.mark.parametrize("tables", [0, 1, len(migrations())])
def test_a_database_that_is_locked_at_the_start_is_said_in_a_line(
    home: Home, monkeypatch: pytest.MonkeyPatch, tables: int
) -> None:
    """Whether its tables are new, old or of today; and once the other has ended, it opens."""
    monkeypatch.setattr("bot.store.database.PATIENCE", 0.01)
    connection = connect_new(home)
    migrate(connection, home.database, migrations()[:tables] or [(0, "")])
    connection.close()
    home.key_file.parent.mkdir()
    home.key_file.write_text("ab" * 32)
    with home.tampered() as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotOpen, match="another program has been writing to it"), home.opened():
            pass
        other.execute("ROLLBACK")
    with home.opened() as store, store.transaction():
        assert store.seen.add(1, 1)


def test_a_file_that_is_no_database_is_said_in_a_line(home: Home) -> None:
    """It stays as it is."""
    home.database.parent.mkdir()
    home.key_file.parent.mkdir()
    home.key_file.write_text("ab" * 32)
    home.database.write_bytes(b"something else " * 1000)
    with pytest.raises(CannotOpen, match="not a database"), home.opened():
        pass
    assert home.database.read_bytes() == b"something else " * 1000


def test_a_full_disk_is_unavailable_and_then_works_again(home: Home, store: Store) -> None:
    """SQLite rolls back by itself then; what was there stays, and with room again all goes on."""
    with store.transaction():
        store.chats.put(store.vault.hash(ANN), ANN, chat(), None)
    (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
    store.connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    with pytest.raises(StoreUnavailable, match="full"), store.transaction():
        store.outbox.post(store.vault.hash(ANN), ANN, [question("long " * 20_000)], Lane.FAST)
    store.connection.execute("PRAGMA max_page_count = 100000").fetchone()
    with store.transaction():
        assert store.outbox.claim(Want(9, 9)) == Claimed([])
        assert store.chats.get(store.vault.hash(ANN)) is not None


def test_a_killed_process_loses_nothing_that_was_committed_and_keeps_nothing_that_was_not(home: Home) -> None:
    """kill -9 in the middle of a transaction, after another one was committed."""
    script = OPEN + (
        "import os, signal\n"
        "with open_store(Path(sys.argv[1]), Path(sys.argv[2])) as store:\n"
        "    with store.transaction(): store.seen.add(1, 1)\n"
        "    with store.transaction():\n"
        "        store.seen.add(2, 1)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(home.database), str(home.key_file)], check=False)
    assert killed.returncode == -9
    with home.opened() as store, store.transaction():
        assert not store.seen.add(1, 1)
        assert store.seen.add(2, 1)


def test_a_store_in_memory_works_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the terminal."""
    monkeypatch.chdir(tmp_path)
    with open_in_memory() as store:
        with store.transaction():
            store.chats.put(store.vault.hash(ANN), ANN, chat(), None)
        with store.transaction():
            assert store.chats.get(store.vault.hash(ANN)) is not None
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_a_person_can_be_read_in_the_files(home: Home) -> None:
    """Neither who, nor what they answered, nor what they are told, nor that it was an alarm: in no table, index, free
    page or log of SQLite's, while the bot runs and when it does not."""
    answer, told = "peppermint", "drink-more-water"
    alarm = Screen(Kind.ALARM, "call-somebody", ((Button("carry-on", "a.stroke.carry_on"),),))
    with home.opened() as store:
        hash = store.vault.hash(ANN)
        with store.transaction():
            store.chats.put(hash, ANN, chat(answer=answer, due_at=5), Live(7, True))
            store.outbox.post(hash, ANN, [question(told), notice(told), alarm], Lane.FAST)
            store.outbox.post(hash, ANN, [invitation(told)], Lane.SLOW)
            store.seen.add(81, 5)
        with store.transaction():
            store.chats.put(hash, ANN, chat(answer=answer * 2000), None)  # over several pages, then short again
        with store.transaction():
            store.chats.put(hash, ANN, chat(answer=answer), None)
            store.outbox.remove(store.outbox.claim(Want(1, 1)).rows[0].id)
        while_open = read_all(home.database.parent)
    words = [
        answer,
        told,
        "lip_twitch",
        "triggers",
        "consent",
        "How long",
        "seizure",
        "call-somebody",
        "carry",
        "alarm",
    ]
    needles = [*(word.encode() for word in words), *written(ANN)]
    for content in (while_open, read_all(home.database.parent)):
        assert Vault(bytes.fromhex(home.key_file.read_text())).hash(ANN) in content
        assert [needle for needle in needles if needle in content] == []


def written(chat_id: int) -> list[bytes]:
    """The ways to write a chat's id: digits, hexadecimal, base64, bytes in either order, and varints (SQLite's own, and
    those of Protocol Buffers)."""
    big, little = chat_id.to_bytes(5, "big"), chat_id.to_bytes(5, "little")
    sevens = [chat_id >> shift & 0x7F for shift in range(0, 35, 7)]
    least_first = bytes(seven | 0x80 for seven in sevens[:-1]) + bytes(sevens[-1:])
    most_first = bytes(seven | 0x80 for seven in sevens[:0:-1]) + bytes(sevens[:1])
    texts = (
        str(chat_id).encode(),
        big.hex().encode(),
        big.hex().upper().encode(),
        b64encode(str(chat_id).encode())[:12],
    )
    return [*texts, big, little, least_first, most_first]


def test_those_who_look_for_an_id_would_find_it(home: Home) -> None:
    """As SQLite itself would write it, were it a column."""
    with home.opened() as store, store.transaction():
        store.seen.add(ANN, 5)
    assert any(needle in read_all(home.database.parent) for needle in written(ANN))


def read_all(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def connect_new(home: Home) -> sqlite3.Connection:
    home.database.parent.mkdir()
    return connect(home.database)
