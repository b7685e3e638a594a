"""Delivery: in order, within the limits, nothing lost, whatever the messenger says."""

from __future__ import annotations

import asyncio
from collections import deque

import pytest

from bot.delivery import (
    AT_ONCE,
    GIVE_UP,
    PAUSE,
    CannotEdit,
    ChatGone,
    Delivery,
    Refused,
    RetryAfter,
    Unauthorised,
    Unreachable,
)
from bot.pace import BURST, Pace
from bot.service import Arrival, Service, Want
from bot.store.store import Store
from bot.triage.inputs import CheckInDue, CheckInSent, Commanded, Left, Said, Tapped
from bot.triage.screen import Screen
from tests.conversing import Clock, Core, Hand
from tests.store.made import ANN, BEN, Home

CAT = 7_000_000_003


class Phone:
    """A messenger that remembers what it was asked, and fails as it is told: `faults`, one for each send or edit."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.chats: list[int] = []
        self.faults: deque[Exception | None] = deque()
        self.broken: dict[int, Exception] = {}  # chat -> what always happens there
        self.strip_fault: Exception | None = None
        self.free = asyncio.Event()
        self.free.set()
        self.last_id = 100

    async def send(self, chat_id: int, screen: Screen) -> int:
        await self._asked(chat_id)
        self.last_id += 1
        self.calls.append(f"send {screen.text} as {self.last_id}")
        return self.last_id

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> None:
        await self._asked(chat_id)
        self.calls.append(f"edit {message_id} to {screen.text}")

    async def strip(self, chat_id: int, message_id: int) -> None:
        if self.strip_fault:
            raise self.strip_fault
        self.calls.append(f"strip {message_id}")

    async def _asked(self, chat_id: int) -> None:
        self.chats.append(chat_id)
        await self.free.wait()
        fault = self.broken.get(chat_id) or (self.faults.popleft() if self.faults else None)
        if fault:
            raise fault

    @property
    def sent(self) -> list[str]:
        """The texts of new messages, in order."""
        return [call.split()[1] for call in self.calls if call.startswith("send")]


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def monotonic() -> Clock:
    """The clock of rates and time-outs, seconds."""
    return Clock(500.0)


@pytest.fixture
def delivery(service: Service, phone: Phone, monotonic: Clock) -> Delivery:
    """Delivery without limits of its own."""
    return Delivery(service, phone, Pace(0, 0), monotonic, monotonic.sleep)


async def say(service: Service, *texts: str, to: int = ANN) -> None:
    await service.receive([Arrival(to, Said(text)) for text in texts])


async def tap(service: Service, data: str, chat: int = ANN) -> None:
    await service.receive([Arrival(chat, Tapped(data))])


async def wait_for_a_request(phone: Phone) -> None:
    while not phone.chats:  # noqa: ASYNC110 - no event is set by what is being waited for
        await asyncio.sleep(0)


async def pass_time(delivery: Delivery, monotonic: Clock, seconds: float) -> None:
    """What `run` does in so many seconds."""
    end = monotonic.now + seconds
    await delivery.emptied()
    while (look := delivery._pace.look(monotonic.now)) <= end - monotonic.now:
        monotonic.now += look
        await delivery.emptied()
    monotonic.now = end


async def test_messages_go_out_in_the_order_in_which_they_were_made(
    service: Service, delivery: Delivery, phone: Phone
) -> None:
    """One chat's one after the other."""
    await say(service, "1", "2", "3")
    await delivery.emptied()
    assert phone.sent == ["1", "2", "3"]
    assert set(phone.chats) == {ANN}


async def test_a_question_is_drawn_over_the_one_before(service: Service, delivery: Delivery, phone: Phone) -> None:
    """The whole conversation in one message."""
    await say(service, "agree")
    await delivery.emptied()
    for data in ("2", "3"):
        await tap(service, data)
        await delivery.emptied()
    assert phone.calls == ["send first as 101", "edit 101 to 2", "edit 101 to 3"]


async def test_after_a_notice_the_question_is_a_new_message_and_the_old_keyboard_goes(
    service: Service, delivery: Delivery, phone: Phone
) -> None:
    """What the person is to answer is always the lowest, and there is one keyboard."""
    for text in ("agree", "hello"):
        await say(service, text)
        await delivery.emptied()
    await tap(service, "2")
    await delivery.emptied()
    assert phone.calls == ["send first as 101", "send hello as 102", "strip 101", "send 2 as 103"]


async def test_nothing_is_drawn_over_an_alarm(service: Service, delivery: Delivery, phone: Phone) -> None:
    """It stays to be read; only its buttons go, once the next question stands below it."""
    for text in ("agree", "alarm"):
        await say(service, text)
        await delivery.emptied()
    await tap(service, "2")
    await delivery.emptied()
    assert phone.calls == ["send first as 101", "send alarm as 102", "strip 101", "send 2 as 103", "strip 102"]


