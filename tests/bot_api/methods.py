"""What the methods do. Each takes typed parameters and returns the result, or raises ApiError."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.bot_api.errors import ApiError, bad_request, malformed
from tests.bot_api.fields import METHODS, Upload, typed
from tests.bot_api.html import length, parse_html
from tests.bot_api.keyboards import Rows, rows_of
from tests.bot_api.rates import Rates
from tests.bot_api.updates import LONGEST_POLL, Updates
from tests.bot_api.webhooks import Hook
from tests.bot_api.world import Chat, Message, Version, World, frozen

ABILITIES = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
SENDS = {"sendMessage", "sendDocument", "sendPhoto", "editMessageText", "editMessageReplyMarkup"}
Parameters = Mapping[str, Any]


@dataclass
class Profile:
    """What the bot said of itself."""

    commands: dict[str, str] = field(default_factory=dict)
    description: str = ""
    short_description: str = ""


class Methods:
    """The methods, over a world and a queue of updates."""

    def __init__(self, world: World, updates: Updates) -> None:
        self.world = world
        self.updates = updates
        self.profiles: defaultdict[str, Profile] = defaultdict(Profile)  # by language; "" for any other
        self.hook: Hook | None = None
        self.rates: Rates | None = None
        self._by_name = {name: getattr(self, re.sub("([A-Z])", r"_\1", name).lower()) for name in METHODS}

    async def call(self, method: str, raw: Parameters) -> Any:
        """The result. Raises ApiError."""
        parameters = typed(method, raw)
        if self.rates and method in SENDS:
            self.rates.check(parameters["chat_id"])
        return await self._by_name[method](parameters)

    async def get_me(self, _: Parameters) -> Any:
        return self.world.bot | ABILITIES

    async def get_updates(self, given: Parameters) -> Any:
        limit, timeout = given.get("limit", 100), given.get("timeout", 0)
        if not 1 <= limit <= 100 or not 0 <= timeout <= LONGEST_POLL:
            raise malformed("limit or timeout out of range")
        if self.hook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
                "webhook first",
            )
        self._allow(given)
        self.updates.confirm(given.get("offset", 0))
        return await self.updates.poll(limit, timeout)

    async def set_webhook(self, given: Parameters) -> Any:
        secret, most = given.get("secret_token", ""), given.get("max_connections", 40)
        if not re.fullmatch(r"https://\S+|http://(127\.0\.0\.1|localhost)[:/]\S*", given["url"]):
            raise malformed("bad webhook: an HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise malformed("secret token contains illegal characters")
        if not 1 <= most <= 100:
            raise malformed("max_connections out of range")
        self._allow(given)
        self._drop(given)
        self.hook = Hook(given["url"], secret, most)
        self.updates.wake()
        return True

    async def delete_webhook(self, given: Parameters) -> Any:
        self._drop(given)
        self.hook = None
        return True

    async def send_message(self, given: Parameters) -> Any:
        chat = self._open(given)
        return self._sent(chat, _version(given, "text", 4096), None)

    async def send_document(self, given: Parameters) -> Any:
        return self._send_file(given, given["document"])

    async def send_photo(self, given: Parameters) -> Any:
        return self._send_file(given, given["photo"])

    async def edit_message_text(self, given: Parameters) -> Any:
        message = self._mine(given, "edit")
        if message.document:
            raise bad_request("there is no text in the message to edit")
        self.world.edit(message, _version(given, "text", 4096))
        return self.world.message_json(message)

    async def edit_message_reply_markup(self, given: Parameters) -> Any:
        message = self._mine(given, "edit")
        self.world.edit(message, Version(message.text, _rows(given), message.now.entities))
        return self.world.message_json(message)

    async def delete_message(self, given: Parameters) -> Any:
        message = self._mine(given, "delete")
        message.deleted, message.changed = True, self.world.change()
        return True

    async def leave_chat(self, given: Parameters) -> Any:
        chat = self._open(given)
        if chat.type == "private":
            raise bad_request("chat member status can't be changed in private chats")
        chat.blocked = True
        return True

    async def answer_callback_query(self, given: Parameters) -> Any:
        if length(given.get("text", "")) > 200:
            raise malformed("MESSAGE_TOO_LONG")
        self.world.answer(given["callback_query_id"], given.get("text", ""))
        return True

    async def set_my_commands(self, given: Parameters) -> Any:
        commands = given["commands"]
        if len(commands) > 100:
            raise malformed("too many commands")
        self.profiles[given.get("language_code", "")].commands = dict(_command(command) for command in commands)
        return True

    async def set_my_description(self, given: Parameters) -> Any:
        if length(given.get("description", "")) > 512:
            raise malformed("description is too long")
        self.profiles[given.get("language_code", "")].description = given.get("description", "")
        return True

    async def set_my_short_description(self, given: Parameters) -> Any:
        if length(given.get("short_description", "")) > 120:
            raise malformed("short description is too long")
        self.profiles[given.get("language_code", "")].short_description = given.get("short_description", "")
        return True

    def _open(self, given: Parameters) -> Chat:
        chat = self.world.chat(given["chat_id"])
        chat.check_open()
        return chat

    def _mine(self, given: Parameters, what: str) -> Message:
        return self.world.message(self._open(given), given["message_id"], what)

    def _send_file(self, given: Parameters, file: Upload | str) -> Any:
        if isinstance(file, str):
            raise malformed("only uploads are understood here")
        return self._sent(self._open(given), _version(given, "caption", 1024), file)

    def _sent(self, chat: Chat, now: Version, document: Upload | None) -> Any:
        if not now.text and not document:
            raise malformed("message text is empty")
        return self.world.message_json(self.world.post(chat, now, from_bot=True, document=document))

    def _allow(self, given: Parameters) -> None:
        """An empty list asks for the default; no list leaves it as it was."""
        allowed = given.get("allowed_updates")
        if allowed is not None:
            if not all(isinstance(kind, str) for kind in allowed):
                raise malformed("allowed_updates must be strings")
            self.updates.allowed = frozenset(allowed) or None

    def _drop(self, given: Parameters) -> None:
        if given.get("drop_pending_updates"):
            self.updates.waiting.clear()


def _version(given: Parameters, key: str, most: int) -> Version:
    """The text as it will be read, with its keyboard."""
    source = given.get(key, "")
    if given.get("parse_mode", "HTML") != "HTML":
        raise malformed("only HTML is understood here as parse_mode")
    text, entities = parse_html(source) if "parse_mode" in given else (source.strip(), given.get("entities", []))
    if key == "text" and not text:
        raise malformed("message text is empty")
    if length(text) > most:
        raise malformed("message is too long" if key == "text" else "message caption is too long")
    return Version(text, _rows(given), frozen(entities))


def _rows(given: Parameters) -> Rows:
    return rows_of(given.get("reply_markup"))


def _command(command: object) -> tuple[str, str]:
    if not isinstance(command, dict) or set(command) != {"command", "description"}:
        raise malformed("a command has a name and a description")
    name, description = command["command"], command["description"]
    if not isinstance(name, str) or not re.fullmatch("[a-z0-9_]{1,32}", name):
        raise malformed("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= length(description) <= 256:
        raise malformed("BOT_COMMAND_DESCRIPTION_INVALID")
    return name, description
