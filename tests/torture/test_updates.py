"""Whatever Telegram may send, through the one door into the real core and store, and on its way out again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.delivery import Delivery
from bot.pace import Pace
from bot.service import Service
from bot.store.store import open_in_memory
from bot.telegram.ingress import Ingress
from bot.triage.conversation import advance
from bot.triage.screen import Screen
from tests.bot_api import BotApi, Person
from tests.bot_api.fixtures import bot_api
from tests.end_to_end.conftest import ada, running
from tests.end_to_end.process import BotProcess
from tests.telegram.shapes import updates
from tests.torture.targets import FRESH, NOW, library

__all__ = ["ada", "bot_api", "running"]

BIDI = "\u202e\u2067\u200f"
ODD_TEXTS = {
    "emoji": "\U0001f62d\U0001f468\u200d\U0001f469\u200d\U0001f467" * 300,
    "right to left": f"{BIDI}שלום{BIDI} my lip {BIDI}",
    "html": '<b>bold</b> <a href="x">&amp;</a> <script>alert(1)</script> </code>',
    "markdown": "**a** [b](http://c) `d` _e_ \\",
    "longest": "\U0001f600" * 2048,
    "words": "x " * 2048,
    "controls": "a\0b\x07\x1b[31m\ufeff\ufffe",
}


class Sink:
    """A messenger that takes everything."""

    sent = 0

    async def send(self, chat_id: int, screen: Screen) -> int:
        self.sent += 1
        return self.sent

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> None:
        self.sent += 1

    async def strip(self, chat_id: int, message_id: int) -> None:
        """There is nothing to take away."""


async def dealt_with(batch: list[dict[str, Any]]) -> tuple[int, int]:
    """How many inputs were poison, and how many screens were lost on their way."""
    with open_in_memory() as store:
        async with Service(
            store,
            lambda chat, input, now, token, language: advance(library(), chat, input, now, token, language),
            lambda: NOW,
            lambda: FRESH,
        ) as service:
            delivery = Delivery(service, Sink(), Pace(0, 0))
            await Ingress(service.receive, lambda: "checkback_bot").take(batch)
            await delivery.emptied()
            return service.health.poisoned, delivery.refused


@given(st.lists(updates(), min_size=5, max_size=15))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_shape_goes_through(batch: list[dict[str, Any]]) -> None:
    """Nothing the library describes is poison to the core or the store."""
    assert asyncio.run(dealt_with(batch)) == (0, 0)


async def test_odd_texts_end_to_end(running: BotProcess, ada: Person, bot_api: BotApi) -> None:
    """Before consent and after, as a message, a command's argument and a caption: answered, as no markup."""
    await ada.say("/start")
    await ada.sees("I agree", within=20)
    for consented in (False, True):
        for text in ODD_TEXTS.values():
            count = len(ada.messages)
            await ada.say(text)
            await ada.say(f"/medicines {text[:4000]}")
            await ada.send_photo(caption=text[:1024])
            await ada.say(f"/start {text[:60]}")
            await ada.sees("")
            await bot_api.settled(quiet=0.1, within=20)
            assert len(ada.messages) > count
        if not consented:
            await ada.tap(".agree")
            await ada.sees("")


@pytest.mark.parametrize(
    "data", ["", " ", "q", "q.", "q....", "c.x.begin", "d.yes.no", "a..happening", "\0", "b." + "x" * 62]
)
async def test_any_callback_data_is_answered(data: str) -> None:
    """With a screen, never with silence or poison."""
    shown = {"message_id": 3, "date": 1, "chat": {"id": 7, "type": "private"}}
    tap = {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 7}, "message": shown, "data": data}}
    assert await dealt_with([tap]) == (0, 0)
