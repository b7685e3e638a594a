"""Encryption at rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.errors import Damaged
from bot.store.vault import Vault

VAULT = Vault(bytes(32))
HASH = VAULT.hash(42)
CHAT_IDS = st.integers(-(2**63), 2**63 - 1)


@given(st.binary())
def test_what_was_sealed_opens_again(value: bytes) -> None:
    """Any bytes, the empty ones too."""
    assert VAULT.open(b"chats", HASH, VAULT.seal(b"chats", HASH, value)) == value


@given(st.binary(), st.data())
def test_a_flipped_bit_anywhere_is_refused(value: bytes, data: st.DataObject) -> None:
    """In the key id, the nonce, the text or the tag."""
    sealed = bytearray(VAULT.seal(b"chats", HASH, value))
    bit = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Damaged):
        VAULT.open(b"chats", HASH, bytes(sealed))


@given(st.binary(max_size=80))
def test_any_other_bytes_are_refused(value: bytes) -> None:
    """Nothing, too little, or noise."""
    with pytest.raises(Damaged):
        VAULT.open(b"chats", HASH, value)
    with pytest.raises(Damaged):
        VAULT.open(b"chats", HASH, VAULT.key_id + value)


def test_a_value_opens_in_its_own_row_only() -> None:
    """Moved to another person's row or another table, it is refused: nobody is shown another's answers."""
    sealed = VAULT.seal(b"chats", HASH, b"value")
    with pytest.raises(Damaged):
        VAULT.open(b"chats", VAULT.hash(43), sealed)
    with pytest.raises(Damaged):
        VAULT.open(b"outbox", HASH, sealed)


def test_another_key_opens_nothing_and_finds_nobody() -> None:
    """The hash of a chat id cannot be made without the key, so a list of ids does not help a thief."""
    other = Vault(bytes(31) + b"1")
    with pytest.raises(Damaged):
        other.open(b"chats", HASH, VAULT.seal(b"chats", HASH, b"value"))
    assert other.hash(42) != HASH
    assert other.key_id != VAULT.key_id


def test_the_same_value_is_never_sealed_alike() -> None:
    """Who compares two copies of the file cannot tell that an answer stayed the same."""
    assert VAULT.seal(b"chats", HASH, b"value") != VAULT.seal(b"chats", HASH, b"value")


@given(CHAT_IDS, CHAT_IDS)
def test_each_chat_has_its_own_hash(one: int, other: int) -> None:
    """Every id that Telegram can have, groups' negative ones too."""
    assert (VAULT.hash(one) == VAULT.hash(other)) == (one == other)
