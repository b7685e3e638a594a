"""Everything that is held about a chat, as JSON that its person can read. Made on demand, kept nowhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.triage.chat import Chat
from bot.triage.flow import Urgency
from bot.triage.inputs import Beside
from bot.triage.screen import Document, Screen

LENGTHS = frozenset({"after", "nudge"})


def export_document(chat: Chat, beside: Beside) -> Document:
    """Names as in the flows, times as ISO 8601 in UTC, sets in alphabetical order."""
    held = {
        "telegram_chat": beside.chat_id,
        "telegram_message_with_buttons": beside.live_message_id,
        **_plain(asdict(chat)),
        "waiting_to_be_sent": [_message(screen) for screen in beside.waiting],
    }
    return Document("checkback.json", json.dumps(held, indent=2, ensure_ascii=False))


def _message(screen: Screen) -> dict[str, Any]:
    """As it will be seen. Of a file its name: it may be a copy like this one, and that would hold others."""
    buttons = [button.label for row in screen.rows for button in row]
    return {"text": screen.text, "buttons": buttons, "file": screen.document.filename if screen.document else None}


def _plain(value: Any, name: str = "") -> Any:
    """A part of the chat, by the name of the field in which it stands."""
    match value:
        case dict():
            return {key: _plain(part, key) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part, name) for part in value]
        case frozenset():
            return sorted(value)
        case Urgency():
            return value.word
        case int() if name == "at" or name.endswith("_at"):
            return datetime.fromtimestamp(value, UTC).isoformat()
        case int() if name in LENGTHS:
            return str(timedelta(seconds=value))
    return value
