"""`checkback db ...` as an operator types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.store.key_file import read_keys
from tests.store.made import ANN, Home, chat


@pytest.fixture
def kept(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Home:
    """A database in which one chat is kept, named by the settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHECKBACK_DATABASE", str(home.database))
    monkeypatch.setenv("CHECKBACK_KEY_FILE", str(home.key_file))
    with home.opened() as store, store.transaction():
        store.chats.put(store.vault.hash(ANN), ANN, chat(due_at=5), None)
    return home


def db(*words: str) -> Result:
    return CliRunner().invoke(main, ["db", *words])


def test_back_up_check_and_restore(kept: Home, tmp_path: Path) -> None:
    """Each says in a line what there is, in counts."""
    copy = str(tmp_path / "copy")
    told = "1 chats, 1 of them with a check-in planned; 0 messages wait\n"
    with kept.opened():
        assert db("backup", copy).output == f"{copy}: {told}"
        assert db("check").output == f"{kept.database}: {told}"
    assert db("check", copy).output == f"{copy}: {told}"
    restored = db("restore", copy)
    assert restored.exit_code == 0
    assert restored.output.startswith(f"{kept.database}: {told}What stood there is now {kept.database}.before-")
    assert len(list(kept.database.parent.glob("*.before-*"))) == 1


def test_rotate_the_key(kept: Home) -> None:
    """No key is told, only what to do with it."""
    result = db("rotate-key")
    assert result.exit_code == 0
    assert result.output.startswith("1 values are sealed with the new key\n")
    assert str(kept.key_file) in result.output
    assert [key for key in read_keys(kept.key_file) if key.hex() in result.output] == []
    assert db("check").exit_code == 0


def test_while_the_bot_runs(kept: Home, tmp_path: Path) -> None:
    """What needs it stopped says so in a line and ends with exit code 1."""
    copy = str(tmp_path / "copy")
    with kept.opened():
        db("backup", copy)
        for words in (["restore", copy], ["rotate-key"]):
            result = db(*words)
            assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
            assert "another Checkback is running" in result.stderr


def test_a_check_that_finds_damage_ends_with_exit_code_1(kept: Home) -> None:
    """So that a timer notices."""
    with kept.tampered() as other:
        other.execute("UPDATE chats SET blob = zeroblob(99)")
    result = db("check")
    assert (result.exit_code, "1 values are damaged" in result.output) == (1, True)


def test_a_backup_beside_the_key_is_refused(kept: Home) -> None:
    """Who takes that folder would have both. Exit code 2, as for any key that cannot be used."""
    result = db("backup", str(kept.key_file.with_name("copy")))
    assert (result.exit_code, "the key must not lie" in result.stderr) == (2, True)
    assert not kept.key_file.with_name("copy").exists()


def test_a_missing_key_is_told_and_not_made(kept: Home) -> None:
    """By each command that needs it."""
    kept.key_file.unlink()
    for words in (["check"], ["rotate-key"], ["backup", "copy"]):
        assert "is missing; put it back" in db(*words).stderr
    assert not kept.key_file.exists()
