"""Updates are received together, each for itself."""

from __future__ import annotations

from typing import Any

import pytest

from bot.service import StoreUnavailable
from bot.telegram.ingress import Answer, Ingress
from bot.triage.inputs import Said, Unreadable
from tests.telegram.receiver import Receiver


def message(update_id: int, person: int = 7, **content: Any) -> dict[str, Any]:
    chat = {"id": person, "type": "private"}
    return {"update_id": update_id, "message": {"message_id": 3, "chat": chat, "from": {"id": person}} | content}


def tap(update_id: int, query_id: str, data: str | None = "abc.1.yes") -> dict[str, Any]:
    shown = {"message_id": 3, "date": 1, "chat": {"id": 7, "type": "private"}}
    query = {"id": query_id, "from": {"id": 7}, "message": shown}
    return {"update_id": update_id, "callback_query": query | ({"data": data} if data else {})}


async def test_each_tap_gets_its_own_answer(receiver: Receiver) -> None:
    """Among words and nonsense, and one that was seen before, or means nothing, is answered too."""
    receiver.toast = "Ticked"
    ingress = Ingress(receiver.receive, str)
    await ingress.take([tap(1, "a")])
    answers = await ingress.take([message(2, text="hello"), tap(1, "b"), None, tap(3, "c"), tap(4, "d", data=None)])
    assert answers == [Answer("b"), Answer("c", "Ticked"), Answer("d")]
    assert ingress.skipped == 1


async def test_each_of_many_quick_taps_is_answered(receiver: Receiver) -> None:
    """However many one person's taps came together: a button that is not answered spins on the phone."""
    answers = await Ingress(receiver.receive, str).take([tap(id, str(id)) for id in range(20)])
    assert [answer.query_id for answer in answers] == [str(id) for id in range(20)]
    assert len(receiver.arrivals) == 20


async def test_nothing_to_receive_asks_nobody(receiver: Receiver) -> None:
    """A batch without meaning makes no transaction."""
    assert await Ingress(receiver.receive, str).take([{"update_id": 1, "poll": {}}, None]) == []
    assert receiver.calls == []


async def test_a_broken_store_is_told(receiver: Receiver) -> None:
    """Whoever brought the updates must not confirm them."""
    receiver.broken = 1
    with pytest.raises(StoreUnavailable):
        await Ingress(receiver.receive, str).take([message(1, text="hello")])


async def test_an_album_is_heard_once(receiver: Receiver) -> None:
    """Per person; a caption is read wherever it stands, and what comes after words is heard anew."""
    album = [message(1, photo=[{}]), message(2, photo=[{}], caption="see?"), message(3, photo=[{}])]
    more = [message(4, photo=[{}]), message(5, person=8, sticker={})]
    await Ingress(receiver.receive, str).take([*album, *more])
    assert receiver.inputs == [Unreadable(), Said("see?"), Unreadable(), Unreadable()]


async def test_a_fault_of_ours_spoils_no_batch(receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged by its kind alone."""

    def nameless() -> str:
        if not receiver.arrivals:
            raise RuntimeError("secret words")
        return "bot"

    ingress = Ingress(receiver.receive, nameless)
    await ingress.take([message(1, text="hello")])
    assert (ingress.skipped, receiver.inputs) == (1, [])
    assert "RuntimeError" in caplog.text
    assert "secret words" not in caplog.text