async def test_a_message_that_cannot_be_edited_is_sent_anew(service: Service, delivery: Delivery, phone: Phone) -> None:
    """Too old, or deleted by the person. The new one is live then."""
    await say(service, "agree")
    await delivery.emptied()
    phone.faults.append(CannotEdit())
    await tap(service, "2")
    await delivery.emptied()
    await tap(service, "3")
    await delivery.emptied()
    assert phone.calls == ["send first as 101", "send 2 as 102", "strip 101", "edit 102 to 3"]


async def test_an_old_keyboard_that_stays_does_no_harm(service: Service, delivery: Delivery, phone: Phone) -> None:
    """Taking it away is tried once; its buttons no longer fit."""
    for fault in (Unreachable(), Refused(), CannotEdit(), RetryAfter(0)):
        phone.strip_fault = fault
        await say(service, "agree", "hello")
        await delivery.emptied()
    assert phone.sent == ["first", "hello"] * 4


async def test_quick_taps_show_the_latest_question(service: Service, delivery: Delivery, phone: Phone) -> None:
    """While one is on the wire the others replace each other; the one on the wire is reported as live first."""
    phone.free.clear()
    await say(service, "agree")
    for data in ("2", "3", "4"):
        await tap(service, data)
    phone.free.set()
    await delivery.emptied()
    assert phone.calls == ["send first as 101", "edit 101 to 4"]


async def test_a_429_halts_that_chat_as_long_as_it_says(
    service: Service, delivery: Delivery, phone: Phone, monotonic: Clock
) -> None:
    """Others go on; then its rows follow in order."""
    phone.faults.append(RetryAfter(30))
    await say(service, "1", "2")
    await delivery.emptied()
    await say(service, "3", to=BEN)
    await pass_time(delivery, monotonic, 29.9)
    assert phone.sent == ["3"]
    await pass_time(delivery, monotonic, 0.2)
    assert phone.sent == ["3", "1", "2"]


async def test_a_second_chats_429_halts_all(
    service: Service, delivery: Delivery, phone: Phone, monotonic: Clock
) -> None:
    """Then it is about all that we send."""
    phone.faults += [RetryAfter(30), RetryAfter(10)]
    await say(service, "1")
    await say(service, "2", to=BEN)
    await delivery.emptied()
    await say(service, "3", to=CAT)
    await pass_time(delivery, monotonic, 9.9)
    assert phone.sent == []
    await pass_time(delivery, monotonic, 0.2)
    assert phone.sent == ["3", "2"] or phone.sent == ["2", "3"]
    await pass_time(delivery, monotonic, 20)
    assert phone.sent[2:] == ["1"]


async def test_a_chat_that_cannot_be_reached_is_tried_again_less_and_less_often(
    service: Service, delivery: Delivery, phone: Phone, monotonic: Clock
) -> None:
    """It alone; and all arrives, in order, when it can be reached again."""
    phone.broken[ANN] = Unreachable()
    await say(service, "1", "2")
    await say(service, "3", to=BEN)
    await pass_time(delivery, monotonic, 60)
    assert phone.sent == ["3"]
    assert phone.chats.count(ANN) == 6
    del phone.broken[ANN]
    await pass_time(delivery, monotonic, 30)
    assert phone.sent == ["3", "1", "2"]


async def test_who_blocked_the_bot_is_left_in_peace(
    service: Service, delivery: Delivery, phone: Phone, core: Core, monotonic: Clock
) -> None:
    """The core hears of it once; others go on."""
    phone.faults.append(ChatGone())
    await say(service, "1")
    await say(service, "2", to=BEN)
    await pass_time(delivery, monotonic, 60)
    assert phone.sent == ["2"]
    assert core.inputs.count(Left()) == 1


