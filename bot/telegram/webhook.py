"""The webhook: Telegram posts each update, and is told 200 only when it is on the disk.

Anything but 200 makes Telegram post the update again; so a broken store gives 503, and an update that is valid JSON but
makes no sense gives 200, or it would come for ever.
"""

from __future__ import annotations

import asyncio
import hmac
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.hdrs import CONTENT_ENCODING

from bot.service import StoreUnavailable
from bot.telegram.answers import parameters
from bot.telegram.bot import PlainBot, persistently
from bot.telegram.decode import ALLOWED_UPDATES
from bot.telegram.ingress import Ingress
from bot.telegram.request import parse_json
from bot.telegram.strangers import Strangers

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY: Final = 256 * 1024
"""Bytes. The longest message, all escaped, with its entities and the message it replies to, takes a third of it."""
BODY_SECONDS: Final = 10.0
CONNECTIONS: Final = 40
"""How many updates Telegram may post at once. It keeps the order within a chat by itself."""


class Webhook:
    """Serves one address while the `async with` lasts. It stays set at the end: Telegram keeps what comes meanwhile."""

    def __init__(self, bot: PlainBot, ingress: Ingress, *, url: str, secret: str, host: str, port: int) -> None:
        """url: as the world reaches it; host and port: where we listen. Raises ValueError without a secret."""
        if not secret:
            raise ValueError("a webhook needs a secret")
        self._bot = bot
        self._ingress = ingress
        self._url = url
        self._secret = secret.encode()
        self._address = (host, port)
        self.strangers = Strangers()
        self._runner = web.AppRunner(
            self._app(),
            access_log=None,
            logger=self.strangers,
            auto_decompress=False,  # of whoever posts, before anything of theirs is known
            shutdown_timeout=5,
        )
        self.is_healthy = False  # Telegram was told where to post; whether it does, only Telegram knows
        self.port = port  # where we listen once begun; for port 0, the one that was free

    async def __aenter__(self) -> Webhook:
        """Listen, then tell Telegram. Raises OSError where the port is taken, Unauthorised for a bad token."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, *self._address).start()
            self.port = self._runner.addresses[0][1]
            await persistently(self._set, "setWebhook")
        except BaseException:
            await self._runner.cleanup()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _set(self) -> None:
        await self._bot.call(
            "setWebhook",
            url=self._url,
            secret_token=self._secret.decode(),
            allowed_updates=ALLOWED_UPDATES,
            max_connections=CONNECTIONS,
        )
        self.is_healthy = True

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_post(urlsplit(self._url).path or "/", self._post)
        return app

    async def _post(self, request: web.Request) -> web.Response:
        """One update. The answer to a tap goes back as the reply, which saves a request."""
        self._check(request)
        update = await _update_of(request)
        try:
            answers = await self._ingress.take([update])
        except StoreUnavailable:
            raise web.HTTPServiceUnavailable from None
        if answers:
            return web.json_response({"method": "answerCallbackQuery"} | parameters(answers[0]))
        return web.Response()

    def _check(self, request: web.Request) -> None:
        """Refuse whoever does not know the secret, before anything of theirs is read."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            self.strangers.refuse()
            raise web.HTTPForbidden
        if request.content_type != "application/json" or CONTENT_ENCODING in request.headers:
            raise web.HTTPUnsupportedMediaType


async def _update_of(request: web.Request) -> object:
    """The posted object. Raises 408, 413 (by aiohttp) and 400."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.read()
        update = parse_json(body)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(update, dict):
        raise web.HTTPBadRequest
    return update
