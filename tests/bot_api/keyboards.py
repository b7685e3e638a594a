"""Inline keyboards, checked as Telegram checks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.bot_api.errors import malformed

MOST_IN_A_ROW = 8
MOST_IN_ALL = 100
ACTIONS = {"url", "callback_data", "web_app", "login_url", "switch_inline_query", "copy_text", "pay", "callback_game"}


@dataclass(frozen=True, slots=True)
class Key:
    """One button under a message."""

    label: str
    data: str


Rows = tuple[tuple[Key, ...], ...]


def rows_of(markup: Mapping[str, Any] | None) -> Rows:
    """The keyboard of a reply markup; empty rows are left away. Raises ApiError."""
    if not markup:
        return ()
    if set(markup) != {"inline_keyboard"} or not isinstance(markup["inline_keyboard"], list):
        raise malformed("only inline keyboards are understood here")
    rows = tuple(_row(row) for row in markup["inline_keyboard"] if row)
    if sum(map(len, rows)) > MOST_IN_ALL:
        raise malformed("REPLY_MARKUP_TOO_LONG")
    return rows


def as_json(rows: Rows) -> dict[str, Any]:
    """As it comes back within a message."""
    return {"inline_keyboard": [[{"text": key.label, "callback_data": key.data} for key in row] for row in rows]}


def _row(row: object) -> tuple[Key, ...]:
    if not isinstance(row, list):
        raise malformed("inline keyboard row must be an array")
    if len(row) > MOST_IN_A_ROW:
        raise malformed("more than eight buttons in a row")
    return tuple(_key(button) for button in row)


def _key(button: object) -> Key:
    if not isinstance(button, dict):
        raise malformed("inline keyboard button must be an object")
    label, data = button.get("text"), button.get("callback_data")
    if not isinstance(label, str) or not label.strip():
        raise malformed("inline keyboard button text must be non-empty")
    if unknown := set(button) - {"text", "style", "icon_custom_emoji_id"} - ACTIONS:
        raise malformed(f"inline keyboard button has no field {sorted(unknown)}")
    if len(ACTIONS & set(button)) != 1 or not isinstance(data, str):
        raise malformed("text buttons are unallowed in the inline keyboard")
    if not 1 <= len(data.encode()) <= 64:
        raise malformed("BUTTON_DATA_INVALID")
    return Key(label, data)
