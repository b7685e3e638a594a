"""The one door: what is received is on the disk, once, whole, and in order."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from bot.service import Arrival, Dropped, Gone, Receipt, Report, Row, Sent, Service, StoreUnavailable
from bot.store.chats import Kept, Live
from bot.store.store import Store
from bot.triage.chat import Chat
from bot.triage.inputs import CheckInDue, CheckInSent, Commanded, Input, Left, Said, Tapped
from bot.triage.turn import Turn
from tests.conversing import Clock, Core, Hand
from tests.store.made import ANN, BEN, Home, chat


def says(text: str, chat_id: int = ANN, update_id: int | None = None) -> Arrival:
    return Arrival(chat_id, Said(text), update_id)


def kept(store: Store, chat_id: int = ANN) -> Kept | None:
    return store.chats.get(store.vault.hash(chat_id))


def live(store: Store) -> Live | None:
    found = kept(store)
    assert found is not None
    return found.live


async def test_what_is_received_is_kept_and_answered(
    service: Service, hand: Hand, store: Store, core: Core, clock: Clock
) -> None:
    """The chat and the screens of its turn, with the time and a fresh token from outside the core."""
    await service.receive([says("agree")])
    found = kept(store)
    assert found is not None
    assert found.chat == chat(at=int(clock.now), answer="fresh-01")
    assert await hand.send_all() == ["first"]


async def test_the_next_arrival_finds_what_the_one_before_left(service: Service, core: Core) -> None:
    """In another batch or in the same one, for the same chat; another chat's is its own."""
    await service.receive([says("agree coffee"), says("hello")])
    await service.receive([says("hello"), says("hello", BEN)])
    made = chat(at=1_000_000, answer="coffee")
    assert core.chats == [None, made, made, None]


async def test_before_consent_nothing_is_kept_but_the_message(service: Service, hand: Hand, home: Home) -> None:
    """The outbox row, and nothing once it was sent."""
    await service.receive([says("hello")])
    with home.tampered() as other:
        assert other.execute("SELECT count(*) FROM chats").fetchone() == (0,)
    assert await hand.send_all() == ["hello"]
    with home.tampered() as other:
        assert other.execute("SELECT count(*) FROM outbox").fetchone() == (0,)


async def test_a_receipt_brings_the_toast(service: Service) -> None:
    """It is shown with the answer to the tap."""
    receipts = await service.receive([says("agree"), Arrival(ANN, Tapped("2"), 5, 1), says("hello")])
    assert receipts == [Receipt(), Receipt("toast 2"), Receipt()]


async def test_an_update_that_comes_again_changes_nothing(service: Service, core: Core) -> None:
    """Telegram sends again what was not confirmed. Also twice in one batch, and after /delete."""
    await service.receive([says("agree", update_id=7)])
    again = await service.receive([says("hello", update_id=8), says("hello", update_id=8), says("agree", update_id=7)])
    assert [receipt.seen_before for receipt in again] == [False, True, True]
    await service.receive([Arrival(ANN, Commanded("delete"), 9)])
    assert (await service.receive([says("agree", update_id=7)]))[0].seen_before
    assert core.inputs == [Said("agree"), Said("hello"), Commanded("delete")]


