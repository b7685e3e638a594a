"""The workbench's server: the page, what comes of the moves that the page holds, and word of each change of the files.

It keeps nothing: each request brings the whole conversation, as a list of moves.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from importlib.resources import files
from typing import Final

from aiohttp import web

from bot.workbench.guard import LOOPBACK, add_headers, guarded
from bot.workbench.view import Asked, view
from bot.workbench.watch import Watched

PAGE: Final = {
    "index.html": "text/html",
    "style.css": "text/css",
    "app.js": "text/javascript",
    "phone.js": "text/javascript",
    "inspector.js": "text/javascript",
    "elements.js": "text/javascript",
    "address.js": "text/javascript",
}
"""The files of the page. Nothing else of the disk is served."""

LARGEST: Final = 1 << 17  # bytes of a request
MOST_MOVES: Final = 1000
CONTENT: Final = web.AppKey("content", Watched)


async def serve(watched: Watched, port: int, told: Callable[[str], None]) -> None:
    """Until cancelled, on this machine alone. port 0: any that is free; `told` hears the address.

    Raises OSError where the port is taken.
    """
    runner = web.AppRunner(application(watched), access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
        told(f"http://{LOOPBACK}:{runner.addresses[0][1]}/")
        await watched.run()
    finally:
        await runner.cleanup()


def application(watched: Watched) -> web.Application:
    app = web.Application(middlewares=[guarded], client_max_size=LARGEST)
    app[CONTENT] = watched
    app.on_response_prepare.append(add_headers)
    app.router.add_get("/", _page)
    app.router.add_get("/page/{file}", _page)
    app.router.add_post("/play", _play)
    app.router.add_get("/changes", _changes)
    return app


async def _page(request: web.Request) -> web.Response:
    name = request.match_info.get("file", "index.html")
    if name not in PAGE:
        raise web.HTTPNotFound
    text = (files(__package__) / "page" / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=PAGE[name])


async def _play(request: web.Request) -> web.Response:
    asked = await _asked(request)
    return web.json_response(asdict(view(request.app[CONTENT].content, asked, int(time.time()))))


async def _changes(request: web.Request) -> web.StreamResponse:
    """Server-sent events: the version in use, at once and whenever the files were read again."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    version = 0
    with suppress(ConnectionResetError):  # the page was closed just now; else it is noticed while we wait
        while True:
            version = (await request.app[CONTENT].after(version)).version
            await response.write(f"data: {version}\n\n".encode())
    return response


async def _asked(request: web.Request) -> Asked:
    """What the page sent. Raises 400, and 415 for what a page elsewhere could send without asking."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        sent = await request.json()
    except ValueError:
        raise web.HTTPBadRequest from None
    match sent:
        case {"flow": str(flow), "moves": [*moves], "tap": str(tap)} if len(moves) <= MOST_MOVES:
            if all(isinstance(move, str) for move in moves):
                return Asked(flow, tuple(moves), tap)
    raise web.HTTPBadRequest
