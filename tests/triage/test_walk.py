"""Walking a flow along the answers."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.triage.conditions import holds
from bot.triage.flow import Answers, Flow, Urgency
from bot.triage.walk import LOWEST, Asking, Concluded, Level, Reason, advice_for, walk
from tests.triage.made import AGAIN, LIP, OPTIONS, random_flows

NONE: frozenset[str] = frozenset()
HARMLESS: Answers = {
    "sudden": NONE,
    "background": NONE,
    "duration": frozenset({"days"}),
    "medicines": NONE,
    "triggers": NONE,
}


def end_of(flow: Flow, answers: Answers, floor: Level = LOWEST) -> Concluded:
    position = walk(flow, answers, floor=floor)
    assert isinstance(position, Concluded)
    return position


def test_nothing_answered_asks_the_first_question() -> None:
    """The first question is number one of those whose `when` is absent."""
    position = walk(LIP, {})
    assert isinstance(position, Asking)
    assert (position.step.id, position.number, position.about) == ("sudden", 1, 5)


def test_a_question_waits_for_its_when() -> None:
    """A follow-up is asked exactly where its condition holds."""
    numb = walk(LIP, {"sudden": frozenset({"numb"})})
    dull = walk(LIP, {"sudden": frozenset({"dull"})})
    assert isinstance(numb, Asking)
    assert numb.step.id == "numb_how"
    assert isinstance(dull, Asking)
    assert dull.step.id == "background"


def test_an_emergency_ends_the_questions_at_once() -> None:
    """The answer that makes it an emergency is the last one asked."""
    end = end_of(LIP, {"sudden": frozenset({"droop", "numb"})})
    assert end.level.urgency is Urgency.EMERGENCY
    assert end.level.causes == ("stroke",)
    assert end.asked == 1


def test_harmless_answers_end_in_self_care() -> None:
    """Where nothing raises, the person looks after it at home, with no reasons."""
    assert end_of(LIP, HARMLESS).level == Level()


def test_a_rule_fires_on_a_combination() -> None:
    """Two answers that raise nothing alone raise together, whichever comes first."""
    end = end_of(LIP, {**HARMLESS, "sudden": frozenset({"dull"}), "background": frozenset({"surgery"})})
    assert end.level.urgency is Urgency.URGENT
    assert [reason.because for reason in end.level.reasons] == ["surgery and dull"]


def test_below_spares_a_question_once_the_level_is_high() -> None:
    """Triggers are not asked of somebody who is to speak to a clinician today."""
    answers = {key: value for key, value in HARMLESS.items() if key != "triggers"}
    end = end_of(LIP, {**answers, "sudden": frozenset({"numb"}), "numb_how": frozenset({"new"})})
    assert end.facts["triggers"] is None


def test_a_floor_takes_no_question_away() -> None:
    """After Back, a question is found where it was, though what was said earlier keeps the level up."""
    floor = Level().raised(Reason(Urgency.URGENT, "earlier"))
    answers = {key: value for key, value in HARMLESS.items() if key != "triggers"}
    position = walk(LIP, answers, floor=floor)
    assert isinstance(position, Asking)
    assert position.step.id == "triggers"


def test_an_emergency_told_in_words_keeps_what_was_answered() -> None:
    """A floor of emergency ends the questions where they are; the answers so far still count."""
    floor = Level().raised(Reason(Urgency.EMERGENCY, "fire", cause="stroke"))
    end = end_of(LIP, {"sudden": frozenset({"dull"}), "background": frozenset({"surgery"})}, floor=floor)
    assert end.facts["background"] == frozenset({"surgery"})
    assert end.level.urgency is Urgency.EMERGENCY


def test_carried_answers_count_and_are_not_asked_again() -> None:
    """A check-in knows what the first assessment was told."""
    position = walk(AGAIN, {"sudden": NONE}, before={"before.background": frozenset({"surgery"})})
    assert isinstance(position, Asking)
    assert position.step.id == "course"
    assert position.facts["background"] == frozenset({"surgery"})


def test_an_emergency_may_ask_one_thing_more_for_advice() -> None:
    """A question on the card changes the advice and never the level."""
    before = end_of(LIP, {"sudden": frozenset({"droop"})})
    assert before.on_card is not None
    assert before.on_card.id == "insulin"
    floor = before.level
    after = end_of(LIP, {"sudden": frozenset({"droop"}), "insulin": frozenset({"yes_insulin"})}, floor=floor)
    assert after.on_card is None
    assert [advice.text[0].text for advice in advice_for(LIP, after)] == ["take sugar"]


def test_answers_that_no_longer_fit_fall_away() -> None:
    """After a change of the flow, an unknown option is asked anew instead of being believed."""
    position = walk(LIP, {"sudden": frozenset({"gone_option"})})
    assert isinstance(position, Asking)
    assert position.step.id == "sudden"


@st.composite
def walks(draw: st.DrawFn) -> tuple[Flow, dict[str, frozenset[str]]]:
    """A flow, and the answers of somebody who goes through it to its end."""
    flow = draw(random_flows())
    answers: dict[str, frozenset[str]] = {}
    while isinstance(position := walk(flow, answers), Asking):
        ids = [option.id for option in position.step.options]
        size = {} if position.step.many else {"min_size": 1, "max_size": 1}
        answers[position.step.id] = frozenset(draw(st.sets(st.sampled_from(ids), **size)))
    return flow, answers


@given(walks())
def test_every_walk_ends_and_the_level_never_falls(walked: tuple[Flow, dict[str, frozenset[str]]]) -> None:
    """Along the answers of any flow the level only rises, and each question is asked at most once."""
    flow, answers = walked
    level, so_far = Urgency.SELF_CARE, dict[str, frozenset[str]]()
    for id, answer in answers.items():
        so_far[id] = answer
        position = walk(flow, so_far)
        assert position.level.urgency >= level
        level = position.level.urgency
    assert isinstance(walk(flow, answers), Concluded)
    assert len(answers) <= len(flow.steps)


@given(walks(), st.sampled_from(Urgency))
def test_a_floor_is_never_undercut(walked: tuple[Flow, dict[str, frozenset[str]]], urgency: Urgency) -> None:
    """Whatever is answered, the level stays at or above the floor and keeps its reasons."""
    flow, answers = walked
    floor = Level().raised(Reason(urgency, "said before"))
    level = walk(flow, answers, floor=floor).level
    assert level.urgency >= urgency
    assert floor.reasons[0] in level.reasons


@given(walks(), st.sampled_from(OPTIONS))
def test_what_was_ticked_raises(walked: tuple[Flow, dict[str, frozenset[str]]], option: str) -> None:
    """No ticked option's own level is ever lost at the end."""
    flow, answers = walked
    level = walk(flow, answers).level.urgency
    for step in flow.steps:
        chosen = step.option(option)
        if chosen and chosen.raises and option in answers.get(step.id, ()):
            assert level >= chosen.raises.urgency


@given(walks())
def test_the_reasons_are_the_rules_that_hold(walked: tuple[Flow, dict[str, frozenset[str]]]) -> None:
    """Every rule read at the end has raised the level where it holds and nowhere else, whichever answer decided it."""
    flow, answers = walked
    end = end_of(flow, answers)
    fired = {Reason(rule.urgency, "rule", cause=rule.cause) for rule in flow.rules if holds(rule.condition, end.facts)}
    assert {reason for reason in end.level.reasons if reason.because == "rule"} == fired


def test_a_later_version_keeps_what_still_fits() -> None:
    """A question put in between is asked; the answers after it stay."""
    new = replace(LIP.steps[3], id="new")
    changed = replace(LIP, steps=(*LIP.steps[:3], new, *LIP.steps[3:]))
    position = walk(changed, HARMLESS)
    assert isinstance(position, Asking)
    assert position.step.id == "new"
    assert isinstance(walk(changed, {**HARMLESS, "new": frozenset({"days"})}), Concluded)
