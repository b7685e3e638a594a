"""How fast messages may go out, on a clock of the test's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import BURST, LONGEST, LOOK, PRUNE, SOON, Pace

ANN, BEN, CAT = b"ann", b"ben", b"cat"


def times_of_sending(pace: Pace, chats: list[bytes], seconds: float) -> list[float]:
    """When each goes, if there is always something for each of these chats, tried each 10 ms."""
    times = []
    for now in (tick / 100 for tick in range(int(seconds * 100))):
        for chat in chats:
            if pace.room(now, 1) and chat not in pace.resting(now):
                pace.took(chat, now)
                times.append(now)
    return times


def most_in_any(seconds: float, times: list[float]) -> int:
    return max(sum(start <= time < start + seconds for time in times) for start in times)


@pytest.mark.parametrize("rate", [1, 3, 30, 100])
def test_over_all_the_rate_is_held_in_every_second_and_used_up(rate: int) -> None:
    """Never more in any second; over time hardly less."""
    times = times_of_sending(Pace(rate, 0), [bytes((n,)) for n in range(100)], 20)
    assert most_in_any(1, times) <= rate
    assert len(times) >= 0.85 * rate * 20


def test_a_rate_below_one_a_second_is_held_too() -> None:
    """For trials."""
    times = times_of_sending(Pace(0.5, 0), [ANN], 20)
    assert most_in_any(2, times) == 1
    assert len(times) >= 9


def test_a_chat_has_a_small_burst_and_then_one_a_second() -> None:
    """An answer of several messages is not slowed down; a stream is."""
    times = times_of_sending(Pace(0, 1), [ANN] * BURST, 10)
    assert times[:BURST] == [0.0] * BURST
    assert times[BURST:] == [float(second) for second in range(1, 10)]


def test_after_a_silence_the_burst_is_there_again() -> None:
    """As long as it takes to pay for it."""
    pace = Pace(0, 1)
    times_of_sending(pace, [ANN], 3)
    for _ in range(BURST):
        assert ANN not in pace.resting(20)
        pace.took(ANN, 20)
    assert ANN in pace.resting(20)


def test_one_chat_does_not_slow_another() -> None:
    """Ann's flood is Ann's."""
    pace = Pace(0, 1)
    for _ in range(BURST):
        pace.took(ANN, 0)
    assert pace.resting(0.5) == {ANN}
    assert pace.delay(ANN, 0.5) == pytest.approx(0.5)
    assert pace.delay(BEN, 0.5) == 0


def test_without_limits_there_are_none() -> None:
    """Rate 0, for a server of one's own and for the terminal."""
    pace = Pace(0, 0)
    for _ in range(1000):
        pace.took(ANN, 0)
    assert pace.room(0, 30) == 30
    assert pace.spare(0, 20) == 20
    assert not pace.resting(0)


def test_a_third_is_kept_for_people_who_wait() -> None:
    """Check-ins never use up what a tap needs at once."""
    pace = Pace(30, 0)
    spare = pace.spare(0, 99)
    assert 0 < spare < pace.room(0, 99)
    for n in range(spare):
        pace.took(bytes((n,)), 0)
    assert pace.spare(0, 99) == 0
    assert pace.room(0, 99) == 10 - spare


def test_a_429_halts_its_chat_for_exactly_as_long() -> None:
    """And nobody else."""
    pace = Pace(30, 1)
    pace.told_to_wait(ANN, 7, 100)
    assert pace.resting(106.99) == {ANN}
    assert pace.room(106.99, 1) == 1
    assert not pace.resting(107)


def test_a_second_chats_429_meanwhile_halts_all() -> None:
    """Then it is about all that we send; each for as long as it was told."""
    pace = Pace(30, 1)
    pace.told_to_wait(ANN, 7, 100)
    pace.told_to_wait(BEN, 3, 101)
    assert pace.room(103.99, 9) == pace.spare(103.99, 9) == 0
    assert pace.delay(CAT, 103) == pytest.approx(1)
    assert pace.room(104, 9) == 9
    assert pace.resting(104) == {ANN}


def test_the_same_chats_second_429_halts_only_it() -> None:
    """As does a second chat's when the first one's is over."""
    pace = Pace(30, 1)
    pace.told_to_wait(ANN, 5, 100)
    pace.told_to_wait(ANN, 5, 102)
    assert pace.room(103, 9) == 9
    pace.told_to_wait(BEN, 5, 107)
    assert pace.room(107, 9) == 9
    assert pace.resting(107) == {BEN}


def test_after_failures_a_chat_rests_longer_and_longer_up_to_a_bound() -> None:
    """And not at all once something arrived."""
    pace, now, rests = Pace(30, 1), 0.0, []
    for _ in range(8):
        pace.failed(ANN, now)
        rests.append(pace.delay(ANN, now))
        now += rests[-1]
    assert rests == [1, 2, 4, 8, 16, LONGEST, LONGEST, LONGEST]
    pace.succeeded(ANN)
    pace.failed(ANN, now)
    assert pace.delay(ANN, now) == 1


@given(st.lists(st.tuples(st.sampled_from("tfwh"), st.sampled_from([ANN, BEN]), st.floats(0, 10)), max_size=30))
def test_it_never_asks_to_look_later_than_something_may_go(steps: list[tuple[str, bytes, float]]) -> None:
    """Whatever happened: after the time to look has passed as often as it takes, all may go. Nobody is left behind."""
    pace, now = Pace(30, 1), 0.0
    for what, chat, seconds in steps:
        match what:
            case "t":
                pace.took(chat, now)
            case "f":
                pace.failed(chat, now)
            case "w":
                pace.told_to_wait(chat, seconds, now)
            case "h":
                pace.halt(seconds, now)
        now += seconds / 10
    free = max(pace.delay(ANN, now), pace.delay(BEN, now))
    end = now + free
    while now < end:
        look = pace.look(now)
        assert 0 < look <= LOOK
        now += look
    assert now <= end + LOOK
    now += 2 * SOON  # two sums of fractions may differ in the last digit
    assert pace.room(now, 1) == 1
    assert not pace.resting(now)


def test_the_more_chats_rest_the_more_patient_it_is() -> None:
    """In an outage some chat's rest is always just over; looking each time would cost more than sending."""
    pace = Pace(0, 1)
    for number in range(10_000):
        pace.failed(number.to_bytes(4, "big"), number / 10_000)
    assert 0.4 < pace.look(1.0) <= LOOK


def test_chats_long_silent_are_not_remembered() -> None:
    """Memory stays flat, however many people write."""
    pace = Pace(0, 1)
    for number in range(20 * PRUNE):
        pace.took(number.to_bytes(4, "big"), number / 100)
    assert len(pace._paid_until) <= 2 * PRUNE


def test_a_backlog_that_nobody_waits_for_goes_as_fast_as_it_may() -> None:
    """The next look comes when one more of those may go, though the places kept for people are free."""
    pace = Pace(30, 1)
    while pace.spare(0, 30):
        pace.took(ANN, 0)
    look = pace.look(0)
    assert look < LOOK
    assert pace.spare(look, 30)
