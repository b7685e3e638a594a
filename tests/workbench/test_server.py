"""The server over real HTTP: this machine alone, one page, and answers that depend on the request only."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession, ClientTimeout

from bot.content.load import load
from bot.workbench.server import MOST_MOVES, PAGE
from tests.workbench.made import edit
from tests.workbench.served import Served, served


@pytest_asyncio.fixture
async def bench(folder: Path) -> AsyncIterator[Served]:
    async with served(folder, load) as bench:
        yield bench


@pytest_asyncio.fixture
async def client(bench: Served) -> AsyncIterator[ClientSession]:
    async with ClientSession(bench.address, timeout=ClientTimeout(20)) as client:
        yield client


BEGIN = {"flow": "twitch", "moves": [], "tap": ""}


async def test_it_plays_what_the_page_holds(client: ClientSession) -> None:
    """The same request has the same answer, whatever was asked between: the server keeps no conversation."""
    first, other, again = [
        await (await client.post("/play", json={**BEGIN, "moves": moves})).json()
        for moves in (["who=me"], ["who=child", "signs=droop"], ["who=me"])
    ]
    assert first["trial"]["messages"] == again["trial"]["messages"] != other["trial"]["messages"]


async def test_it_listens_on_this_machine_alone(bench: Served) -> None:
    """The address that it tells is a loopback address."""
    assert bench.address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("name", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[::1", "192.0.2.1"])
@pytest.mark.parametrize("path", ["/", "/page/app.js", "/changes"])
async def test_another_name_for_this_machine_is_refused(client: ClientSession, name: str, path: str) -> None:
    """DNS rebinding: a page from elsewhere whose name was turned to 127.0.0.1 reads nothing."""
    async with client.get(path, headers={"Host": name}) as answer:
        assert answer.status in {400, 403}
        assert "Checkback" not in await answer.text()


async def test_a_page_from_elsewhere_is_refused(client: ClientSession) -> None:
    """A request of another origin, or one that a form could send, does nothing."""
    async with client.post("/play", json=BEGIN, headers={"Origin": "http://evil.example"}) as answer:
        assert answer.status == 403
    async with client.post("/play", data=json.dumps(BEGIN), headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        '{"flow": "twitch"}',
        '{"flow": 1, "moves": [], "tap": ""}',
        '{"flow": "twitch", "moves": [1], "tap": ""}',
        json.dumps({**BEGIN, "moves": ["who=me"] * (MOST_MOVES + 1)}),
    ],
)
async def test_what_no_page_sends_is_refused(client: ClientSession, body: str) -> None:
    """It is answered with 400, and the server goes on."""
    async with client.post("/play", data=body, headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400
    async with client.post("/play", json=BEGIN) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("path", ["/", "/page/app.js", "/page/none.js"])
async def test_the_page_may_ask_this_server_alone(client: ClientSession, path: str) -> None:
    """The policy allows scripts, styles and requests of this origin, and nothing else; no cookie is set."""
    async with client.get(path) as answer:
        policy = answer.headers["Content-Security-Policy"].split("; ")
        assert policy[0] == "default-src 'none'"
        allowed = {source for part in policy[1:] for source in part.split()[1:]}
        assert allowed <= {"'self'", "'none'", "'script'"}
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/page/../server.py", "/page/%2e%2e/server.py", "/page/..%2fserver.py", "/page/x", "/x"]
)
async def test_only_the_page_is_served(client: ClientSession, path: str) -> None:
    """No other file of the disk can be asked for."""
    async with client.get(path) as answer:
        assert answer.status == 404


async def test_every_file_of_the_page_is_served(client: ClientSession) -> None:
    """All that the folder of the page holds, each as what it is."""
    assert {path.name for path in files("bot.workbench").joinpath("page").iterdir()} == set(PAGE)
    for name, kind in PAGE.items():
        async with client.get(f"/page/{name}") as answer:
            assert (answer.status, answer.content_type) == (200, kind)


async def test_a_change_is_told_at_once(client: ClientSession, folder: Path) -> None:
    """The version in use, then the next one when a file was saved."""
    async with client.get("/changes") as answer:
        assert answer.content_type == "text/event-stream"
        assert await answer.content.readuntil(b"\n\n") == b"data: 1\n\n"
        edit(folder, "Which of these signs?", "Which signs?")
        assert await asyncio.wait_for(answer.content.readuntil(b"\n\n"), 20) == b"data: 2\n\n"


async def test_a_folder_that_cannot_be_loaded_yet_has_only_problems(client: ClientSession, folder: Path) -> None:
    """The page can open before the first version loads."""
    edit(folder, "version: 1", "vershun: 1")
    async with served(folder, load) as bench, ClientSession(bench.address) as other:
        answer = await (await other.post("/play", json={"flow": "", "moves": [], "tap": ""})).json()
    assert answer["trial"] is None
    assert "flows/twitch.yaml:2:1" in [problem["place"] for problem in answer["problems"]]