async def test_nothing_is_confirmed_before_it_is_on_the_disk(home: Home) -> None:
    """A process killed right after `receive` returned has lost neither the chat nor the reply."""
    script = (
        "import asyncio, os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from bot.service import Arrival, Service\n"
        "from bot.store.store import open_store\n"
        "from bot.triage.inputs import Said\n"
        "from tests.conversing import Core\n"
        "async def main():\n"
        "    with open_store(Path(sys.argv[1]), Path(sys.argv[2])) as store:\n"
        "        async with Service(store, Core(), time.time, lambda: 'fresh-01') as service:\n"
        "            await service.receive([Arrival(int(sys.argv[3]), Said('agree'), 7)])\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    command = [sys.executable, "-c", script, str(home.database), str(home.key_file), str(ANN)]
    killed = await asyncio.to_thread(subprocess.run, command, check=False)
    assert killed.returncode == -signal.SIGKILL
    with home.opened() as store:
        assert kept(store) is not None
        async with Service(store, Core(), Clock(), lambda: "fresh-02") as service:
            assert (await service.receive([says("agree", update_id=7)]))[0].seen_before
            assert await Hand(service).send_all() == ["first"]


async def test_only_what_is_confirmed_waits_for_the_disk(store: Store, core: Core, clock: Clock) -> None:
    """A report that a power cut takes back is made again, as its row is sent again; beside an arrival it waits too."""

    def watched(chat: Chat | None, input: Input, now: int, fresh: str, language: str) -> Turn:
        waits.append(store.connection.execute("PRAGMA synchronous").fetchone() == (2,))
        return core(chat, input, now, fresh, language)

    waits: list[bool] = []
    async with Service(store, watched, clock, lambda: "fresh-01") as service:
        hand = Hand(service)
        await service.receive([says("agree"), says("in 0")])
        await hand.send_all()
        await service.receive([Arrival(ANN, CheckInDue())])
        row = await hand.row()
        await service.report(Sent(row, 9))
        await service.report(Gone(row))
        await asyncio.gather(service.report(Gone(row)), service.receive([says("hello")]))
    assert core.inputs[2:] == [CheckInDue(), CheckInSent(), Left(), Left(), Said("hello")]
    assert waits == [True, True, True, False, False, True, True]


@pytest.mark.parametrize("told", [lambda row: Sent(row, 9), Gone])
async def test_a_report_that_a_power_cut_takes_back_is_made_again(
    home: Home, core: Core, clock: Clock, told: Callable[[Row], Report]
) -> None:
    """The check-in waits as if it had not been sent; told once more, its nudge is planned or cancelled as before."""
    cut = Home(home.database.parent.with_name("cut") / home.database.name, home.key_file)
    with home.opened() as store:
        async with Service(store, core, clock, lambda: "fresh-01") as service:
            hand = Hand(service)
            await service.receive([says("agree"), says("in 0")])
            await hand.send_all()
            await service.receive([Arrival(ANN, CheckInDue())])
            shutil.copytree(home.database.parent, cut.database.parent)
            await service.report(told(await hand.row()))
            after = kept(store)
    with cut.opened() as store:
        async with Service(store, core, clock, lambda: "fresh-02") as service:
            assert kept(store) != after
            await service.report(told(await Hand(service).row()))
            assert kept(store) == after
            assert await Hand(service).rows() == []


@pytest.mark.parametrize("fault", ["fault", "endless"])
async def test_a_fault_of_ours_skips_one_input_and_spoils_no_batch(
    service: Service, hand: Hand, core: Core, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    """Whether it shows in the core or only in writing. It is counted, does not come again, and its words, which may be
    a person's, are not logged."""
    batch = [says(f"hello {n}", n, n) for n in range(7)]
    batch[3:3] = [says("agree", ANN, 50), says(f"{fault} SECRET", ANN, 51), says("hello Ann", ANN, 52)]
    receipts = await service.receive(batch)
    assert not any(receipt.seen_before for receipt in receipts)
    assert service.health.poisoned == 1
    sent = await hand.send_all()
    assert sorted(sent) == sorted([*(f"hello {n}" for n in range(7)), "first", "hello Ann"])
    assert (await service.receive([says("fault", ANN, 51)]))[0].seen_before
    assert "A fault of ours, Arrival is skipped" in caplog.text
    assert "SECRET" not in caplog.text


async def test_a_chat_that_cannot_be_read_by_this_version_is_not_written_over(
    service: Service, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update went wrong and was taken back, it is all there."""
    await service.receive([says("agree", ANN)])
    monkeypatch.setattr("bot.store.values.FORMAT", 2)
    await service.receive([says("hello", ANN), says("hello", BEN)])
    assert service.health.poisoned == 1
    monkeypatch.setattr("bot.store.values.FORMAT", 1)
    assert kept(store) is not None


async def test_a_full_disk_confirms_nothing_and_then_all_goes_on(
    service: Service, store: Store, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    """The whole batch comes again, and is new. One log line when it begins, one when it is over."""
    await service.receive([says("agree", ANN, 1)])
    (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
    store.connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    batch = [says("hello", BEN, 2), says("long " * 50_000, ANN, 3)]
    for _ in range(3):
        with pytest.raises(StoreUnavailable, match="full"):
            await service.receive(batch)
        assert not service.health.writing
    store.connection.execute("PRAGMA max_page_count = 100000").fetchone()
    assert [receipt.seen_before for receipt in await service.receive(batch)] == [False, False]
    assert service.health.writing
    assert service.health.poisoned == 0
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


async def test_a_locked_database_confirms_nothing_and_the_work_resumes(
    home: Home, core: Core, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither reading for delivery nor writing."""
    monkeypatch.setattr("bot.store.database.PATIENCE", 0.01)
    with home.opened() as store:
        async with Service(store, core, clock, lambda: "fresh-01") as service:
            with home.tampered() as other:
                other.execute("BEGIN EXCLUSIVE")
                with pytest.raises(StoreUnavailable):
                    await service.receive([says("agree", update_id=1)])
                assert await Hand(service).rows() == []
                with pytest.raises(StoreUnavailable):
                    await service.due(9, 9)
                other.execute("ROLLBACK")
            assert await service.receive([says("agree", update_id=1)]) == [Receipt()]
            assert await Hand(service).send_all() == ["first"]


async def test_a_damaged_chat_starts_afresh_and_the_others_go_on(service: Service, home: Home, core: Core) -> None:
    """As if that person wrote for the first time; what cannot be read is written over once they agree again."""
    await service.receive([says("agree", ANN), says("agree", BEN)])
    with home.tampered() as other:
        other.execute("UPDATE chats SET blob = zeroblob(200) WHERE rowid = 1")
    await service.receive([says("hello", ANN), says("hello", BEN), says("agree", ANN), says("hello", ANN)])
    assert [found is None for found in core.chats] == [True, True, True, False, True, False]


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_nothing_can_hold_is_no_arrival(number: int) -> None:
    """It would spoil the batch only when written."""
    for arrival in ((number, None, None), (1, number, None), (1, None, number)):
        chat_id, update_id, message_id = arrival
        with pytest.raises(ValueError, match="out of range"):
            Arrival(chat_id or 0, Said(""), update_id, message_id)


async def test_a_sent_question_is_the_live_message(service: Service, hand: Hand, store: Store) -> None:
    """The next one may be drawn over it."""
    await service.receive([says("agree")])
    await service.report(Sent(await hand.row(), 11))
    assert live(store) == Live(11, is_question=True)
    await service.receive([Arrival(ANN, Tapped("2"), message_id=11)])
    assert (await hand.row()).live == Live(11, is_question=True)


async def test_other_screens_with_buttons_are_live_but_no_question(service: Service, hand: Hand, store: Store) -> None:
    """Their keyboard is taken away later; nothing is drawn over an alarm."""
    await service.receive([says("agree"), says("alarm")])
    await hand.send_all(first_id=11)
    assert live(store) == Live(12, is_question=False)


async def test_after_a_screen_without_buttons_no_message_is_live(service: Service, hand: Hand, store: Store) -> None:
    """The keyboard above it is taken away by delivery."""
    await service.receive([says("agree"), says("hello")])
    await hand.send_all()
    assert live(store) is None


async def test_a_tap_below_the_live_message_makes_that_one_live(service: Service, hand: Hand, store: Store) -> None:
    """One that the store does not know: of a restored backup, or sent twice. What it shows is not known either."""
    await service.receive([says("agree")])
    await service.report(Sent(await hand.row(), 11))
    await service.receive([Arrival(ANN, Tapped("2"), message_id=12)])
    assert live(store) == Live(12, is_question=False)


async def test_a_tap_above_the_live_message_leaves_it(service: Service, hand: Hand, store: Store) -> None:
    """An old button: the present question is the lower one, and what stands on the old message is not drawn over."""
    await service.receive([says("agree")])
    await service.report(Sent(await hand.row(), 11))
    await service.receive([Arrival(ANN, Tapped("2"), message_id=10)])
    assert live(store) == Live(11, is_question=True)


async def test_the_first_tap_makes_its_message_live(service: Service, store: Store) -> None:
    """The tap on "I agree": its keyboard can then be taken away."""
    await service.receive([Arrival(ANN, Said("agree"), message_id=5)])
    assert live(store) == Live(5, is_question=False)


async def test_stop_withdraws_what_waits(service: Service, hand: Hand) -> None:
    """And what is in flight is not tried again; the word that it is stopped arrives."""
    await service.receive([says("agree"), says("one"), says("two", BEN)])
    for row in await hand.rows():
        service.release(row)
    await service.receive([Arrival(ANN, Commanded("stop"))])
    assert await hand.send_all() == ["two", "stopped"]


async def test_delete_leaves_nothing_of_a_person(service: Service, hand: Hand, home: Home) -> None:
    """No row of the chat but the last word to them, and that only until it was sent."""
    await service.receive([says("agree"), says("in 5"), Arrival(ANN, Commanded("delete"))])
    assert await hand.send_all() == ["deleted"]
    with home.tampered() as other:
        for table in ("chats", "outbox"):
            assert other.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


async def test_a_report_that_comes_again_changes_nothing_more(service: Service, hand: Hand, core: Core) -> None:
    """It is repeated when the disk was full; the nudge must be planned once."""
    await service.receive([says("agree"), says("in 0"), Arrival(ANN, CheckInDue())])
    while rows := await hand.rows():
        for row in rows:
            await service.report(Sent(row, 11))
            await service.report(Sent(row, 11))
    assert core.inputs.count(CheckInSent()) == 1


async def test_when_a_check_in_was_sent_the_nudge_is_planned(
    service: Service, hand: Hand, store: Store, clock: Clock
) -> None:
    """Not before: a nudge to a message that never arrived would puzzle."""
    await service.receive([says("agree"), says("in 5")])
    clock.now += 5
    await service.receive([Arrival(ANN, CheckInDue())])
    assert await service.due(9, 9) == []
    await hand.send_all()
    clock.now += 100
    assert await service.due(9, 9) == [ANN]


async def test_who_stopped_while_a_check_in_was_on_the_wire_gets_no_nudge(
    service: Service, hand: Hand, core: Core
) -> None:
    """The report comes after the stop."""
    await service.receive([says("agree"), says("in 0"), Arrival(ANN, CheckInDue())])
    for _ in range(2):
        await service.report(Sent(await hand.row(), 1))
    row = await hand.row()
    await service.receive([Arrival(ANN, Commanded("stop"))])
    await service.report(Sent(row, 99))
    assert CheckInSent() not in core.inputs


async def test_a_dropped_row_lets_the_next_one_go(service: Service, hand: Hand) -> None:
    """What Telegram refuses must not hold up what follows."""
    await service.receive([says("one"), says("two")])
    await service.report(Dropped(await hand.row()))
    assert await hand.send_all() == ["two"]


async def test_who_is_gone_has_no_check_in_and_no_waiting_rows(
    service: Service, hand: Hand, store: Store, core: Core
) -> None:
    """403: the core hears of it like of any input."""
    await service.receive([says("agree"), says("in 5"), says("hello")])
    row = await hand.row()
    await service.report(Gone(row))
    assert core.inputs[-1] == Left()
    found = kept(store)
    assert found is not None
    assert found.chat.due_at is None
    assert await hand.send_all() == ["planned", "hello"]


async def test_what_came_after_the_refused_row_is_sent(service: Service, hand: Hand) -> None:
    """The person blocked the bot, thought better of it and wrote again, before the 403 was reported."""
    await service.receive([says("one")])
    row = await hand.row()
    await service.receive([says("back")])
    await service.report(Gone(row))
    assert await hand.send_all() == ["back"]


async def test_due_chats_are_found_while_there_is_room_in_the_outbox(
    service: Service, hand: Hand, clock: Clock
) -> None:
    """Back-pressure: check-ins wait in their table, not in a queue."""
    for chat_id in range(3):
        await service.receive([says("agree", chat_id), says("in 5", chat_id)])
    await hand.send_all()
    clock.now += 5
    assert await service.due(9, 2) == [0, 1]
    await service.receive([Arrival(0, CheckInDue())])
    assert await service.due(9, 2) == [1]
    await service.receive([Arrival(1, CheckInDue())])
    assert await service.due(9, 2) == []


async def test_a_check_in_that_cannot_be_dealt_with_waits_an_hour(
    service: Service, core: Core, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the core fails on it or leaves it due: those behind it have their turn."""
    await service.receive([says("agree"), says("in 5")])
    clock.now += 5
    for stubborn in ("fault", "hello"):
        monkeypatch.setattr(core, "when_due", stubborn)
        assert await service.due(9, 9) == [ANN]
        await service.receive([Arrival(ANN, CheckInDue())])
        assert await service.due(9, 9) == []
        clock.now += 3600
    assert await service.due(9, 9) == [ANN]
    assert service.health.poisoned == 1


async def test_a_report_and_a_tap_that_come_together_are_dealt_with_in_order(service: Service, hand: Hand) -> None:
    """The tap is on the message that the report is about."""
    await service.receive([says("agree")])
    row = await hand.row()
    await asyncio.gather(service.report(Sent(row, 5)), service.receive([Arrival(ANN, Tapped("2"), message_id=5)]))
    assert (await hand.row()).live == Live(5, is_question=True)
