"""The outbox: order within a chat, two lanes, and what gives way to what."""

from __future__ import annotations

from collections.abc import Container, Sequence

import pytest

from bot.store.chats import Live
from bot.store.outbox import MOST_WAITING, Claimed, Lane, Row, Want
from bot.store.store import Store
from bot.triage.screen import Kind, Screen
from tests.store.made import ANN, BEN, Home, chat, invitation, notice, question


def post(store: Store, chat_id: int, *screens: Screen, lane: Lane = Lane.FAST) -> bytes:
    hash = store.vault.hash(chat_id)
    store.outbox.post(hash, chat_id, screens, lane)
    return hash


def claim(store: Store, most: int = 9, slow: int = 9, resting: Container[bytes] = ()) -> Sequence[Row]:
    return store.outbox.claim(Want(most, slow, resting)).rows


def send(store: Store, most: int = 9, slow: int = 9) -> list[str]:
    """Claim, and report as sent. The texts."""
    rows = claim(store, most, slow)
    for row in rows:
        store.outbox.remove(row.id)
        store.outbox.release(row.hash)
    return [row.screen.text for row in rows]


def send_all(store: Store) -> list[str]:
    texts: list[str] = []
    while sent := send(store):
        texts += sent
    return texts


def test_a_row_carries_all_that_is_needed_to_send_it(store: Store) -> None:
    """To whom, what, and over which message it may be drawn."""
    hash = post(store, ANN, question())
    store.chats.put(hash, ANN, chat(), Live(7, True))
    (row,) = claim(store)
    assert (row.chat_id, row.hash, row.screen, row.live) == (ANN, hash, question(), Live(7, True))


def test_before_consent_a_row_has_no_live_message(store: Store) -> None:
    """Nothing is kept of that person but the message on its way."""
    post(store, ANN, notice())
    (row,) = claim(store)
    assert row.live is None


def test_a_chat_is_served_in_order_one_at_a_time(store: Store) -> None:
    """The next row waits until the one in flight has been released."""
    post(store, ANN, notice("1"), notice("2"))
    post(store, BEN, notice("3"))
    rows = claim(store)
    assert [row.screen.text for row in rows] == ["1", "3"]
    assert not claim(store)
    store.outbox.remove(rows[0].id)
    store.outbox.release(rows[0].hash)
    assert [row.screen.text for row in claim(store)] == ["2"]


def test_a_row_that_was_not_sent_waits_again_in_its_place(store: Store) -> None:
    """What came after it does not overtake it."""
    post(store, ANN, notice("1"), notice("2"))
    for _ in range(2):
        (row,) = claim(store)
        assert row.screen.text == "1"
        store.outbox.release(row.hash)


def test_after_a_restart_what_was_in_flight_waits_again(home: Home) -> None:
    """Whether it arrived is not known: it may come twice, but is not lost."""
    with home.opened() as store, store.transaction():
        post(store, ANN, notice("1"), notice("2"))
        claim(store)
    with home.opened() as store, store.transaction():
        assert send_all(store) == ["1", "2"]


def test_a_resting_chat_is_passed_over(store: Store) -> None:
    """The others do not wait for it."""
    ann = post(store, ANN, notice("1"))
    post(store, BEN, notice("2"))
    assert [row.screen.text for row in claim(store, resting=frozenset({ann}))] == ["2"]


def test_a_claim_is_bounded(store: Store) -> None:
    """No more than there is room for, in the order in which they came."""
    for chat_id in range(5):
        post(store, chat_id, notice(str(chat_id)))
    assert send(store, 0) == []
    assert send(store, 2) == ["0", "1"]
    assert send(store, 9) == ["2", "3", "4"]


def test_what_is_left_is_told(store: Store) -> None:
    """So that delivery looks again: for what there was no room, and for those who rest; not for those in flight."""
    ann = post(store, ANN, notice("1"), notice("2"))
    assert store.outbox.claim(Want(0, 0)) == Claimed([], left=True)
    assert store.outbox.claim(Want(9, 9, {ann})) == Claimed([], left=True)
    assert not store.outbox.claim(Want(9, 9)).left
    assert store.outbox.claim(Want(0, 0)) == Claimed([], left=False)
    post(store, BEN, invitation("3"), lane=Lane.SLOW)
    assert store.outbox.claim(Want(9, 0)) == Claimed([], left=True)
    assert not store.outbox.claim(Want(9, 9)).left


def test_those_who_wait_come_before_those_to_whom_the_bot_writes(store: Store) -> None:
    """An answer does not wait behind ten thousand check-ins, and those take no more than their share."""
    for chat_id in range(5):
        post(store, chat_id, invitation(f"check-in {chat_id}"), lane=Lane.SLOW)
    post(store, ANN, notice("answer"))
    assert send(store, 3, 1) == ["answer", "check-in 0"]
    assert send(store, 3, 9) == ["check-in 1", "check-in 2", "check-in 3"]
    assert send(store, 3, 0) == []


