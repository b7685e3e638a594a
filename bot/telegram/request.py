"""python-telegram-bot's requests on aiohttp: a seventh of the CPU of its own client, and no address in any error.

The address of every request holds the bot's token. So errors are made anew here, from the error's type alone and
without a chain, redirects are not followed, and an error page (which may quote the address) is never passed on.
"""

from __future__ import annotations

import asyncio
import json
from functools import lru_cache
from typing import Any, Final

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 20.0
UPLOAD_SECONDS: Final = 60.0
MARGIN_SECONDS: Final = 5.0
"""What the outer deadline leaves beside connecting and reading: for writing, and for an answer that trickles."""

_JSON: Final = {"Content-Type": "application/json"}


class AiohttpRequest(BaseRequest):
    """One pool of connections. Made ready in `initialize`, as it belongs to the running loop."""

    __slots__ = ("_connections", "_read_seconds", "_session")

    def __init__(self, connections: int, read_seconds: float = READ_SECONDS) -> None:
        self._connections = connections
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds of silence after which an answer is given up, where a call says nothing else."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the pool; nothing happens when it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT, "Accept-Encoding": "identity"},
                timeout=aiohttp.ClientTimeout(total=None),
            )

    async def shutdown(self) -> None:
        """Close the pool; nothing happens when it is closed."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """HTTP status and body. Raises TimedOut and NetworkError, which hold no address; other time-outs are fixed."""
        if self._session is None:
            raise RuntimeError("the request is not initialized")
        uploads = request_data is not None and request_data.contains_files
        seconds = self._read_seconds if read_timeout is BaseRequest.DEFAULT_NONE else float(read_timeout)
        deadline = CONNECT_SECONDS + seconds + (UPLOAD_SECONDS if uploads else MARGIN_SECONDS)
        try:
            async with (
                asyncio.timeout(deadline),
                self._session.request(
                    method, _address(url), allow_redirects=False, timeout=_silence(seconds), **_body(request_data)
                ) as response,
            ):
                body = await response.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None
        return response.status, body if response.status < 300 else _refusal(body)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a mapping. Raises NetworkError where it is none, without quoting it."""
        try:
            found = parse_json(payload)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise NetworkError("the answer is not a JSON object")
        return _Answer(found)


class _Answer(dict[str, Any]):
    """An answer; one without the result it should have is as bad as none."""

    def __missing__(self, key: str) -> Any:
        raise NetworkError(f"the answer has no {key}")


def parse_json(payload: bytes) -> object:
    """JSON as a value. What orjson refuses (half a surrogate pair) the slower reader takes. Raises ValueError."""
    try:
        return orjson.loads(payload)
    except ValueError:
        return _parse_leniently(payload)


def _parse_leniently(payload: bytes) -> object:
    try:
        return json.loads(payload.decode("utf-8", "replace"))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _body(data: RequestData | None) -> dict[str, Any]:
    """The keyword arguments for aiohttp that hold the parameters: JSON, or multipart where a file goes along."""
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": orjson.dumps(data.parameters), "headers": _JSON}
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


def _refusal(body: bytes) -> bytes:
    """What python-telegram-bot reads of an error, and nothing else that a page or a proxy may have put there."""
    try:
        found = parse_json(body)
    except ValueError:
        found = None
    said = found if isinstance(found, dict) else {}
    description, parameters = said.get("description"), said.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    kept: dict[str, Any] = {"description": description} if isinstance(description, str) else {}
    if isinstance(seconds, int | float) and seconds > 0:
        kept["parameters"] = {"retry_after": seconds}
    return orjson.dumps(kept)


@lru_cache(maxsize=64)
def _address(url: str) -> URL:
    """Parsed once: there are as many addresses as methods."""
    return URL(url, encoded=True)


@lru_cache(maxsize=8)
def _silence(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=seconds)
