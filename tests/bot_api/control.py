"""Driving the server from another process over HTTP, for benchmarks and shell scripts; and a console to chat in.

POST /people/7/say   {"text": "/start"}          POST /people/7/tap   {"label": "Yes"}
GET  /people/7       the chat as text            GET  /requests       {"sendMessage": 3, ...}
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from tests.bot_api.people import Person
    from tests.bot_api.server import BotApi
    from tests.bot_api.world import Message


def add_routes(app: web.Application, server: BotApi) -> None:
    """Routes beside the Bot API's own."""

    def who(request: web.Request) -> Person:
        return server.person(int(request.match_info["id"]))

    async def say(request: web.Request) -> web.Response:
        return web.json_response({"update_id": await who(request).say((await request.json())["text"])})

    async def tap(request: web.Request) -> web.Response:
        return web.json_response({"update_id": (await who(request).tap((await request.json())["label"])).update_id})

    async def show(request: web.Request) -> web.Response:
        return web.Response(text=who(request).transcript())

    async def requests(_: web.Request) -> web.Response:
        return web.json_response(Counter(call.method for call in server.requests))

    app.router.add_post(r"/people/{id:\d+}/say", say)
    app.router.add_post(r"/people/{id:\d+}/tap", tap)
    app.router.add_get(r"/people/{id:\d+}", show)
    app.router.add_get("/requests", requests)


async def console(server: BotApi, id: int = 1) -> None:
    """Chat on this terminal as one person: a line is said, `>label` taps a button."""
    person = server.person(id)
    printing = asyncio.create_task(_print_changes(server, person))
    while line := await asyncio.to_thread(sys.stdin.readline):
        try:
            await (person.tap(line[1:].strip()) if line.startswith(">") else person.say(line.strip()))
        except AssertionError as problem:
            print(problem)
    printing.cancel()


async def _print_changes(server: BotApi, person: Person) -> None:
    shown = 0

    def fresh() -> list[Message] | None:
        return [message for message in person.messages if message.changed > shown] or None

    while True:
        for message in await server.world.until(fresh, 3600) or ():
            print(f"\n--- #{message.id}\n{message.shown}", flush=True)
            shown = max(shown, message.changed)
