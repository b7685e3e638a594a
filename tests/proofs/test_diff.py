"""Two versions of a flow: held against brute force on random pairs, and against changes whose effect is known."""

from __future__ import annotations

from math import prod

from hypothesis import HealthCheck, assume, event, given, settings

from bot.proofs.diff.align import aligned
from bot.proofs.diff.levels import LevelChange, level_changes, unaccepted
from bot.proofs.diff.sides import sides
from bot.proofs.transcript import Transcript
from bot.triage.conditions import decide
from bot.triage.flow import Flow, Urgency
from bot.triage.walk import Concluded, walk
from tests.proofs.brute import Cost
from tests.proofs.brute_pairs import BrutePairs, Pair, Told
from tests.proofs.version_pairs import Versions, versions, with_accepted

MOST = 40_000  # pairs of conversations, so that brute force stays quick

Kind = tuple[Urgency, Urgency]


def brute(old: Flow, new: Flow) -> dict[Pair, Told]:
    pairs = BrutePairs(old, new, sides(aligned(old, new), [entry.lowered for entry in new.accepted]))
    assume(pairs.number_of_pasts * _answers(old) * _answers(new) <= MOST)
    return pairs.pairs()


def _answers(flow: Flow) -> int:
    return prod(2 ** len(step.options) if step.many else len(step.options) for step in flow.steps)


def summed(told: list[Told]) -> dict[Kind, tuple[int, Cost]]:
    """Of each kind of change: how many pairs, and the cost of the shortest."""
    found: dict[Kind, tuple[int, Cost]] = {}
    for before, now, cost, _ in told:
        if before != now:
            number, least = found.get((before, now), (0, cost))
            found[before, now] = number + 1, min(least, cost)
    return found


def cost(change: LevelChange) -> Cost:
    return change.causes[0].cost


@given(versions())
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_diff_and_brute_force_agree(pair: Versions) -> None:
    """The number of conversations that end at another level, from which to which, and the length of the shortest."""
    old, new = pair
    expected = summed(list(brute(old, new).values()))
    changes = level_changes(old, new)
    assert {(each.before, each.now): (each.number, cost(each)) for each in changes} == expected
    for change in changes:
        event(f"{change.before.word} to {change.now.word}")
        for cause in change.causes:
            replay(old, cause.old, change.before)
            replay(new, cause.new, change.now)


@given(with_accepted())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_lowered_and_what_is_accepted_agree_with_brute_force(pair: Versions) -> None:
    """An entry answers for conversations in which it surely holds of what was answered, and no lower than it says."""
    old, new = pair

    def answered_for(told: Told) -> bool:
        low_enough = [entry for entry in new.accepted if entry.to <= told[1]]
        return any(decide(entry.lowered, facts) is True for entry in low_enough for facts in told[3])

    lowered = [told for told in brute(old, new).values() if told[1] < told[0]]
    event("some are answered for" if any(map(answered_for, lowered)) else "none is answered for")
    expected = summed([told for told in lowered if not answered_for(told)])
    assert {(each.before, each.now): (each.number, cost(each)) for each in unaccepted(old, new)} == expected


def replay(flow: Flow, said: Transcript, ends: Urgency) -> None:
    """The conversation walks to where it is said to end."""
    position = walk(flow, said.answers, said.before)
    assert isinstance(position, Concluded)
    assert position.level.urgency is said.ends is ends
