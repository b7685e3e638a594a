"""Backups: made while the bot writes, checked before they are put back, and never at the cost of what is there."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from bot.store.copies import back_up, checked, restore
from bot.store.errors import BadCopy, CannotOpen, DatabaseInUse, KeyBesideDatabase, MissingKey, NewerDatabase, WrongKey
from bot.store.outbox import Lane
from bot.store.rotation import rotate
from bot.store.store import Store
from tests.store.made import ANN, BEN, Home, chat, question

NOW = "20270101T000000Z"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where the copy goes."""
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder / "checkback.copy"


def keep(store: Store, chat_id: int, at: int = 1000) -> None:
    with store.transaction():
        store.chats.put(store.vault.hash(chat_id), chat_id, chat(at=at, due_at=at + 5), None)
        store.outbox.post(store.vault.hash(chat_id), chat_id, [question()], Lane.FAST)


def known(home: Home, chat_id: int) -> int | None:
    """When this person was last active, as the database has it."""
    with home.opened() as store:
        kept = store.chats.get(store.vault.hash(chat_id))
        return kept.chat.active_at if kept else None


def put_back(home: Home, copy: Path) -> Path | None:
    return restore(home.database, home.key_file, copy, NOW)


def test_what_was_backed_up_is_there_after_a_restore(home: Home, copy: Path) -> None:
    """And what came after the backup is not; but it stands aside, with its own log."""
    with home.opened() as store:
        keep(store, ANN, at=1)
        back_up(home.database, copy)
        keep(store, ANN, at=2)
        keep(store, BEN)
    aside = put_back(home, copy)
    assert (known(home, ANN), known(home, BEN)) == (1, None)
    assert aside is not None
    old = Home(aside, home.key_file)
    assert (known(old, ANN), known(old, BEN)) == (2, 1000)
    assert not list(home.database.parent.glob("*.part*"))


def test_a_copy_made_while_the_bot_writes_is_one_whole_moment(home: Home, copy: Path) -> None:
    """Each transaction writes a chat and a message; no copy has one without the other, and no write is held up."""
    done = threading.Event()

    def write() -> None:
        with home.opened() as store:
            ready.set()
            for id in range(10_000):
                keep(store, id)
                if done.is_set():
                    return

    ready = threading.Event()
    writing = threading.Thread(target=write)
    writing.start()
    try:
        assert ready.wait(10)
        counts = []
        for number in range(5):
            back_up(home.database, copy.with_name(str(number)))
            counts.append(checked(copy.with_name(str(number)), home.key_file))
    finally:
        done.set()
        writing.join()
    assert all(found.sound and found.chats == found.waiting for found in counts)
    assert counts[-1].chats > counts[0].chats, "the bot wrote on meanwhile"


def test_only_its_owner_can_read_a_copy(home: Home, copy: Path) -> None:
    """One file, in which all is; nothing is left beside it or beside the database."""
    with home.opened() as store:
        keep(store, ANN)
    back_up(home.database, copy)
    checked(copy, home.key_file)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert list(copy.parent.iterdir()) == [copy]
    assert {file.name for file in home.database.parent.iterdir()} == {"checkback.db", "checkback.db.lock"}


def test_what_was_restored_is_its_owners_alone(home: Home, copy: Path) -> None:
    """Whatever the mode of the file that was given."""
    with home.opened() as store:
        keep(store, ANN)
    back_up(home.database, copy)
    copy.chmod(0o644)
    put_back(home, copy)
    assert stat.S_IMODE(home.database.stat().st_mode) == 0o600


def test_a_file_that_is_there_is_never_written_over(home: Home, copy: Path) -> None:
    """Yesterday's backup may be the good one."""
    with home.opened() as store:
        keep(store, ANN)
    copy.write_text("yesterday")
    with pytest.raises(BadCopy, match="exists"):
        back_up(home.database, copy)
    assert copy.read_text() == "yesterday"


def test_a_backup_that_fails_leaves_no_file(home: Home, copy: Path) -> None:
    """It could be taken for one."""
    home.database.parent.mkdir()
    home.database.write_text("no database" * 1000)
    with pytest.raises(BadCopy, match="not a database"):
        back_up(home.database, copy)
    assert list(copy.parent.iterdir()) == []


def test_without_a_database_there_is_no_backup(home: Home, copy: Path) -> None:
    """And none is made."""
    with pytest.raises(CannotOpen, match="no database"):
        back_up(home.database, copy)
    assert not home.database.parent.exists()


def test_a_copy_holds_nothing_of_who_was_deleted(home: Home, copy: Path) -> None:
    """Not even sealed, in the free pages that a plain copy would take along."""
    with home.opened() as store:
        keep(store, ANN)
        keep(store, BEN)
        hash = store.vault.hash(ANN)
        (blob,) = store.connection.execute("SELECT blob FROM chats WHERE hash = ?", (hash,)).fetchone()
        with store.transaction():
            store.chats.forget(hash)
            store.outbox.withdraw(hash)
        back_up(home.database, copy)
        assert store.vault.hash(BEN) in copy.read_bytes()
        assert hash not in copy.read_bytes()
        assert blob[20:52] not in copy.read_bytes()


def test_a_first_restore_needs_no_database(home: Home, copy: Path) -> None:
    """On a new machine, with the key put in its place."""
    with home.opened() as store:
        keep(store, ANN)
    back_up(home.database, copy)
    for file in home.database.parent.iterdir():
        file.unlink()
    home.database.parent.rmdir()
    assert put_back(home, copy) is None
    assert known(home, ANN) == 1000


