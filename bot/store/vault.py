"""Encryption at rest: values are sealed to the table and chat that they belong to, chats are found by a keyed hash."""

from __future__ import annotations

import os
from hashlib import blake2b

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.errors import Damaged

KEY_ID = 8  # bytes
NONCE = 12  # bytes, random: good for 2**32 values under one key (NIST SP 800-38D, 8.3)
HASH = 16  # bytes


class Vault:
    """One key at work. A sealed value is `key id + nonce + ciphertext`; the tag also covers table, hash and key id."""

    def __init__(self, key: bytes) -> None:
        self.key_id = _derived(key, b"checkback key id", KEY_ID)
        self._hashing = _derived(key, b"checkback chat hash", 32)
        self._cipher = AESGCM(_derived(key, b"checkback encryption", 32))

    def hash(self, chat_id: int) -> bytes:
        """How this chat is found. Without the key it says nothing about the chat."""
        return blake2b(chat_id.to_bytes(8, "big", signed=True), digest_size=HASH, key=self._hashing).digest()

    def seal(self, table: bytes, hash: bytes, value: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return self.key_id + nonce + self._cipher.encrypt(nonce, value, table + hash + self.key_id)

    def sealed(self, value: object) -> bool:
        """Whether this value says that it was sealed with this key."""
        return isinstance(value, bytes) and value[:KEY_ID] == self.key_id

    def open(self, table: bytes, hash: bytes, sealed: object) -> bytes:
        """What was sealed for this row. Raises Damaged for anything else, whatever its type."""
        if not isinstance(sealed, bytes) or not self.sealed(sealed):
            raise Damaged
        nonce, text = sealed[KEY_ID : KEY_ID + NONCE], sealed[KEY_ID + NONCE :]
        try:
            return self._cipher.decrypt(nonce, text, table + hash + self.key_id)
        except (InvalidTag, ValueError) as error:  # ValueError: too short to be one of ours
            raise Damaged from error


def _derived(key: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=purpose).derive(key)
