"""The server refuses what Telegram refuses; tests that pass against it mean something."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.bot_api import BotApi
from tests.bot_api.client import call
from tests.bot_api.errors import ApiError
from tests.bot_api.html import parse_html

BUTTON = {"text": "Yes", "callback_data": "a.1.yes"}


@pytest_asyncio.fixture
async def server() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        await server.person(7).say("/start")
        yield server


def keyboard(*rows: list[Any]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"chat_id": 7}, "needs"),
        ({"chat_id": 7, "text": 5}, "must be a string"),
        ({"chat_id": "seven", "text": "x"}, "must be an integer"),
        ({"chat_id": True, "text": "x"}, "must be an integer"),
        ({"chat_id": 7, "text": "x", "disable_notification": "yes"}, "must be a boolean"),
        ({"chat_id": 7, "text": "x", "colour": "red"}, "no field"),
        ({"chat_id": 7, "text": ""}, "empty"),
        ({"chat_id": 7, "text": " \n "}, "empty"),
        ({"chat_id": 7, "text": "<b> </b>", "parse_mode": "HTML"}, "empty"),
        ({"chat_id": 7, "text": "x" * 4097}, "too long"),
        ({"chat_id": 7, "text": "😀" * 2049}, "too long"),
        ({"chat_id": 7, "text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        ({"chat_id": 7, "text": "x", "parse_mode": "Markdown"}, "only HTML"),
        ({"chat_id": 7, "text": "x", "reply_markup": []}, "object expected"),
        ({"chat_id": 7, "text": "x", "reply_markup": "{"}, "can't parse"),
        ({"chat_id": 7, "text": "x", "reply_markup": keyboard([{"text": "Yes"}])}, "unallowed"),
        ({"chat_id": 7, "text": "x", "reply_markup": keyboard([BUTTON | {"text": " "}])}, "non-empty"),
        (
            {"chat_id": 7, "text": "x", "reply_markup": keyboard([BUTTON | {"callback_data": ""}])},
            "BUTTON_DATA_INVALID",
        ),
        ({"chat_id": 7, "text": "x", "reply_markup": keyboard([BUTTON | {"callback_data": "ü" * 33}])}, "BUTTON_DATA"),
        ({"chat_id": 7, "text": "x", "reply_markup": keyboard([BUTTON] * 9)}, "eight"),
        ({"chat_id": 7, "text": "x", "reply_markup": keyboard(*[[BUTTON]] * 101)}, "TOO_LONG"),
    ],
)
async def test_calls_that_no_correct_client_makes(server: BotApi, parameters: dict[str, Any], told: str) -> None:
    """Each is refused with 400, and is a complaint that ends a test red."""
    answer = await call(server, "sendMessage", **parameters)
    assert answer["error_code"] == 400
    assert told in answer["description"]
    assert len(server.complaints) == 1


@pytest.mark.parametrize(
    "parameters",
    [
        {"chat_id": "7", "text": "x" * 4096},
        {"chat_id": 7, "text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"},
        {"chat_id": 7, "text": "x", "reply_markup": json.dumps(keyboard([BUTTON | {"callback_data": "ü" * 32}] * 8))},
        {"chat_id": 7, "text": "x", "reply_markup": keyboard([], [BUTTON]), "disable_notification": "true"},
    ],
)
async def test_calls_at_the_limits(server: BotApi, parameters: dict[str, Any]) -> None:
    """What is just within them is taken."""
    assert (await call(server, "sendMessage", **parameters))["ok"]
    assert server.complaints == []


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("getUpdates", {"limit": 101}),
        ("getUpdates", {"timeout": 51}),
        ("getUpdates", {"allowed_updates": "message"}),
        ("setWebhook", {"url": "http://example.org/hook"}),
        ("setWebhook", {"url": "https://example.org/hook", "secret_token": "not this!"}),
        ("setWebhook", {"url": "https://example.org/hook", "max_connections": 0}),
        ("answerCallbackQuery", {"callback_query_id": "5", "text": "x" * 201}),
        ("answerCallbackQuery", {"callback_query_id": 5}),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "start", "description": ""}]}),
        ("setMyCommands", {"commands": [{"command": "start", "description": "x" * 257}]}),
        ("setMyDescription", {"description": "x" * 513}),
        ("setMyShortDescription", {"short_description": "x" * 121}),
        ("sendDocument", {"chat_id": 7, "document": ""}),
        ("sendPhoto", {"chat_id": 7, "photo": "https://example.org/a.png"}),
    ],
)
async def test_other_methods_are_strict_too(server: BotApi, method: str, parameters: dict[str, Any]) -> None:
    """Every limit that our bot could overstep."""
    assert (await call(server, method, **parameters))["error_code"] == 400
    assert len(server.complaints) == 1


async def test_unknown_methods_and_tokens(server: BotApi) -> None:
    """404 and 401, as on the real server; names in any case."""
    assert (await call(server, "sendGreetings"))["error_code"] == 404
    assert (await call(server, "GETME"))["result"]["username"] == "checkback_test_bot"
    server.token = "another"
    async with aiohttp.ClientSession() as session, session.get(f"{server.url}/botwrong/getMe") as response:
        assert response.status == 401


async def test_parameters_from_anywhere(server: BotApi) -> None:
    """Query, form and multipart are taken as JSON is."""
    root = f"{server.url}/bot{server.token}"
    upload = aiohttp.FormData()
    upload.add_field("chat_id", "7")
    upload.add_field("document", b"bytes", filename="a.bin", content_type="application/octet-stream")
    async with aiohttp.ClientSession() as session:
        for response in (
            await session.get(f"{root}/sendMessage?chat_id=7&text=query"),
            await session.post(f"{root}/sendMessage", data={"chat_id": "7", "text": "form"}),
            await session.post(f"{root}/sendDocument", data=upload),
        ):
            assert response.status == 200
    assert [message.text for message in server.person(7).messages] == ["query", "form", ""]
    assert server.complaints == []


async def test_refusals_as_things_stand(server: BotApi) -> None:
    """What a correct client meets: these are no complaints."""
    ada = server.person(7)
    sent = (await call(server, "sendMessage", chat_id=7, text="hello"))["result"]["message_id"]
    same = await call(server, "editMessageText", chat_id=7, message_id=sent, text="hello")
    assert "message is not modified" in same["description"]
    assert "not found" in (await call(server, "editMessageText", chat_id=7, message_id=99, text="x"))["description"]
    theirs = next(message.id for message in ada.chat.messages.values() if not message.from_bot)
    assert (
        "can't be edited"
        in (await call(server, "editMessageText", chat_id=7, message_id=theirs, text="x"))["description"]
    )
    assert "chat not found" in (await call(server, "sendMessage", chat_id=8, text="x"))["description"]
    server.person(9)
    assert "can't initiate" in (await call(server, "sendMessage", chat_id=9, text="x"))["description"]
    await ada.block()
    assert (await call(server, "sendMessage", chat_id=7, text="x"))["error_code"] == 403
    assert server.complaints == []


async def test_a_tap_is_answered_once(server: BotApi) -> None:
    """A second answer is too late, and so is one that comes after a minute."""
    ada = server.person(7)
    await call(server, "sendMessage", chat_id=7, text="Well?", reply_markup=keyboard([BUTTON]))
    tap = await ada.tap("Yes")
    assert (await call(server, "answerCallbackQuery", callback_query_id=tap.query.id, text="Thanks"))["ok"]
    assert await tap.answer() == "Thanks"
    assert "too old" in (await call(server, "answerCallbackQuery", callback_query_id=tap.query.id))["description"]
    late = await ada.tap("Yes")
    late.query.at -= 61
    assert "too old" in (await call(server, "answerCallbackQuery", callback_query_id=late.query.id))["description"]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a <b>b</b> c", "a b c", [("bold", 2, 1)]),
        ("😀<i>x</i>", "😀x", [("italic", 2, 1)]),
        (" <b> x </b> ", "x", [("bold", 0, 1)]),
        ("&lt;b&gt; &amp; &quot;&#128512;&#x41;", '<b> & "😀A', []),
        ("<b><i>x</i></b>", "x", [("italic", 0, 1), ("bold", 0, 1)]),
        ('<a href="https://x.org/?a=1&amp;b">x</a>', "x", [("text_link", 0, 1)]),
        ("<pre><code>x</code></pre>", "x", [("code", 0, 1), ("pre", 0, 1)]),
    ],
)
def test_html_is_read(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Offsets count UTF-16 units, and white space around the text is gone."""
    found, spans = parse_html(source)
    assert found == text
    assert [(span["type"], span["offset"], span["length"]) for span in spans] == entities


@pytest.mark.parametrize(
    "source",
    [
        "<b>", "</b>", "<b><i>x</b></i>", "<div>x</div>", "a < b", "a > b", "a & b", "&nbsp;", "&#0;", "&#xD800;",
        "<b x=y>z</b>",
        '<a href="javascript:x">x</a>', "<a>x</a>", '<a href="tel:112">x</a>', "<code><b>x</b></code>",
        '<a href="https://a.b"><a href="https://c.d">x</a></a>', "<b>x</b>" * 101, "<!-- x -->",
    ],
)  # fmt: skip
def test_broken_html_is_refused(source: str) -> None:
    """Where the real server would refuse it, or show something else than was meant."""
    with pytest.raises(ApiError, match="can't parse entities"):
        parse_html(source)