@pytest.mark.parametrize("damage", ["flipped", "cut", "text", "empty", "folder", "none", "newer", "key", "no key"])
def test_a_copy_that_is_of_no_use_changes_nothing(home: Home, copy: Path, damage: str) -> None:
    """Checked before anything is moved: pages, seals, version, key."""
    with home.opened() as store:
        keep(store, ANN)
    back_up(home.database, copy)
    expected = spoil(home, copy, damage)
    key = home.key_file.read_text() if home.key_file.exists() else None
    with pytest.raises(expected):
        put_back(home, copy)
    assert {file.name for file in home.database.parent.iterdir()} == {"checkback.db", "checkback.db.lock"}
    home.key_file.write_text(ORIGINAL.pop() if key is None or damage == "key" else key)
    assert known(home, ANN) == 1000


ORIGINAL: list[str] = []


def spoil(home: Home, copy: Path, damage: str) -> type[Exception]:
    """Damage the copy, or the key; which error is to tell of it."""
    content = copy.read_bytes()
    match damage:
        case "flipped":
            with Home(copy, home.key_file).tampered() as other:
                (blob,) = other.execute("SELECT blob FROM chats").fetchone()
                other.execute("UPDATE chats SET blob = ?", (blob[:-1] + bytes((blob[-1] ^ 1,)),))
        case "cut":
            copy.write_bytes(content[: len(content) // 2])
        case "text":
            copy.write_text("Dear diary, " * 500)
        case "empty":
            copy.write_bytes(b"")
        case "folder" | "none":
            copy.unlink()
            if damage == "folder":
                copy.mkdir()
        case "newer":
            with Home(copy, home.key_file).tampered() as other:
                other.execute("PRAGMA user_version = 99")
            return NewerDatabase
        case "key":
            ORIGINAL.append(home.key_file.read_text())
            home.key_file.write_text("ab" * 32)
            return WrongKey
        case "no key":
            ORIGINAL.append(home.key_file.read_text())
            home.key_file.unlink()
            return MissingKey
    return BadCopy


def test_while_the_bot_runs_nothing_is_restored(home: Home, copy: Path) -> None:
    """It would go on writing into the file that was put aside."""
    with home.opened() as store:
        keep(store, ANN)
        back_up(home.database, copy)
        with pytest.raises(DatabaseInUse):
            put_back(home, copy)


def test_a_damaged_database_is_put_aside_all_the_same(home: Home, copy: Path) -> None:
    """That is when a backup is needed most; its log goes with it and is not taken for the copy's."""
    with home.opened() as store:
        keep(store, ANN, at=1)
        back_up(home.database, copy)
    home.database.write_bytes(b"damaged")
    home.database.with_name("checkback.db-wal").write_bytes(b"log of another")
    aside = put_back(home, copy)
    assert aside is not None
    assert aside.read_bytes() == b"damaged"
    assert Path(f"{aside}-wal").read_bytes() == b"log of another"
    assert known(home, ANN) == 1


def test_a_folder_that_was_copied_with_its_log_can_be_restored(home: Home, tmp_path: Path) -> None:
    """As a file system's snapshot has it: what was committed but stands in SQLite's log only is not lost."""
    copied = tmp_path / "snapshot" / "checkback.db"
    copied.parent.mkdir()
    with home.opened() as store:
        keep(store, ANN)
        for suffix in ("", "-wal"):
            Path(f"{copied}{suffix}").write_bytes(Path(f"{home.database}{suffix}").read_bytes())
    put_back(home, copied)
    assert known(home, ANN) == 1000


def test_a_backup_from_before_a_rotation_is_restored_with_the_earlier_key(home: Home, copy: Path) -> None:
    """Which the key file still holds; then the key can be changed again."""
    with home.opened() as store:
        keep(store, ANN)
    back_up(home.database, copy)
    rotate(home.database, home.key_file)
    put_back(home, copy)
    assert known(home, ANN) == 1000
    rotate(home.database, home.key_file)
    assert known(home, ANN) == 1000


def test_nothing_is_restored_beside_the_key(home: Home, copy: Path) -> None:
    """As everywhere."""
    with home.opened() as store:
        keep(store, ANN)
    back_up(home.database, copy)
    with pytest.raises(KeyBesideDatabase):
        restore(home.key_file.with_name("checkback.db"), home.key_file, copy, NOW)


def test_what_a_check_finds(home: Home) -> None:
    """Counts, and what cannot be read; nothing of a person. The bot may run meanwhile."""
    with home.opened() as store:
        keep(store, ANN)
        keep(store, BEN)
        sound = checked(home.database, home.key_file)
        with store.transaction():
            store.connection.execute("UPDATE chats SET blob = zeroblob(99) WHERE hash = ?", (store.vault.hash(ANN),))
        spoilt = checked(home.database, home.key_file)
    assert sound.sound
    assert str(sound) == "2 chats, 2 of them with a check-in planned; 2 messages wait"
    assert (spoilt.sound, spoilt.damaged) == (False, 1)
    assert "1 values are damaged" in str(spoilt)


def test_a_broken_page_is_found(home: Home) -> None:
    """By SQLite's own integrity check; where it cannot even be read, that is said."""
    with home.opened() as store:
        for id in range(300):
            keep(store, id)
    content = bytearray(home.database.read_bytes())
    with home.tampered() as other:
        (root,) = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'seen_at'").fetchone()
    content[(root - 1) * 4096 : (root - 1) * 4096 + 8] = b"\xff" * 8
    home.database.write_bytes(content)
    found = checked(home.database, home.key_file)
    assert not found.sound
    assert "SQLite:" in str(found)