def test_a_full_claim_of_answers_leaves_no_room_for_check_ins(store: Store) -> None:
    """Also when both lanes hold something for the same chat: its order stays."""
    post(store, ANN, notice("1"))
    post(store, BEN, notice("2"))
    post(store, BEN, invitation("3"), lane=Lane.SLOW)
    assert send(store, 1, 1) == ["1"]
    assert send(store, 2, 2) == ["2"]
    assert send(store, 2, 2) == ["3"]


def test_an_answer_takes_a_waiting_check_in_of_its_chat_along(store: Store) -> None:
    """The chat's order is kept, and the person does not wait for the slow lane."""
    post(store, BEN, invitation("Ben's"), lane=Lane.SLOW)
    post(store, ANN, invitation("Ann's"), lane=Lane.SLOW)
    post(store, ANN, notice("answer"))
    assert send(store, 9, 0) == ["Ann's"]
    assert send(store, 9, 0) == ["answer"]
    assert send(store, 9, 9) == ["Ben's"]


def test_a_new_question_replaces_one_that_still_waits(store: Store) -> None:
    """Twenty quick taps show the latest question, not twenty edits. Another chat's question stays."""
    post(store, BEN, question("Ben's"))
    for text in ("1", "2", "3"):
        post(store, ANN, question(text))
    assert send_all(store) == ["Ben's", "3"]


def test_only_a_question_is_replaced(store: Store) -> None:
    """Dispositions, alarms, notices and check-ins always arrive, in order."""
    told = [Screen(kind, kind) for kind in Kind if kind is not Kind.QUESTION]
    post(store, ANN, question("old"), *told)
    post(store, ANN, question("new"))
    assert send_all(store) == [*(screen.text for screen in told), "new"]


def test_a_question_in_flight_is_not_replaced(store: Store) -> None:
    """It is on the wire. The new one follows it."""
    post(store, ANN, question("1"))
    (row,) = claim(store)
    post(store, ANN, question("2"))
    assert store.outbox.remove(row.id)
    store.outbox.release(row.hash)
    assert send_all(store) == ["2"]


def test_two_questions_of_one_turn_do_not_replace_each_other(store: Store) -> None:
    """The core meant both."""
    post(store, ANN, question("1"), question("2"))
    assert send_all(store) == ["1", "2"]


@pytest.mark.parametrize(("old", "new", "result"), [(True, True, True), (False, True, False), (True, False, False)])
def test_a_question_in_place_of_a_new_message_is_a_new_message(
    store: Store, old: bool, new: bool, result: bool
) -> None:
    """Nobody saw the one replaced, so what it should have stood below would stay below its successor."""
    post(store, ANN, question(replaces=old))
    post(store, ANN, question(replaces=new))
    (row,) = claim(store)
    assert row.screen.replaces is result


def test_withdrawn_rows_are_not_sent_and_those_in_flight_not_again(store: Store) -> None:
    """/stop: a request on the wire may still arrive, but is not tried again. Others keep theirs."""
    hash = post(store, ANN, invitation("in flight"), lane=Lane.SLOW)
    (row,) = claim(store)
    post(store, ANN, notice("waiting"))
    post(store, BEN, notice("Ben's"))
    store.outbox.withdraw(hash)
    post(store, ANN, notice("stopped"))
    assert not store.outbox.remove(row.id)
    store.outbox.release(hash)
    assert send_all(store) == ["Ben's", "stopped"]


def test_rows_can_be_withdrawn_up_to_one(store: Store) -> None:
    """The person blocked the bot, came back and wrote: what came after stays."""
    hash = post(store, ANN, notice("1"), notice("2"))
    (row,) = claim(store)
    store.outbox.release(hash)
    store.outbox.withdraw(hash, row.id)
    assert send_all(store) == ["2"]


def test_a_row_is_done_with_once(store: Store) -> None:
    """A report that comes again is known as such."""
    post(store, ANN, notice())
    (row,) = claim(store)
    assert store.outbox.remove(row.id)
    assert not store.outbox.remove(row.id)


def test_the_lanes_have_lengths(store: Store) -> None:
    """So that no more check-ins are taken up than can be sent."""
    post(store, ANN, invitation(), lane=Lane.SLOW)
    post(store, BEN, notice(), notice())
    assert (store.outbox.length(Lane.SLOW), store.outbox.length(Lane.FAST)) == (1, 2)


def test_a_flood_of_ones_own_is_bounded(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """The oldest notices give way; an alarm among them does not."""
    alarm = Screen(Kind.ALARM, "alarm")
    post(store, ANN, alarm)
    for number in range(MOST_WAITING + 50):
        post(store, ANN, notice(str(number)))
    sent = send_all(store)
    assert len(sent) <= MOST_WAITING + 1
    assert sent[0] == "alarm"
    assert sent[-1] == str(MOST_WAITING + 49)
    assert caplog.text.count("gave way") == 1, "told once: a flood must not fill the log"


def test_a_damaged_row_is_dropped_and_holds_up_nobody(
    home: Home, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor the chat's next one."""
    post(store, ANN, notice("1"), notice("2"))
    with home.tampered() as other:
        other.execute("UPDATE outbox SET blob = x'00' WHERE id = 1")
    assert send(store) == []
    assert send_all(store) == ["2"]
    assert "cannot be read" in caplog.text
