"""The key file: made once, for its owner alone, and never beside what it locks."""

from __future__ import annotations

import stat

import pytest

from bot.store.errors import BadKeyFile, KeyBesideDatabase, MissingKey
from bot.store.key_file import make_key, read_or_make_keys
from tests.store.made import Home


def test_the_first_run_makes_a_key_that_only_its_owner_can_read(home: Home) -> None:
    """32 random bytes in one line of text, so that it can be copied to a safe place; mode 600."""
    (key,) = read_or_make_keys(home.key_file, home.database)
    assert len(key) == 32
    assert home.key_file.read_text() == key.hex() + "\n"
    assert stat.S_IMODE(home.key_file.stat().st_mode) == 0o600


def test_later_runs_read_the_same_key(home: Home) -> None:
    """A second start finds what the first one made."""
    assert read_or_make_keys(home.key_file, home.database) == read_or_make_keys(home.key_file, home.database)


def test_two_keys_differ(home: Home) -> None:
    """Nothing about the machine or the path goes into a key."""
    other = home.key_file.with_name("other.key")
    assert read_or_make_keys(home.key_file, home.database) != read_or_make_keys(other, home.database)


def test_a_key_beside_the_database_is_refused(home: Home) -> None:
    """Whoever copies that folder would have both. A detour in the path does not help, and no key is made."""
    beside = home.database.parent / "sub" / ".." / "checkback.key"
    with pytest.raises(KeyBesideDatabase):
        read_or_make_keys(beside, home.database)
    assert not beside.exists()


def test_a_database_without_its_key_is_not_given_a_new_one(home: Home) -> None:
    """A lost or unmounted key is said, not papered over with a key that opens nothing."""
    home.database.parent.mkdir()
    home.database.touch()
    with pytest.raises(MissingKey, match=str(home.key_file)):
        read_or_make_keys(home.key_file, home.database)
    assert not home.key_file.exists()


@pytest.mark.parametrize("content", ["", "too short\n", "ab" * 31, "zz" * 32, "é" * 32])
def test_what_is_not_a_key_is_refused_and_not_repeated(home: Home, content: str) -> None:
    """One clear line for the operator, in which nothing of the file's content stands."""
    home.key_file.parent.mkdir()
    home.key_file.write_text(content, encoding="utf-8")
    with pytest.raises(BadKeyFile, match="not a key") as refused:
        read_or_make_keys(home.key_file, home.database)
    assert not content.strip() or content.strip() not in str(refused.value)


def test_a_key_is_never_written_over(home: Home) -> None:
    """Two first runs at once: the second does not take the first one's key away."""
    make_key(home.key_file)
    before = home.key_file.read_bytes()
    with pytest.raises(FileExistsError):
        make_key(home.key_file)
    assert home.key_file.read_bytes() == before


def test_a_key_file_that_is_a_folder_is_a_clear_error(home: Home) -> None:
    """A wrong mount in a container makes a folder of it."""
    home.key_file.mkdir(parents=True)
    with pytest.raises(BadKeyFile, match="directory"):
        read_or_make_keys(home.key_file, home.database)