async def test_what_is_refused_is_dropped_and_counted(
    service: Service, delivery: Delivery, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    """A screen that Telegram will never take must not hold up the next ones. The log does not hold its text."""
    phone.faults.append(Refused("message is too long"))
    await say(service, "SECRET", "2")
    await delivery.emptied()
    assert phone.sent == ["2"]
    assert delivery.refused == 1
    assert "message is too long" in caplog.text
    assert "SECRET" not in caplog.text


async def test_with_a_wrong_token_all_is_kept_and_the_bot_is_not_well(
    service: Service, delivery: Delivery, phone: Phone, monotonic: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Tried again now and then; when the token is accepted again everything goes out."""
    phone.broken[ANN] = Unauthorised()
    await say(service, "1", "2")
    await pass_time(delivery, monotonic, 3 * PAUSE - 1)
    assert delivery.paused
    assert phone.chats == [ANN] * 3
    assert len(caplog.records) == 1
    del phone.broken[ANN]
    await pass_time(delivery, monotonic, PAUSE)
    assert phone.sent == ["1", "2"]
    assert not delivery.paused


async def test_a_fault_of_our_own_is_tried_a_few_times_and_then_passed_over(
    service: Service, delivery: Delivery, phone: Phone, monotonic: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """One screen that cannot be drawn must not silence a chat for ever; the error's words are not logged."""
    phone.faults += [KeyError("SECRET")] * GIVE_UP
    await say(service, "1", "2")
    await pass_time(delivery, monotonic, 120)
    assert phone.sent == ["2"]
    assert "KeyError at test_delivery.py" in caplog.text
    assert "SECRET" not in caplog.text


async def test_when_a_check_in_has_arrived_the_core_hears_of_it(
    service: Service, delivery: Delivery, phone: Phone, core: Core, monotonic: Clock
) -> None:
    """And not while it has not."""
    await say(service, "agree", "in 0")
    await delivery.emptied()
    phone.faults.append(Unreachable())
    await service.receive([Arrival(ANN, CheckInDue())])
    await delivery.emptied()
    assert CheckInSent() not in core.inputs
    await pass_time(delivery, monotonic, 2)
    assert core.inputs.count(CheckInSent()) == 1


async def test_a_check_in_is_not_sent_to_who_stopped_between_two_tries(
    service: Service, delivery: Delivery, phone: Phone, monotonic: Clock
) -> None:
    """The first try did not arrive; the second is not made."""
    await say(service, "agree", "in 0")
    await delivery.emptied()
    phone.faults.append(Unreachable())
    await service.receive([Arrival(ANN, CheckInDue())])
    await delivery.emptied()
    await service.receive([Arrival(ANN, Commanded("stop"))])
    await pass_time(delivery, monotonic, 60)
    assert phone.sent == ["first", "planned", "stopped"]


async def test_no_tap_waits_behind_check_ins(
    service: Service, delivery: Delivery, phone: Phone, monotonic: Clock
) -> None:
    """Check-ins that hang never take all the connections."""
    for chat in range(2 * AT_ONCE):
        await say(service, "agree", "in 0", to=chat)
    await delivery.emptied()
    phone.chats.clear()
    phone.free.clear()
    await service.receive([Arrival(chat, CheckInDue()) for chat in range(2 * AT_ONCE)])
    for _ in range(3):
        await delivery.look()
        await asyncio.sleep(0)
    assert len(phone.chats) < AT_ONCE
    await say(service, "tap", to=ANN)
    await asyncio.sleep(0)
    assert phone.chats[-1] == ANN
    phone.free.set()
    await delivery.emptied()
    assert len(phone.sent) == 6 * AT_ONCE + 1


async def test_requests_in_flight_are_bounded(service: Service, delivery: Delivery, phone: Phone) -> None:
    """However many chats there is something for."""
    phone.free.clear()
    for chat in range(AT_ONCE + 10):
        await say(service, "hello", to=chat)
    for _ in range(3):
        await delivery.look()
        await asyncio.sleep(0)
    assert len(phone.chats) == AT_ONCE
    phone.free.set()
    await delivery.emptied()
    assert len(phone.sent) == AT_ONCE + 10


async def test_the_limits_are_kept(service: Service, phone: Phone, monotonic: Clock) -> None:
    """Over all and for each chat, by whatever a message is set off; in the end all is there, in order."""
    delivery = Delivery(service, phone, Pace(9, 1), monotonic, monotonic.sleep)
    at: list[float] = []
    for chat in range(6):
        await say(service, *(f"{chat}.{number}" for number in range(BURST + 2)), to=chat)
    while len(at) < 6 * (BURST + 2):
        await delivery.emptied()
        at += [monotonic.now] * (len(phone.sent) - len(at))
        monotonic.now += 0.05
    assert max(sum(start <= time < start + 1 for time in at) for start in at) <= 9
    for chat in range(6):
        got = [(time, text) for time, text in zip(at, phone.sent, strict=True) if text.startswith(f"{chat}.")]
        assert [text for _, text in got] == [f"{chat}.{number}" for number in range(BURST + 2)]
        assert all(later[0] - first[0] >= 1 for first, later in zip(got, got[BURST:], strict=False))


async def test_an_old_keyboard_waits_for_the_limits(service: Service, phone: Phone, monotonic: Clock) -> None:
    """It counts like any message: a second, when the chat has had its share."""
    delivery = Delivery(service, phone, Pace(0, 1), monotonic, monotonic.sleep)
    await say(service, *"123", "agree")
    await delivery.emptied()
    await say(service, "hello")
    await pass_time(delivery, monotonic, 1)
    assert phone.calls[-2:] == ["send hello as 105", "strip 104"]
    assert monotonic.slept == [pytest.approx(1)]


async def test_an_old_keyboard_does_not_wait_out_a_halt(
    service: Service, delivery: Delivery, phone: Phone, monotonic: Clock
) -> None:
    """It is not worth a connection kept for minutes."""
    await say(service, "agree")
    await delivery.emptied()
    phone.free.clear()
    await say(service, "hello")
    delivery._pace.halt(1000, monotonic.now)
    phone.free.set()
    await delivery.settled()
    assert phone.calls[-1] == "send hello as 102"
    assert monotonic.slept == []


async def test_what_was_sent_but_could_not_be_written_down_is_not_sent_again(
    service: Service, delivery: Delivery, phone: Phone, store: Store, monotonic: Clock
) -> None:
    """Nothing can be written for a while: the report is repeated until it is on the disk, and the chat waits."""
    phone.free.clear()
    await say(service, "1", "2")
    store.connection.execute("PRAGMA query_only = ON")

    async def wait(seconds: float) -> None:
        await Clock.sleep(monotonic, seconds)
        if len(monotonic.slept) == 3:
            store.connection.execute("PRAGMA query_only = OFF")

    delivery._sleep = wait
    phone.free.set()
    await delivery.emptied()
    assert phone.sent == ["1", "2"]
    assert monotonic.slept == [1.0] * 3


async def test_a_crash_between_sending_and_writing_it_down_sends_one_message_twice(
    home: Home, core: Core, clock: Clock, phone: Phone
) -> None:
    """That one, and no other; none is lost."""
    with home.opened() as store:
        async with Service(store, core, clock, lambda: "fresh-01") as service:
            hand = Hand(service)
            await say(service, "1", "2")
            row = await hand.row()
            await phone.send(row.chat_id, row.screen)
    with home.opened() as store:
        async with Service(store, core, clock, lambda: "fresh-02") as service:
            await Delivery(service, phone, Pace(0, 0)).emptied()
    assert phone.sent == ["1", "1", "2"]


async def test_running_it_sends_what_comes_as_it_comes(service: Service, phone: Phone) -> None:
    """Woken by the commit, not by the clock: sooner than its next look."""
    running = asyncio.create_task(Delivery(service, phone, Pace(30, 1)).run())
    for text in ("1", "2", "3"):
        phone.chats.clear()
        async with asyncio.timeout(0.9):
            await say(service, text)
            await wait_for_a_request(phone)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_running_it_sends_by_itself_what_had_to_wait(service: Service, phone: Phone) -> None:
    """After a rest for the limits and after a failure, though nothing new arrives."""
    phone.faults += [None, RetryAfter(0.05), None, RetryAfter(0.05)]
    running = asyncio.create_task(Delivery(service, phone, Pace(0, 50)).run())
    texts = [str(number) for number in range(BURST + 4)]
    await say(service, *texts)
    async with asyncio.timeout(5):
        while phone.sent != texts:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_when_told_to_end_it_waits_for_what_is_in_flight(service: Service, phone: Phone, store: Store) -> None:
    """Cut off, it might be sent a second time at the next start."""
    phone.free.clear()
    running = asyncio.create_task(Delivery(service, phone, Pace(30, 1)).run())
    await say(service, "1", "2")
    await wait_for_a_request(phone)
    running.cancel()
    await asyncio.sleep(0.01)
    assert not running.done()
    phone.free.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert phone.sent == ["1"]
    assert [row.screen.text for row in store.outbox.claim(Want(9, 9)).rows] == ["2"]


async def test_a_request_that_hangs_does_not_hold_up_the_end_for_ever(
    service: Service, phone: Phone, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row is kept."""
    monkeypatch.setattr("bot.delivery.GRACE", 0.01)
    phone.free.clear()
    running = asyncio.create_task(Delivery(service, phone, Pace(30, 1)).run())
    await say(service, "1")
    await wait_for_a_request(phone)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    store.outbox.release(store.vault.hash(ANN))
    assert [row.screen.text for row in store.outbox.claim(Want(9, 9)).rows] == ["1"]


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_fails_in_the_end_all_has_arrived_in_order(
    service: Service, delivery: Delivery, phone: Phone, monotonic: Clock, seed: int
) -> None:
    """Faults in a mixed order, for three chats at once: each chat reads its messages in order, each once."""
    kinds = (Unreachable(), RetryAfter(3), None, Unauthorised(), None, RetryAfter(1), Unreachable(), None)
    phone.faults += [kinds[(seed * 5 + number * (seed + 1)) % 8] for number in range(40)]
    for number in range(6):
        for name, chat in (("a", ANN), ("b", BEN), ("c", CAT)):
            await say(service, f"{name}{number}", to=chat)
        await delivery.look()
    await pass_time(delivery, monotonic, 600)
    for name in "abc":
        got = [text for text in phone.sent if text.startswith(name)]
        assert got == [f"{name}{number}" for number in range(6)]
