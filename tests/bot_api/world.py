"""The chats as Telegram keeps them: people and groups, messages with their history, callback queries."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.bot_api.errors import bad_request, forbidden
from tests.bot_api.fields import Upload
from tests.bot_api.html import Entity
from tests.bot_api.keyboards import Key, Rows, as_json

T = TypeVar("T")
CALLBACK_LIFE = 60.0
"""Seconds in which a callback query can be answered."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said at one time."""

    text: str
    rows: Rows = ()
    entities: tuple[tuple[tuple[str, object], ...], ...] = ()

    def key(self, label: str) -> Key | None:
        """The button with this label or data, else the first whose label contains it or whose data ends so."""
        keys = [key for row in self.rows for key in row]
        exact = (key for key in keys if label in (key.label, key.data))
        return next(exact, None) or next((key for key in keys if label in key.label or key.data.endswith(label)), None)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(key.label for row in self.rows for key in row)

    @property
    def shown(self) -> str:
        """All that can be read: the text, then the rows of buttons."""
        rows = "\n".join(" ".join(f"[{key.label}]" for key in row) for row in self.rows)
        return f"{self.text}\n{rows}".strip()


@dataclass
class Message:
    """One message in a chat. `changed` is a serial number of the whole server: higher is later."""

    id: int
    chat_id: int
    now: Version
    from_bot: bool
    date: int
    changed: int
    versions: list[Version] = field(default_factory=list)  # earlier ones, oldest first
    document: Upload | None = None
    deleted: bool = False
    frozen: bool = False  # can't be edited any more

    @property
    def text(self) -> str:
        return self.now.text

    @property
    def labels(self) -> tuple[str, ...]:
        return self.now.labels

    @property
    def shown(self) -> str:
        return self.now.shown


@dataclass
class Chat:
    """A private chat, a group or a channel."""

    id: int
    type: str = "private"
    name: str = "Person"
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    messages: dict[int, Message] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        named = {"first_name": self.name} if self.type == "private" else {"title": self.name}
        return {"id": self.id, "type": self.type} | named

    def check_open(self) -> None:
        """Whether the bot may write here. Raises ApiError 403."""
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.type != "private":
            if self.blocked:
                raise forbidden(f"bot was kicked from the {self.type} chat")
        elif not self.started:
            raise forbidden("bot can't initiate conversation with a user")
        elif self.blocked:
            raise forbidden("bot was blocked by the user")


@dataclass
class Query:
    """A tap that waits for its answer."""

    id: str
    at: float
    toast: asyncio.Future[str]


class World:
    """All chats of one bot."""

    def __init__(self, bot: dict[str, Any]) -> None:
        self.bot = bot
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.serial = 0
        self._message_ids = itertools.count(1)
        self._query_ids = itertools.count(5_000_000_001)
        self._changed = asyncio.Event()

    def chat(self, id: int | str) -> Chat:
        """Raises ApiError where there is no such chat."""
        if isinstance(id, int) and id in self.chats:
            return self.chats[id]
        raise bad_request("chat not found")

    def messages(self) -> Iterator[Message]:
        return (message for chat in self.chats.values() for message in chat.messages.values())

    def message(self, chat: Chat, id: int, what: str) -> Message:
        """Raises ApiError: "message to edit not found"."""
        message = chat.messages.get(id)
        if message is None or message.deleted:
            raise bad_request(f"message to {what} not found")
        return message

    def post(self, chat: Chat, now: Version, *, from_bot: bool, document: Upload | None = None) -> Message:
        """A new message."""
        id = next(self._message_ids)
        message = Message(id, chat.id, now, from_bot, int(time.time()), self.change(), document=document)
        chat.messages[id] = message
        return message

    def edit(self, message: Message, now: Version) -> None:
        """Raises ApiError: "message is not modified", "message can't be edited"."""
        if not message.from_bot or message.frozen:
            raise bad_request("message can't be edited")
        if message.now == now:
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        message.versions.append(message.now)
        message.now = now
        message.changed = self.change()

    def ask(self) -> Query:
        """A new callback query."""
        query = Query(str(next(self._query_ids)), time.monotonic(), asyncio.get_running_loop().create_future())
        self.queries[query.id] = query
        return query

    def answer(self, id: str, toast: str) -> None:
        """Raises ApiError for an answer that is late, given twice or to no question."""
        query = self.queries.get(id)
        if query is None or query.toast.done() or time.monotonic() - query.at > CALLBACK_LIFE:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.toast.set_result(toast)
        self.change()

    def change(self) -> int:
        """Something changed: those who wait look again."""
        self.serial += 1
        self._changed.set()
        self._changed = asyncio.Event()
        return self.serial

    async def until(self, look: Callable[[], T | None], within: float) -> T | None:
        """What `look` finds, as soon as it finds something; None after `within` seconds."""
        ends = time.monotonic() + within
        while (found := look()) is None and (left := ends - time.monotonic()) > 0:
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                break
        return found

    def message_json(self, message: Message) -> dict[str, Any]:
        """As it comes within updates and answers."""
        chat = self.chats[message.chat_id]
        sender = self.bot if message.from_bot else user_json(chat.id, chat.name)
        found: dict[str, Any] = {"message_id": message.id, "date": message.date, "chat": chat.as_json(), "from": sender}
        if message.document:
            found["document"] = _document_json(message)
        if message.text:
            found["caption" if message.document else "text"] = message.text
        if message.now.entities:
            key = "caption_entities" if message.document else "entities"
            found[key] = [dict(entity) for entity in message.now.entities]
        if message.versions:
            found["edit_date"] = int(time.time())
        return found | ({"reply_markup": as_json(message.now.rows)} if message.now.rows else {})


def user_json(id: int, name: str, *, is_bot: bool = False) -> dict[str, Any]:
    return {"id": id, "is_bot": is_bot, "first_name": name, "language_code": "en"}


def frozen(entities: list[Entity]) -> tuple[tuple[tuple[str, object], ...], ...]:
    """Entities that can be compared."""
    return tuple(tuple(entity.items()) for entity in entities)


def _document_json(message: Message) -> dict[str, Any]:
    upload = message.document
    if upload is None:
        return {}
    id = f"file-{message.id}"
    return {"file_id": id, "file_unique_id": id, "file_name": upload.filename, "file_size": len(upload.content)}
