"""GET /health, for whoever watches over the process: 200 while it works, 503 while it does not, and counts as JSON.

Nothing in it is about a person. Only whoever can reach the address can read it: an operator's own network.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True, slots=True)
class State:
    """How it is at a moment: what works and what does not, and what was skipped since the start."""

    works: Mapping[str, bool]
    counts: Mapping[str, int]

    @property
    def is_healthy(self) -> bool:
        return all(self.works.values())


@asynccontextmanager
async def told(host: str, port: int, look: Callable[[], State]) -> AsyncIterator[None]:
    """Tell it there while the `async with` lasts, looking anew at each question. Raises OSError for a taken port."""

    async def answer(request: web.Request) -> web.Response:
        state = look()
        line = {"healthy": state.is_healthy, **state.works, **state.counts}
        return web.json_response(line, status=200 if state.is_healthy else 503)

    app = web.Application()
    app.router.add_get("/health", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()
