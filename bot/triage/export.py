"""Everything that is held about a chat, as JSON that its person can read. Made on demand, kept nowhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.triage.chat import Chat
from bot.triage.flow import Urgency
from bot.triage.screen import Document

LENGTHS = frozenset({"after", "nudge"})


def export_document(chat: Chat) -> Document:
    """Names as in the flows, times as ISO 8601 in UTC, sets in alphabetical order."""
    return Document("checkback.json", json.dumps(_plain(asdict(chat)), indent=2, ensure_ascii=False))


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
