"""Webhook delivery: POST with the secret, in order within a chat, again and again until 200; calls in the reply."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp

from tests.bot_api.updates import Update, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Execute = Callable[[str, dict[str, Any]], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Hook:
    """Where to, as setWebhook said."""

    url: str
    secret: str
    max_connections: int


class Webhooks:
    """Delivers what waits to a hook. `attempts` records (update_id, HTTP status or 0)."""

    def __init__(self, updates: Updates, execute: Execute, retry_after: float) -> None:
        self.attempts: list[tuple[int, int]] = []
        self.proxies: dict[str, str] = {}  # https address -> where it really leads, as a reverse proxy does
        self._updates = updates
        self._execute = execute
        self._retry_after = retry_after

    async def deliver(self, hook: Hook) -> None:
        """Runs until cancelled."""
        busy: dict[object, asyncio.Task[None]] = {}
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session,
            asyncio.TaskGroup() as group,
        ):
            while True:
                for update in list(self._updates.waiting):
                    chat = chat_of(update)
                    if chat not in busy and len(busy) < hook.max_connections:
                        busy[chat] = group.create_task(self._until_taken(session, hook, update))
                        busy[chat].add_done_callback(partial(self._free, busy, chat))
                await self._updates.arrival(0.5)

    def _free(self, busy: dict[object, asyncio.Task[None]], chat: object, _: asyncio.Task[None]) -> None:
        del busy[chat]
        self._updates.wake()  # the next of this chat

    async def _until_taken(self, session: aiohttp.ClientSession, hook: Hook, update: Update) -> None:
        while update in self._updates.waiting:
            status, reply = await self._post(session, hook, update)
            self.attempts.append((update["update_id"], status))
            if 200 <= status < 300:
                self._updates.remove(update)
                await self._call(reply)
                return
            await asyncio.sleep(self._retry_after)

    async def _post(self, session: aiohttp.ClientSession, hook: Hook, update: Update) -> tuple[int, bytes]:
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            async with session.post(
                self._through_proxy(hook.url), json=update, headers=headers, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError):
            return 0, b""

    def _through_proxy(self, url: str) -> str:
        for front, behind in self.proxies.items():
            if url.startswith(front):
                return behind + url.removeprefix(front)
        return url

    async def _call(self, reply: bytes) -> None:
        """A reply may hold one call, whose result the bot never sees."""
        try:
            parameters = json.loads(reply)
            method = parameters.pop("method")
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        await self._execute(str(method), parameters)


def chat_of(update: Update) -> object:
    """Whose update it is: the order is kept among those of one chat."""
    for part in update.values():
        if isinstance(part, dict):
            message = part.get("message", part)
            if isinstance(message, dict) and isinstance(message.get("chat"), dict):
                return message["chat"].get("id")
    return update["update_id"]
