"""Reading a call's parameters from wherever the Bot API allows them: query, form, multipart or JSON."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import BodyPartReader, web

from tests.bot_api.errors import ApiError, malformed
from tests.bot_api.fields import Upload

LARGEST = 50 * 1024 * 1024


async def read(request: web.Request) -> dict[str, Any]:
    """The parameters as sent: strings, uploads, or whatever a JSON body held."""
    parameters: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        parameters |= _json(await request.read())
    elif request.content_type == "application/x-www-form-urlencoded":
        parameters |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    elif request.content_type == "multipart/form-data":
        parameters |= await _parts(request)
    elif await request.read():
        raise malformed(f"unsupported content type {request.content_type}")
    return parameters


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise malformed("can't parse request JSON") from None
    if not isinstance(found, dict):
        raise malformed("request JSON must be an object")
    return found


async def _parts(request: web.Request) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            raise malformed("a part without a name")
        content = bytes(await part.read())
        if len(content) > LARGEST:
            raise ApiError(413, "Request Entity Too Large", complaint=True)
        kind = part.headers.get("Content-Type", "")
        parameters[part.name] = Upload(part.filename, content, kind) if part.filename else content.decode()
    return parameters
