"""What an update means to us. Pure, and total: any JSON value whatever is decoded, none raises.

The JSON is matched as it came rather than made into a `telegram.Update` first: that costs more than the whole rest of
a tap (276 µs against 14), and it loses a person's message when a part of it that nobody reads is new or broken.

Who may do what is decided here: only what a person themselves writes or taps in their own private chat counts. What
they forward there is read for emergencies, and is no answer, command or name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram.constants import ChatMemberStatus, ChatType, MessageAttachmentType, UpdateType

from bot.service import Arrival
from bot.triage.commands import COMMANDS
from bot.triage.inputs import Commanded, Elsewhere, Forwarded, Input, Left, Said, Tapped, Unreadable

ALLOWED_UPDATES: Final = [UpdateType.MESSAGE.value, UpdateType.CALLBACK_QUERY.value, UpdateType.MY_CHAT_MEMBER.value]
"""The kinds that Telegram is asked for; of edits, posts, reactions and inline queries we never hear."""

_COMMAND: Final = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:\s+(.*))?", re.ASCII | re.DOTALL)
_CONTENT: Final = {kind.value for kind in MessageAttachmentType} | {"checklist", "rich_message"}
_FORWARDED: Final = {"forward_origin", "forward_date"}
_NOT_THEIR_OWN: Final = {"via_bot", "sender_chat", "business_connection_id"}
_AWAY: Final = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
_THERE: Final = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR}


@dataclass(frozen=True, slots=True)
class Decoded:
    """What to receive and what to answer, if anything."""

    arrival: Arrival | None = None
    query_id: str | None = None  # of a tap; it is answered even where it means nothing
    malformed: bool = False  # no update as Telegram describes them


def decode(update: object, username: str) -> Decoded:
    """The meaning of one update as it came. username: the bot's own, without @."""
    try:
        return _decoded(update, username)
    except ValueError:
        return Decoded(malformed=True)


def _decoded(update: object, username: str) -> Decoded:
    match update:
        case {"update_id": int(id), "message": {"chat": {"id": int(chat)}} as message}:
            return Decoded(_arrival(chat, _message(message, username), id, by=message.get("from")))
        case {"update_id": int(id), "callback_query": {"id": str(query_id), "from": {"id": int()}} as query}:
            return Decoded(_tap(query, id), query_id)
        case {"update_id": int(id), "my_chat_member": {"chat": {"id": int(chat)}} as change}:
            return Decoded(_arrival(chat, _membership(change), id, by=change.get("from")))
        case {"update_id": int(), **rest} if rest.keys().isdisjoint(ALLOWED_UPDATES):
            return Decoded()
    return Decoded(malformed=True)


def _arrival(
    chat: int, input: Input | None, update_id: int, message_id: int | None = None, *, by: object = None
) -> Arrival | None:
    """Raises ValueError for numbers that are none of Telegram's."""
    if bool in {type(chat), type(update_id), type(message_id)}:
        raise ValueError("true is no number")
    return None if input is None else Arrival(chat, input, update_id, message_id, _language(by))


def _language(person: object) -> str:
    """That of the person's app, if Telegram tells it."""
    match person:
        case {"language_code": str(tag)}:
            return tag
    return ""


def _message(message: Mapping[str, Any], username: str) -> Input | None:
    match message:
        case {"from": {"is_bot": True}}:
            return None
        case _ if not message.keys().isdisjoint(_NOT_THEIR_OWN):
            return None
        case {"chat": {"type": ChatType.PRIVATE, "id": chat}, "from": {"id": sender}} if chat == sender:
            if message.keys().isdisjoint(_FORWARDED):
                return _content(message, lambda text: _said(text, username), Said)
            return _content(message, Forwarded, Forwarded)
        case {"chat": {"type": ChatType.GROUP | ChatType.SUPERGROUP}, "text": str(text)}:
            own = message.keys().isdisjoint(_FORWARDED)
            return Elsewhere() if own and _calls_us(text, username) else None
    return None


def _content(
    message: Mapping[str, Any], of_text: Callable[[str], Input | None], of_caption: Callable[[str], Input]
) -> Input | None:
    match message:
        case {"text": str(text)} if text.strip():
            return of_text(_encodable(text))
        case {"caption": str(caption)} if caption.strip():
            return of_caption(_encodable(caption))
        case {"text": _}:
            raise ValueError("a text that is none")
        case _ if not message.keys().isdisjoint(_CONTENT):
            return Unreadable()
    return None  # the chat's own notices: a pinned message, a timer


def _said(text: str, username: str) -> Input | None:
    """Words or a command; None for a command to another bot."""
    found = _COMMAND.fullmatch(text)
    if not found:
        return Said(text)
    name, addressed, argument = found.groups(default="")
    if addressed and addressed.lower() != username.lower():
        return None
    return Commanded(name.lower(), argument.strip())


def _calls_us(text: str, username: str) -> bool:
    """A command of ours, or any with our name on it. Other bots' commands are not ours to answer."""
    found = _COMMAND.fullmatch(text)
    if not found:
        return False
    name, addressed, _ = found.groups(default="")
    return addressed.lower() == username.lower() if addressed else name.lower() in COMMANDS


def _tap(query: Mapping[str, Any], update_id: int) -> Arrival | None:
    """A tap in the person's own chat; the message may be too old for Telegram to show more than its number."""
    match query:
        case {
            "data": str(data),
            "from": {"id": int(person)},
            "message": {"message_id": int(message), "chat": {"type": ChatType.PRIVATE, "id": int(chat)}},
        } if person == chat:
            return _arrival(chat, Tapped(_encodable(data)), update_id, message, by=query["from"])
    return None


def _membership(change: Mapping[str, Any]) -> Input | None:
    """The person blocked the bot, or somebody added it to a group or channel."""
    match change:
        case {"chat": {"type": ChatType.PRIVATE}, "new_chat_member": {"status": str(new)}}:
            return Left() if new in _AWAY else None
        case {"old_chat_member": {"status": str(old)}, "new_chat_member": {"status": str(new)}}:
            return Elsewhere() if old in _AWAY and new in _THERE else None
    return None


def _encodable(text: str) -> str:
    """The text, with a question mark for each half of a surrogate pair, which nothing after us could write."""
    return text.encode("utf-8", "replace").decode()
