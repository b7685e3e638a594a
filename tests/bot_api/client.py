"""Calls as any client makes them, to test the server itself."""

from __future__ import annotations

from typing import Any

import aiohttp

from tests.bot_api.server import BotApi


async def call(server: BotApi, method: str, **parameters: Any) -> dict[str, Any]:
    """The answer to a call made as JSON."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.url}/bot{server.token}/{method}", json=parameters) as response,
    ):
        answer: dict[str, Any] = await response.json()
        assert answer["ok"] == (response.status == 200)
        return answer
