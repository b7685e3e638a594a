"""Two versions of a flow: held against brute force on random pairs, and against changes whose effect is known."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from hypothesis import HealthCheck, assume, event, given, settings

from bot.proofs.diff.align import aligned
from bot.proofs.diff.in_progress import effects
from bot.proofs.diff.levels import LevelChange, level_changes, unaccepted
from bot.proofs.diff.sides import sides
from bot.proofs.transcript import Transcript
from bot.triage.conditions import ALWAYS, All, Something, Ticked, holds
from bot.triage.flow import Accepted, Flow, Option, Rule, Step, Urgency
from bot.triage.walk import Concluded, walk
from tests.proofs.brute import Cost
from tests.proofs.brute_pairs import BrutePairs, Pair, Told
from tests.proofs.flows import SAY
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
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
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
        return any(holds(entry.lowered, facts) for entry in low_enough for facts in told[3])

    lowered = [told for told in brute(old, new).values() if told[1] < told[0]]
    event("some are answered for" if any(map(answered_for, lowered)) else "none is answered for")
    expected = summed([told for told in lowered if not answered_for(told)])
    assert {(each.before, each.now): (each.number, cost(each)) for each in unaccepted(old, new)} == expected


def replay(flow: Flow, said: Transcript, ends: Urgency) -> None:
    """The conversation walks to where it is said to end."""
    position = walk(flow, said.answers, said.before)
    assert isinstance(position, Concluded)
    assert position.level.urgency is said.ends is ends


def option(id: str, urgency: Urgency | None = None, step: str = "signs") -> Option:
    rule = Rule(Ticked(step, frozenset({id})), urgency, SAY, mark=f"raise {id}") if urgency else None
    return Option(id, SAY, rule, mark=f"option {id}")


WHO = Step("who", SAY, (option("me"), option("child")), mark="step who")
SIGNS = Step("signs", SAY, (option("numb", Urgency.URGENT), option("ache")), many=True, mark="step signs")
BOTH = Rule(
    All((Ticked("who", frozenset({"child"})), Ticked("signs", frozenset({"ache"})))), Urgency.ROUTINE, SAY, mark="rule"
)


def a_flow(*steps: Step, rules: tuple[Rule, ...] = (BOTH,)) -> Flow:
    return Flow("twitch", "1", SAY, steps, rules, mark="flow")


def told(old: Flow, new: Flow) -> list[tuple[Urgency, Urgency, int, str, str]]:
    """Each change with the places of its first cause."""
    return [
        (each.before, each.now, each.number, each.causes[0].old_mark, each.causes[0].new_mark)
        for each in level_changes(old, new)
    ]


def test_a_question_that_was_moved_changes_nothing() -> None:
    """Who is asked it sooner answers as they would have later."""
    assert level_changes(a_flow(WHO, SIGNS), a_flow(SIGNS, WHO)) == ()


def test_a_box_that_is_gone_is_found() -> None:
    """Who had it can no longer tell; so it is with one that has another id now."""
    without = replace(SIGNS, options=SIGNS.options[1:])
    lowered = (Urgency.URGENT, Urgency.SELF_CARE, 3, "raise numb", "step signs")
    assert lowered in told(a_flow(WHO, SIGNS), a_flow(WHO, without))
    renamed = replace(SIGNS, options=(option("no_feeling", Urgency.URGENT), SIGNS.options[1]))
    changes = told(a_flow(WHO, SIGNS), a_flow(WHO, renamed))
    assert {(before, now) for before, now, *_ in changes} >= {(Urgency.URGENT, Urgency.SELF_CARE)}


def test_a_lowered_option_is_to_blame() -> None:
    """With its place in both versions."""
    milder = replace(SIGNS, options=(option("numb", Urgency.ROUTINE), SIGNS.options[1]))
    assert told(a_flow(WHO, SIGNS), a_flow(WHO, milder)) == [
        (Urgency.URGENT, Urgency.ROUTINE, 4, "raise numb", "raise numb")
    ]


def test_an_option_that_raises_no_more_is_to_blame() -> None:
    """In the new version the option itself is looked at."""
    harmless = replace(SIGNS, options=(option("numb"), SIGNS.options[1]))
    assert (Urgency.URGENT, Urgency.SELF_CARE, 3, "raise numb", "option numb") in told(
        a_flow(WHO, SIGNS), a_flow(WHO, harmless)
    )


def test_a_question_that_is_no_longer_asked_is_to_blame() -> None:
    """The rule stands as it stood."""
    hidden = replace(SIGNS, when=Ticked("who", frozenset({"me"})))
    changes = told(a_flow(WHO, SIGNS), a_flow(WHO, hidden))
    assert (Urgency.URGENT, Urgency.SELF_CARE, 2, "raise numb", "step signs") in changes


def test_two_causes_of_one_change_are_told_apart() -> None:
    """The second with the answers that the first does not explain."""
    two = replace(SIGNS, options=(option("numb", Urgency.URGENT), option("weak", Urgency.URGENT)))
    none = replace(SIGNS, options=(option("numb"), option("weak")))
    (change,) = level_changes(a_flow(WHO, two, rules=()), a_flow(WHO, none, rules=()))
    assert [(cause.number, cause.old_mark) for cause in change.causes] == [(6, "raise numb"), (2, "raise weak")]


def test_who_chose_what_is_gone_chooses_what_is_new() -> None:
    """Of a single choice; where nothing is new, any other."""
    split = replace(WHO, options=(option("me"), option("baby", step="who"), option("pupil", step="who")))
    rule = replace(BOTH, condition=Ticked("who", frozenset({"child"})))
    pupil = replace(BOTH, condition=Ticked("who", frozenset({"pupil"})))
    assert [
        (each.before, each.now, each.number)
        for each in level_changes(a_flow(WHO, rules=(rule,)), a_flow(split, rules=(pupil,)))
    ] == [(Urgency.ROUTINE, Urgency.SELF_CARE, 1)]
    gone = replace(WHO, options=WHO.options[:1])
    assert [each.number for each in level_changes(a_flow(WHO, rules=(rule,)), a_flow(gone, rules=()))] == [1]


def test_what_was_told_before_answers_for_nothing_that_no_version_came_to() -> None:
    """An emergency ends the old version before it comes to the question, so no entry about its answer holds."""
    carried = Step("signs", SAY, (option("ache"),), many=True, carry=True, mark="step signs")
    alarm = Rule(ALWAYS, Urgency.EMERGENCY, SAY, mark="alarm")
    past = Rule(Something("before.signs"), Urgency.ROUTINE, SAY, mark="told")
    old = replace(a_flow(WHO, carried, rules=(alarm, past)), listed=False)
    entry = Accepted(Something("signs"), Urgency.SELF_CARE, "Dr A", "It is milder.", "2031-02-03")
    new = replace(a_flow(WHO, rules=()), listed=False, accepted=(entry,))
    (lowered,), (open_,) = level_changes(old, new), unaccepted(old, new)
    assert lowered.number == open_.number > 1


def test_what_becomes_of_conversations_in_progress() -> None:
    """Each thing with its place."""
    shown = replace(WHO, when=Something("signs"), mark="new who")
    fewer = replace(SIGNS, options=SIGNS.options[:1], many=False, mark="new signs")
    more = Step("more", SAY, (option("a"),), mark="step more")
    gone = replace(more, id="gone", mark="step gone")
    assert list(map(str, effects(a_flow(WHO, SIGNS, gone), a_flow(fewer, shown, more)))) == [
        "new signs: an answer with `ache` falls away, and `signs` is asked again",
        "new signs: an answer that is not just one option falls away, and `signs` is asked again",
        "new who: others than before are asked `who`; who was asked and now would not be loses it",
        "step more: `more` will be asked, of those who are past its place too",
        "step gone: `gone` is gone: its answers fall away",
    ]
