"""What one transaction does, on the real core: what the core asks of the store."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.service import Arrival, Service
from bot.store.chats import Live
from bot.store.outbox import Lane
from bot.store.store import Store
from bot.triage.conversation import advance
from bot.triage.inputs import Commanded
from bot.triage.screen import Document
from tests.store.made import ANN, BEN, chat, notice, question
from tests.triage.made import library

EXPORT = Arrival(ANN, Commanded("export"))


@pytest.fixture
def core() -> object:
    """The real core, on small content."""
    made = library()
    return lambda chat, input, now, token, language: advance(made, chat, input, now, token, language)


async def test_an_export_holds_what_the_store_keeps_beside_the_chat(service: Service, store: Store) -> None:
    """The chat's number, the number of the message with buttons, and what waits for this person, in order."""
    with store.transaction():
        for person in (ANN, BEN):
            store.chats.put(store.vault.hash(person), person, chat(), Live(person - ANN + 12, is_question=True))
            store.outbox.post(store.vault.hash(person), person, [notice(f"to {person}")], Lane.SLOW)
        store.outbox.post(store.vault.hash(ANN), ANN, [question("How long?")], Lane.FAST)
    await service.receive([EXPORT])
    held = exports(store)[-1]
    assert (held["telegram_chat"], held["telegram_message_with_buttons"]) == (ANN, 12)
    assert [message["text"] for message in held["waiting_to_be_sent"]] == [f"to {ANN}", "How long?"]
    assert held["episodes"][0]["visits"][0]["answers"]["triggers"] == ["coffee", "stress"]


async def test_exports_that_wait_do_not_grow_each_other(service: Service, store: Store) -> None:
    """Each names those before it, and holds none of them."""
    with store.transaction():
        store.chats.put(store.vault.hash(ANN), ANN, chat(), None)
    await service.receive([EXPORT] * 20)
    held = exports(store)
    assert [len(export["waiting_to_be_sent"]) for export in held] == list(range(20))
    assert {message["file"] for message in held[-1]["waiting_to_be_sent"]} == {"checkback.json"}
    assert len(json.dumps(held[-1])) < 10_000


def exports(store: Store) -> list[Any]:
    with store.transaction():
        documents = [screen.document for screen in store.outbox.screens(store.vault.hash(ANN))]
    return [json.loads(document.text) for document in documents if isinstance(document, Document)]
