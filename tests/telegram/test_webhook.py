"""The webhook, by Telegram's own delivery and by whoever else finds the address."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import pytest

from bot.telegram.bot import PlainBot
from bot.telegram.ingress import Ingress
from bot.telegram.webhook import BODY_SECONDS, LARGEST_BODY, SECRET_HEADER, Webhook
from bot.triage.inputs import Tapped
from tests.bot_api import BotApi, faults
from tests.telegram.receiver import Receiver, free_port

SECRET = "a-secret-that-only-Telegram-knows"
JSON = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}
HELLO = {
    "update_id": 5,
    "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": {"id": 7}, "text": "hello"},
}


def hook(bot: PlainBot, receiver: Receiver, port: int) -> Webhook:
    ingress = Ingress(receiver.receive, lambda: bot.username)
    url = f"http://127.0.0.1:{port}/telegram/hook"
    return Webhook(bot, ingress, url=url, secret=SECRET, host="127.0.0.1", port=port)


@pytest.fixture
async def webhook(bot: PlainBot, receiver: Receiver) -> AsyncIterator[Webhook]:
    async with hook(bot, receiver, free_port()) as listening:
        yield listening


async def post(webhook: Webhook, body: object, headers: dict[str, str] = JSON, path: str = "/telegram/hook") -> int:
    """The status that a stranger's post gets."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{webhook.port}{path}"
        async with session.post(url, data=io.BytesIO(data), headers=headers) as response:
            return response.status


async def test_telegram_is_told_where_to_post(bot_api: BotApi, webhook: Webhook) -> None:
    """With the secret and the kinds of updates, and without dropping what waits."""
    given = bot_api.calls("setWebhook")[0].parameters
    assert given["secret_token"] == SECRET
    assert given["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert "drop_pending_updates" not in given


async def test_updates_come_in(bot_api: BotApi, webhook: Webhook, receiver: Receiver) -> None:
    """Each is received, and then Telegram is done with it."""
    await bot_api.taken(await bot_api.person(7).say("hello"))
    assert receiver.texts == ["hello"]
    assert [status for _, status in bot_api.webhooks.attempts] == [200]


async def test_no_200_before_the_commit(bot_api: BotApi, webhook: Webhook, receiver: Receiver) -> None:
    """While it is being written, Telegram waits."""
    receiver.committing.clear()
    update = await bot_api.person(7).say("hello")
    await asyncio.sleep(0.1)
    assert bot_api.webhooks.attempts == []
    receiver.committing.set()
    await bot_api.taken(update)


async def test_503_while_the_store_is_broken(bot_api: BotApi, webhook: Webhook, receiver: Receiver) -> None:
    """Telegram brings it again until it is kept."""
    receiver.broken = 2
    await bot_api.taken(await bot_api.person(7).say("hello"))
    assert [status for _, status in bot_api.webhooks.attempts] == [503, 503, 200]
    assert receiver.texts == ["hello"]


async def test_a_tap_is_answered_in_the_reply(
    bot_api: BotApi, bot: PlainBot, webhook: Webhook, receiver: Receiver
) -> None:
    """Which saves a request."""
    receiver.toast = "Ticked"
    ada = bot_api.person(7)
    await ada.say("/start")
    await bot.call("sendMessage", chat_id=7, text="Question")
    assert await (await ada.press("abc.1.yes", ada.last)).answer() == "Ticked"
    assert receiver.inputs[-1] == Tapped("abc.1.yes")
    assert bot_api.calls("answerCallbackQuery") == []


async def test_many_people_at_once(bot_api: BotApi, webhook: Webhook, receiver: Receiver) -> None:
    """Each person's words stay in order."""
    for number in range(10):
        for id in range(1, 6):
            last = await bot_api.person(id).say(f"{id} {number}")
    await bot_api.taken(last)
    await bot_api.settled(quiet=0)
    for id in range(1, 6):
        assert [text for text in receiver.texts if text.startswith(f"{id} ")] == [f"{id} {n}" for n in range(10)]


async def test_what_waited_comes_after_a_restart(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """The webhook stays set when the bot ends, so nothing said meanwhile is lost."""
    port = free_port()
    async with hook(bot, receiver, port):
        pass
    update = await bot_api.person(7).say("anybody there?")
    async with hook(bot, receiver, port):
        await bot_api.taken(update)
    assert receiver.texts == ["anybody there?"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/json"}, 403),
        (JSON | {SECRET_HEADER: "wrong"}, 403),
        (JSON | {SECRET_HEADER: SECRET + "x"}, 403),
        (JSON | {SECRET_HEADER: SECRET[:-1]}, 403),
        (JSON | {SECRET_HEADER: "geheimnis-ü"}, 403),
        (JSON | {"Content-Type": "text/plain"}, 415),
        (JSON | {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (JSON | {"Content-Encoding": "gzip"}, 415),
        (JSON | {"Content-Encoding": "identity"}, 415),
        (JSON | {"Content-Type": "application/json; charset=utf-8"}, 200),
        (JSON, 200),
    ],
)
async def test_strangers_are_refused(
    webhook: Webhook, receiver: Receiver, headers: dict[str, str], status: int
) -> None:
    """Whoever does not know the secret, or posts something else than JSON."""
    assert await post(webhook, HELLO, headers) == status
    assert len(receiver.arrivals) == (status == 200)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 50_000, 400),
        (b"[]", 400),
        (b'"update"', 400),
        (b"x" * (LARGEST_BODY + 1), 413),
        ({}, 200),
        ({"update_id": 5}, 200),
        ({"update_id": 5, "message": {"chat": "nonsense"}}, 200),
        ({"update_id": 5, "callback_query": {"id": 5}}, 200),
    ],
)
async def test_bad_bodies(webhook: Webhook, receiver: Receiver, body: object, status: int) -> None:
    """What is no JSON object is refused; an object that makes no sense is taken, or it would come for ever."""
    assert await post(webhook, body) == status
    assert receiver.arrivals == []


