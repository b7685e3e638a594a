"""What each method takes, and reading it strictly. A field that Telegram does not know is a complaint too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.bot_api.errors import malformed

SENDING = (
    "chat_id:chat! business_connection_id:text message_thread_id:number direct_messages_topic_id:number "
    "disable_notification:flag protect_content:flag allow_paid_broadcast:flag message_effect_id:text "
    "suggested_post_parameters:object reply_parameters:object reply_markup:object "
)
CAPTION = "caption:text parse_mode:text caption_entities:list "
METHODS: Mapping[str, str] = {
    "getMe": "",
    "getUpdates": "offset:number limit:number timeout:number allowed_updates:list",
    "setWebhook": "url:text! certificate:file ip_address:text max_connections:number allowed_updates:list "
    "drop_pending_updates:flag secret_token:text",
    "deleteWebhook": "drop_pending_updates:flag",
    "sendMessage": SENDING + "text:text! parse_mode:text entities:list link_preview_options:object",
    "sendDocument": SENDING + CAPTION + "document:file! thumbnail:file disable_content_type_detection:flag",
    "sendPhoto": SENDING + CAPTION + "photo:file! show_caption_above_media:flag has_spoiler:flag",
    "editMessageText": "business_connection_id:text chat_id:chat! message_id:number! text:text! parse_mode:text "
    "entities:list link_preview_options:object reply_markup:object",
    "editMessageReplyMarkup": "business_connection_id:text chat_id:chat! message_id:number! reply_markup:object",
    "deleteMessage": "chat_id:chat! message_id:number!",
    "leaveChat": "chat_id:chat!",
    "answerCallbackQuery": "callback_query_id:text! text:text show_alert:flag url:text cache_time:number",
    "setMyCommands": "commands:list! scope:object language_code:text",
    "setMyDescription": "description:text language_code:text",
    "setMyShortDescription": "short_description:text language_code:text",
}
BY_LOWER_CASE = {name.lower(): name for name in METHODS}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent as a part of multipart/form-data."""

    filename: str
    content: bytes
    content_type: str


def typed(method: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as values of their types. Raises ApiError for what a correct client never sends."""
    wanted = dict(field.split(":") for field in METHODS[method].split())
    attached = {part for part in raw if isinstance(raw[part], Upload) and f"attach://{part}" in raw.values()}
    if unknown := raw.keys() - wanted.keys() - attached:
        raise malformed(f"{method} has no field {sorted(unknown)}")
    if missing := [name for name, kind in wanted.items() if kind.endswith("!") and name not in raw]:
        raise malformed(f"{method} needs {missing}")
    values = {name: READERS[wanted[name].rstrip("!")](name, value) for name, value in raw.items() if name in wanted}
    return {name: raw[value[9:]] if _is_attached(value) else value for name, value in values.items()}


def _is_attached(value: object) -> bool:
    return isinstance(value, str) and value.startswith("attach://")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise malformed(f"{name} must be a string")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise malformed("strings must be encoded in UTF-8") from None
    return value


def _number(name: str, value: object) -> int:
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,19}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise malformed(f"{name} must be an integer")


def _chat(name: str, value: object) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    return _number(name, value)


def _flag(name: str, value: object) -> bool:
    flags = {"true": True, "false": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in flags:
        return flags[value]
    raise malformed(f"{name} must be a boolean")


def _list(name: str, value: object) -> list[Any]:
    found = _from_json(name, value)
    if not isinstance(found, list):
        raise malformed(f"{name} must be an array")
    return found


def _object(name: str, value: object) -> dict[str, Any]:
    found = _from_json(name, value)
    if not isinstance(found, dict):
        raise malformed(f"object expected as {name.replace('_', ' ')}")
    return found


def _from_json(name: str, value: object) -> object:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise malformed(f"can't parse {name} JSON object") from None


def _file(name: str, value: object) -> Upload | str:
    if isinstance(value, Upload) and not value.content:
        raise malformed("file must be non-empty")
    if not isinstance(value, Upload | str) or not value:
        raise malformed(f"there is no {name} in the request")
    return value


READERS: Mapping[str, Callable[[str, object], Any]] = {
    "text": _text,
    "number": _number,
    "chat": _chat,
    "flag": _flag,
    "list": _list,
    "object": _object,
    "file": _file,
}
