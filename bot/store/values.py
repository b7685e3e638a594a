"""Chats and screens as bytes: a format number, the chat id, and JSON.

A value that an older version wrote must stay readable: new fields of the dataclasses have defaults, and what cannot
be done so gets a new format number here; it too begins with the number and the chat id. `tests/store/test_values.py`
keeps one value of each format.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.store.errors import UnknownFormat
from bot.triage.chat import Chat
from bot.triage.screen import Screen

FORMAT = 1
CHAT_ID = slice(1, 9)
JSON = slice(9, None)

Value = TypeVar("Value", Chat, Screen)

_CHAT = TypeAdapter(Chat)
_SCREEN = TypeAdapter(Screen)


def chat_to_bytes(chat_id: int, chat: Chat) -> bytes:
    return _packed(_CHAT, chat_id, chat)


def chat_from_bytes(packed: bytes) -> tuple[int, Chat]:
    """The chat's id and all that is known of it. Raises UnknownFormat."""
    return _unpacked(_CHAT, packed)


def screen_to_bytes(chat_id: int, screen: Screen) -> bytes:
    return _packed(_SCREEN, chat_id, screen)


def screen_from_bytes(packed: bytes) -> tuple[int, Screen]:
    """To which chat, and what. Raises UnknownFormat."""
    return _unpacked(_SCREEN, packed)


def chat_id_of(packed: bytes) -> int:
    """The id of the chat to which a value belongs, whatever its format: each begins alike."""
    return int.from_bytes(packed[CHAT_ID], "big", signed=True)


def _packed(adapter: TypeAdapter[Value], chat_id: int, value: Value) -> bytes:
    return bytes((FORMAT,)) + chat_id.to_bytes(8, "big", signed=True) + adapter.dump_json(value)


def _unpacked(adapter: TypeAdapter[Value], packed: bytes) -> tuple[int, Value]:
    if packed[:1] != bytes((FORMAT,)):
        raise UnknownFormat(f"format {packed[:1].hex()}, not {FORMAT:02x}")
    try:
        value = adapter.validate_json(packed[JSON])
    except ValidationError as error:
        fields = sorted({".".join(map(str, problem["loc"][:2])) for problem in error.errors()})
        raise UnknownFormat(f"cannot read {', '.join(fields)}") from None  # the cause would hold what it says
    return chat_id_of(packed), value
