"""Requests over real HTTP: what goes wrong on the way, and that nothing of it tells the token."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from telegram import InputFile
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.bot import PlainBot, build_bot, seconds_of
from tests.bot_api import TOKEN, BotApi, Fault, faults

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def everything_told(error: BaseException) -> str:
    """All that a log could show of an error."""
    return "".join(traceback.format_exception(error)) + repr(error)


async def refused(bot: PlainBot, read_seconds: float | None = None) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await bot.call("sendMessage", chat_id=7, text="hello", read_seconds=read_seconds)
    assert "TEST-of-Checkback" not in everything_told(caught.value)
    return caught.value


@asynccontextmanager
async def bot_at(talk: Talk) -> AsyncIterator[PlainBot]:
    """A bot whose server says just what `talk` says."""
    talks: set[asyncio.Task[None] | None] = set()

    async def until_closed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.current_task())
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await talk(reader, writer)
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(until_closed, "127.0.0.1", 0)
    bot = build_bot(TOKEN, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    for request in bot._request:
        await request.initialize()
    bot._requests_initialized = True
    yield bot
    await bot.shutdown()
    server.close()
    await asyncio.gather(*filter(None, talks))


def saying(answer: bytes) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    return talk


def json_answer(body: object, status: str = "200 OK") -> bytes:
    payload = json.dumps(body).encode()
    return b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n%b" % (status.encode(), len(payload), payload)


@pytest.mark.parametrize(
    "fault",
    [
        faults.DROP_BEFORE, faults.DROP_AFTER, faults.SERVER_ERROR, faults.BAD_GATEWAY, faults.GARBAGE_BEFORE,
        faults.GARBAGE_AFTER, faults.REDIRECT,
    ],
)  # fmt: skip
async def test_a_bad_network_is_a_network_error(bot_api: BotApi, bot: PlainBot, fault: Fault) -> None:
    """It is of the one kind that is tried again, once, and shows no address."""
    await bot_api.person(7).say("hello")
    bot_api.faults.plan(fault, "sendMessage")
    error = await refused(bot)
    assert type(error) is NetworkError
    assert len(bot_api.calls("sendMessage")) == 1


async def test_a_hanging_server_is_a_time_out(bot_api: BotApi, bot: PlainBot) -> None:
    """Silence is given up after the seconds that the call allows."""
    bot_api.faults.plan(faults.HANG_BEFORE, "sendMessage")
    assert isinstance(await refused(bot, read_seconds=0.05), TimedOut)


async def test_an_answer_that_trickles_meets_the_outer_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then is no silence, and yet it ends."""
    monkeypatch.setattr("bot.telegram.request.CONNECT_SECONDS", 0.1)
    monkeypatch.setattr("bot.telegram.request.MARGIN_SECONDS", 0.1)

    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        while not writer.is_closing():
            writer.write(b" ")
            await asyncio.sleep(0.02)

    async with bot_at(trickle) as bot:
        assert isinstance(await refused(bot, read_seconds=0.1), TimedOut)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"this is not HTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nBad Header\r\n\r\n",
        json_answer([]),
        json_answer({"ok": True}),
        json_answer({"ok": False, "description": "no"}),
        json_answer("result"),
        json_answer({"description": 5, "parameters": [1]}, "500 Oops"),
        json_answer(None, "418 I'm a teapot"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + b"[" * 100000,
    ],
)
async def test_nonsense_is_a_network_error(answer: bytes) -> None:
    """Whatever a server or a proxy may say instead of the Bot API."""
    async with bot_at(saying(answer)) as bot:
        assert type(await refused(bot)) is NetworkError


async def test_nobody_listens() -> None:
    """A refused connection is like any other fault of the network."""
    server = await asyncio.start_server(saying(b""), "127.0.0.1", 0)
    async with bot_at(saying(b"")) as bot:
        pass
    server.close()
    await server.wait_closed()
    port = bot.base_url.split(":")[2].split("/")[0]
    again = build_bot(TOKEN, f"http://127.0.0.1:{port}")
    with pytest.raises(NetworkError) as caught:
        await again.initialize()
    assert "TEST-of-Checkback" not in everything_told(caught.value)
    await again.shutdown()


@pytest.mark.parametrize(
    ("status", "kind"), [(400, BadRequest), (401, InvalidToken), (403, Forbidden), (404, InvalidToken), (409, Conflict)]
)
async def test_refusals_have_their_own_kinds(bot_api: BotApi, bot: PlainBot, status: int, kind: type) -> None:
    """As python-telegram-bot tells them apart, with Telegram's own words."""
    bot_api.faults.plan(faults.error(status, "no, thank you"), "sendMessage")
    error = await refused(bot)
    assert type(error) is kind
    assert error.message == "no, thank you"


async def test_too_many_requests_say_how_long_to_wait(bot_api: BotApi, bot: PlainBot) -> None:
    """The seconds are Telegram's."""
    bot_api.faults.plan(faults.too_many(17), "sendMessage")
    error = await refused(bot)
    assert isinstance(error, RetryAfter)
    assert seconds_of(error) == 17


async def test_a_file_goes_as_multipart(bot_api: BotApi, bot: PlainBot) -> None:
    """With its name and its bytes, and the other parameters beside it."""
    ada = bot_api.person(7)
    await ada.say("/export")
    await bot.call("sendDocument", chat_id=7, document=InputFile("zażółć".encode(), "data.json"), caption="Yours")
    document = ada.last.document
    assert document is not None
    assert (document.filename, document.content, document.content_type) == (
        "data.json", "zażółć".encode(), "application/json"
    )  # fmt: skip
    assert ada.last.text == "Yours"


async def test_half_a_surrogate_pair_does_not_stop_everything(bot_api: BotApi, bot: PlainBot) -> None:
    """One odd character must not make a whole batch of updates unreadable, for ever."""
    await bot_api.person(7).say("a\ud83db")
    found = await bot.call("getUpdates")
    assert found[0]["message"]["text"] == "a\ud83db"


async def test_before_initialize_there_is_no_connection() -> None:
    """It belongs to the running loop, so it is not made before."""
    bot = build_bot(TOKEN, "http://127.0.0.1:1/")
    assert (bot.base_url, bot.base_file_url) == (
        f"http://127.0.0.1:1/bot{TOKEN}",
        f"http://127.0.0.1:1/file/bot{TOKEN}",
    )
    with pytest.raises(NetworkError, match="not initialized"):
        await bot.call("getMe")
    await bot.shutdown()
