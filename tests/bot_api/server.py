"""The HTTP side: one bot's API on a port of 127.0.0.1, a record of every request, and the faults it meets."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from aiohttp import web

from tests.bot_api import body, control, people, updates
from tests.bot_api.errors import ApiError
from tests.bot_api.faults import Fault, Faults, Kind
from tests.bot_api.fields import BY_LOWER_CASE
from tests.bot_api.methods import Methods
from tests.bot_api.rates import Rates
from tests.bot_api.webhooks import Webhooks
from tests.bot_api.world import World

TOKEN = "7000000001:TEST-of-Checkback_aBcDeFgHiJkLmNoPq"
BOT = {"id": 7000000001, "is_bot": True, "first_name": "Checkback", "username": "checkback_test_bot"}


@dataclass(slots=True)
class Call:
    """One request of the bot: what it asked and what it was told."""

    method: str
    parameters: Mapping[str, Any]
    at: float  # monotonic
    status: int = 0  # HTTP; 0 while under way, and where the connection was cut
    description: str = ""
    fault: Fault | None = None

    @property
    def chat_id(self) -> object:
        """As a number, wherever it was sent as text."""
        id = self.parameters.get("chat_id")
        return int(id) if isinstance(id, str) and id.lstrip("-").isdigit() else id


class BotApi:
    """See the package's docstring."""

    def __init__(self, token: str = TOKEN, *, port: int = 0, webhook_retry: float = 0.05) -> None:
        self.token = token
        self.world = World(BOT)
        self.updates = updates.Updates(self.world.change)
        self.methods = Methods(self.world, self.updates)
        self.webhooks = Webhooks(self.updates, self._execute, webhook_retry)
        self.faults = Faults()
        self.people: dict[int, people.Person] = {}
        self.requests: list[Call] = []
        self.complaints: list[str] = []
        self._port = port
        self._runner: web.AppRunner | None = None
        self._delivery: asyncio.Task[None] | None = None

    async def __aenter__(self) -> BotApi:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, e: BaseException | None, t: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """What CHECKBACK_API_URL is set to."""
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Listen; after `stop` on the same port again, with everything still known."""
        app = web.Application(client_max_size=body.LARGEST)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        control.add_routes(app, self)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """No more answers: Telegram is down."""
        await self._stop_delivery()
        if self._runner:
            await self._runner.cleanup()

    def person(self, id: int, name: str = "Ada") -> people.Person:
        """The person with this id; always the same one."""
        return people.person(self, id, name)

    def group(self, id: int, type: str = "supergroup") -> people.Group:
        """A group, supergroup or channel (negative id) that the bot may be added to."""
        return people.Group(self, id, type)

    def push(self, update: Mapping[str, Any]) -> int:
        """Any update at all, for what people cannot do by themselves; its id."""
        return self.updates.push(dict(update))

    def limit(self, rates: Rates | None) -> None:
        """Hold the bot to rates as Telegram does (None: no more)."""
        if rates:
            rates.clock = time.monotonic
        self.methods.rates = rates

    def calls(self, method: str, chat_id: int | None = None) -> list[Call]:
        """The requests of this method so far, oldest first."""
        return [call for call in self.requests if call.method == method and chat_id in {None, call.chat_id}]

    async def called(self, method: str, times: int = 1, within: float = 20) -> list[Call]:
        """Wait until a method was called and answered so many times."""

        def look() -> list[Call] | None:
            found = [call for call in self.calls(method) if call.status]
            return found if len(found) >= times else None

        found = await self.world.until(look, within)
        assert found, f"{method} was called {len(self.calls(method))} times in {within} s, not {times}"
        return found

    async def taken(self, update_id: int, within: float = 20) -> None:
        """Wait until the bot has confirmed an update."""
        done = await self.world.until(lambda: True if update_id in self.updates.confirmed else None, within)
        assert done, f"update {update_id} was not confirmed in {within} s"

    async def settled(self, quiet: float = 0.3, within: float = 30) -> None:
        """Wait until every update is confirmed and for `quiet` seconds nothing was asked but getUpdates."""
        ends = time.monotonic() + within
        while self.updates.waiting or time.monotonic() - self._last_call() < quiet:
            assert time.monotonic() < ends, f"still busy after {within} s: {len(self.updates.waiting)} updates wait"
            await asyncio.sleep(0.02)

    def _last_call(self) -> float:
        return max((call.at for call in self.requests if call.method != "getUpdates"), default=0)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.match_info["method"], {}, time.monotonic())
        self.requests.append(call)
        try:
            method = self._method(request)
            call.method, call.parameters = method, await body.read(request)
            call.fault = self.faults.take(method, call.chat_id)
            return await self._meet(call.fault, request, call)
        except ApiError as refusal:
            return self._refused(call, refusal)
        finally:
            self.world.change()

    def _method(self, request: web.Request) -> str:
        if request.match_info["token"] != self.token:
            raise ApiError(401, "Unauthorized")
        method = BY_LOWER_CASE.get(request.match_info["method"].lower())
        if method is None:
            raise ApiError(404, "Not Found", complaint=True)
        return method

    async def _meet(self, fault: Fault | None, request: web.Request, call: Call) -> web.StreamResponse:
        """Carry the call out, or let the fault strike before or after that."""
        if fault is None:
            return await self._answer(call)
        if fault.kind is Kind.SLOW:
            await asyncio.sleep(fault.seconds)
            return await self._answer(call)
        if fault.after:
            with contextlib.suppress(ApiError):
                await self._execute(call.method, dict(call.parameters))
        return await _strike(fault, request, call)

    async def _answer(self, call: Call) -> web.Response:
        result = await self._execute(call.method, dict(call.parameters))
        call.status = 200
        return web.json_response({"ok": True, "result": result})

    async def _execute(self, method: str, parameters: dict[str, Any]) -> object:
        before = self.methods.hook
        result = await self.methods.call(method, parameters)
        if self.methods.hook != before:
            await self._stop_delivery()
            if self.methods.hook:
                self._delivery = asyncio.create_task(self.webhooks.deliver(self.methods.hook))
        return result

    def _refused(self, call: Call, refusal: ApiError) -> web.Response:
        call.status, call.description = refusal.status, refusal.description
        if refusal.complaint:
            self.complaints.append(f"{call.method}: {refusal.description}")
        return _error(refusal)

    async def _stop_delivery(self) -> None:
        if self._delivery:
            self._delivery.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._delivery
            self._delivery = None


async def _strike(fault: Fault, request: web.Request, call: Call) -> web.StreamResponse:
    call.status = fault.status
    match fault.kind:
        case Kind.DROP:
            call.status = 0
            if request.transport:
                request.transport.abort()
            return web.Response()
        case Kind.HANG:
            call.status = 0
            await asyncio.sleep(3600)
        case Kind.GARBAGE:
            call.status = 200
            return web.Response(text='{"ok":true,"result":', content_type="application/json")
        case Kind.TOO_MANY:
            seconds = int(fault.seconds)
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        case Kind.ERROR:
            raise ApiError(fault.status, fault.description)
        case Kind.REDIRECT:
            return web.Response(status=fault.status, headers={"Location": str(request.url)}, text=str(request.url))
    page = f"<html><body><h1>{fault.status}</h1><p>{request.url}</p></body></html>"
    return web.Response(status=fault.status, text=page, content_type="text/html")


def _error(refusal: ApiError) -> web.Response:
    answer: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.retry_after is not None:
        answer["parameters"] = {"retry_after": refusal.retry_after}
    return web.json_response(answer, status=refusal.status)
