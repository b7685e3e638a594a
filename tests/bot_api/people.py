"""The person's side: say, tap, see. What a phone shows, as a few calls."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.bot_api.world import Chat, Message, Query, Version, user_json

if TYPE_CHECKING:
    from tests.bot_api.server import BotApi

PATIENCE = 20.0
"""Seconds that a person waits for something to show."""


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap that was made."""

    update_id: int
    data: str
    query: Query

    async def answer(self, within: float = PATIENCE) -> str:
        """The toast ("" for a bare answer), once the bot has answered."""
        return await asyncio.wait_for(asyncio.shield(self.query.toast), within)


class Person:
    """Somebody with a phone. Messages are numbered, and `sees` looks at what came since the last thing they did."""

    def __init__(self, server: BotApi, chat: Chat) -> None:
        self.id = chat.id
        self.chat = chat
        self.server = server
        self._world = server.world
        self.language = "en"  # of their app
        self._since = 0

    @property
    def messages(self) -> list[Message]:
        """What the bot has written and not deleted, oldest first."""
        return [message for message in self.chat.messages.values() if message.from_bot and not message.deleted]

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        return self.messages[-1]

    @property
    def keyboards(self) -> list[Message]:
        """The messages that can still be tapped, oldest first."""
        return [message for message in self.messages if message.now.rows]

    async def say(self, text: str, **more: Any) -> int:
        """Write something; commands get their entity as on a phone. The update's id."""
        command = text.split()[0] if text.startswith("/") and text.split() else ""
        entities = [{"type": "bot_command", "offset": 0, "length": len(command)}] if len(command) > 1 else []
        return self._send({"text": text} | ({"entities": entities} if entities else {}) | more, text)

    async def send(self, **content: Any) -> int:
        """Something that is not text: `await person.send(photo=[...], caption="look")`."""
        return self._send(content, str(content.get("caption", "")))

    async def send_voice(self) -> int:
        return await self.send(voice={"file_id": "v", "file_unique_id": "v", "duration": 2})

    async def send_photo(self, caption: str = "") -> int:
        photo = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}]
        return await self.send(photo=photo, **({"caption": caption} if caption else {}))

    async def edit(self, text: str) -> int:
        """Edit their own last message."""
        own = [message for message in self.chat.messages.values() if not message.from_bot][-1]
        self._act()
        return self.server.push(
            {"edited_message": self._world.message_json(own) | {"text": text, "edit_date": own.date}}
        )

    async def tap(self, label: str, *, on: Message | None = None, times: int = 1, within: float = PATIENCE) -> Tap:
        """Tap the newest button with this label or data (or one that contains it), waiting until it is there."""

        def look() -> tuple[Message, str] | None:
            for message in reversed([on] if on else self.keyboards):
                if key := message.now.key(label):
                    return message, key.data
            return None

        found = await self._world.until(look, within)
        assert found, f"no button {label!r} in {within} s:\n{self.transcript()}"
        return [await self.press(found[1], found[0]) for _ in range(times)][-1]

    async def tap_old(self, label: str, on: Message, version: int = -1) -> Tap:
        """Tap a button as it stood in an earlier version of a message (the version before, if not said)."""
        key = on.versions[version].key(label)
        assert key, f"no button {label!r} in {on.versions[version].shown}"
        return await self.press(key.data, on)

    async def press(self, data: str, on: Message, *, accessible: bool = True) -> Tap:
        """Send any callback data from any message. `accessible=False`: one that is too old for Telegram to show."""
        self._act()
        query = self._world.ask()
        message = self._world.message_json(on)
        if not accessible:
            message = {"chat": message["chat"], "message_id": on.id, "date": 0}
        tapped = {"id": query.id, "from": self._user(), "message": message, "chat_instance": "1", "data": data}
        return Tap(self.server.push({"callback_query": tapped}), data, query)

    async def sees(self, text: str, *, within: float = PATIENCE, ever: bool = False) -> Message:
        """A message or button with this text, new or changed since the last thing they did (`ever`: at any time)."""
        since = 0 if ever else self._since

        def look() -> Message | None:
            fresh = (message for message in reversed(self.messages) if message.changed > since)
            return next((message for message in fresh if text in message.shown), None)

        found = await self._world.until(look, within)
        assert found, f"{text!r} did not show in {within} s:\n{self.transcript()}"
        return found

    async def block(self) -> int:
        """Block the bot."""
        self.chat.blocked = True
        return self._member("kicked", "member")

    async def unblock(self) -> int:
        self.chat.blocked = False
        return self._member("member", "kicked")

    def transcript(self) -> str:
        """The chat as it looks now."""
        lines = []
        for message in self.chat.messages.values():
            who = "bot" if message.from_bot else "   "
            gone = (
                " (deleted)" if message.deleted else f" (version {len(message.versions) + 1})" * bool(message.versions)
            )
            lines.append(f"{who} #{message.id}{gone}: {message.shown}")
        return "\n".join(lines) or "(an empty chat)"

    def _send(self, content: Mapping[str, Any], text: str) -> int:
        self._act()
        self.chat.started = True
        message = self._world.post(self.chat, Version(text), from_bot=False)
        self._since = message.changed
        return self.server.push({"message": {**self._world.message_json(message), "from": self._user(), **content}})

    def _member(self, new: str, old: str) -> int:
        self._act()
        return self.server.push({"my_chat_member": membership(self.server, self.chat, self._user(), new, old)})

    def _act(self) -> None:
        self._since = self._world.serial

    def _user(self) -> dict[str, Any]:
        return {**user_json(self.id, self.chat.name), "language_code": self.language}


class Group:
    """A group or a channel."""

    def __init__(self, server: BotApi, id: int, type: str) -> None:
        self.chat = server.world.chats.setdefault(id, Chat(id, type, "Twitching together", started=True))
        self._server = server

    @property
    def messages(self) -> list[Message]:
        """What the bot has written here."""
        return [message for message in self.chat.messages.values() if message.from_bot]

    async def add_bot(self, by: Person, status: str = "member") -> int:
        """Somebody adds the bot."""
        who = user_json(by.id, by.chat.name)
        return self._server.push({"my_chat_member": membership(self._server, self.chat, who, status, "left")})

    async def say(self, text: str, by: Person, **more: Any) -> int:
        """Somebody writes here."""
        world = self._server.world
        message = world.message_json(world.post(self.chat, Version(text), from_bot=False))
        return self._server.push({"message": message | {"from": user_json(by.id, by.chat.name)} | more})

    async def post(self, text: str) -> int:
        """A post of a channel."""
        world = self._server.world
        message = world.message_json(world.post(self.chat, Version(text), from_bot=False))
        del message["from"]
        return self._server.push({"channel_post": message | {"sender_chat": self.chat.as_json()}})


def person(server: BotApi, id: int, name: str) -> Person:
    """The person with this id; their chat is made when they are first met."""
    found = server.people.get(id)
    if found is None:
        chat = server.world.chats.setdefault(id, Chat(id, name=name))
        found = server.people[id] = Person(server, chat)
    return found


def membership(server: BotApi, chat: Chat, who: dict[str, Any], new: str, old: str) -> dict[str, Any]:
    """A ChatMemberUpdated of the bot itself."""
    member = {"user": server.world.bot}
    return {
        "chat": chat.as_json(),
        "from": who,
        "date": 1_700_000_000,
        "old_chat_member": _member_json(old) | member,
        "new_chat_member": _member_json(new) | member,
    }


def _member_json(status: str) -> dict[str, Any]:
    return {"status": status} | ({"until_date": 0} if status == "kicked" else {})