PLAIN = {"Content-Type": "application/json"}
PATHS = ("/telegram/hook", "/", "/nobody?x=1")
GARBLED = (
    b"GET / HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n",
    b"POST /telegram/hook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"POST / HTTP/1.1\r\nHo st: x\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nLong: " + b"x" * 20_000 + b"\r\n\r\n",
    b"POST /telegram/hook HTTP/1.1\r\nHost: x\r\nExpect: nonsense\r\nContent-Length: 2\r\n\r\n{}",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
)


async def test_strangers_cannot_fill_the_log(webhook: Webhook, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever they post, packed or not, and what is no HTTP at all: told once, then counted, without a traceback."""
    for path in PATHS:
        for encoding in ("gzip", "deflate", "br", "zstd", "nonsense"):
            for body in (HELLO, b"", b"\x1f\x8b" + b"x" * LARGEST_BODY):
                await post(webhook, body, PLAIN | {"Content-Encoding": encoding}, path)
    for _ in range(3):
        for garbled in GARBLED:
            await speak(webhook, garbled)
    assert webhook.strangers.refused >= 15
    assert webhook.strangers.garbled > 3
    told = [record for record in caplog.records if record.levelno > logging.DEBUG]
    assert [record.name for record in told] == ["bot.telegram.strangers"] * 2
    assert caplog.text.count("without its secret") == caplog.text.count("no HTTP") == 1
    assert "Traceback" not in caplog.text


async def test_what_is_packed_is_not_unpacked(webhook: Webhook, receiver: Receiver) -> None:
    """A few bytes could become a great many; and Telegram packs nothing."""
    bomb = gzip.compress(b" " * 10_000_000)
    assert await post(webhook, bomb, JSON | {"Content-Encoding": "gzip"}) == 415
    assert await post(webhook, bomb, JSON) == 400
    assert receiver.arrivals == []


async def test_a_fault_of_ours_is_told_without_its_words(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each time, as an error: they may be a person's. Telegram brings the update again."""

    async def faulty(_: object) -> None:
        raise ZeroDivisionError("secret words")

    monkeypatch.setattr(receiver, "receive", faulty)
    webhook._ingress._receive = receiver.receive
    assert [await post(webhook, HELLO) for _ in range(2)] == [500, 500]
    assert caplog.text.count("A fault of ours at the webhook: ZeroDivisionError") == 2
    assert "secret words" not in caplog.text
    assert "Traceback" not in caplog.text


async def test_the_longest_update_is_taken(webhook: Webhook, receiver: Receiver) -> None:
    """4,096 characters, all escaped, each with an entity, in answer to another such message."""
    entities = [{"type": "bold", "offset": n, "length": 1} for n in range(100)]
    message = HELLO["message"] | {"text": "\U0001f600" * 2048, "entities": entities}  # type: ignore[operator]
    update = HELLO | {"message": message | {"reply_to_message": message}}
    assert len(json.dumps(update)) < LARGEST_BODY / 3
    assert await post(webhook, update) == 200
    assert receiver.texts == ["\U0001f600" * 2048]


async def speak(webhook: Webhook, said: bytes) -> None:
    """Bytes that may be no HTTP; then the stranger hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", webhook.port)
    with suppress(TimeoutError, ConnectionError):
        writer.write(said)
        await asyncio.wait_for(reader.read(), 0.1)
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


async def test_other_addresses_are_not_found(webhook: Webhook) -> None:
    """Nothing is served but the hook, and that only to POST."""
    assert await post(webhook, HELLO, path="/") == 404
    hook = f"http://127.0.0.1:{webhook.port}/telegram/hook"
    async with aiohttp.ClientSession() as session, session.get(hook) as response:
        assert response.status == 405


async def test_a_body_that_never_ends(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever knows the secret but does not finish is let go."""
    assert BODY_SECONDS > 1
    monkeypatch.setattr("bot.telegram.webhook.BODY_SECONDS", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", webhook.port)
    head = f"POST /telegram/hook HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"
    writer.write(f"{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{".encode())
    assert b" 408 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_no_hook_without_a_secret(bot: PlainBot, receiver: Receiver) -> None:
    """Or anybody could speak for anybody."""
    with pytest.raises(ValueError, match="secret"):
        Webhook(bot, Ingress(receiver.receive, str), url="https://x.org/", secret="", host="127.0.0.1", port=0)


async def test_telegram_is_asked_until_it_agrees(
    bot_api: BotApi, bot: PlainBot, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """setWebhook may fail at the start."""
    monkeypatch.setattr("bot.telegram.bot.FIRST_PAUSE", 0.01)
    bot_api.faults.plan(faults.BAD_GATEWAY, "setWebhook", times=2)
    async with hook(bot, receiver, free_port()):
        await bot_api.taken(await bot_api.person(7).say("hello"))


async def test_a_port_that_is_taken(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """The operator hears of it, and Telegram is not told of an address that is not ours."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(OSError, match="address"):
            await hook(bot, receiver, other.getsockname()[1]).__aenter__()
    assert bot_api.calls("setWebhook") == []
