"""Beside the phone: what raised the level and where that is written, what is known, and the way back."""

from __future__ import annotations

from tests.workbench.conftest import Try
from tests.workbench.made import HEALTHY, place


def test_a_rule_that_holds_is_shown_with_its_place_and_its_lines(attempt: Try) -> None:
    """The author sees which lines of which file raised the level, and why."""
    inspection = attempt("who=child", "signs=ache", "since=weeks").inspection
    assert inspection is not None
    rules = {raised.because: raised for raised in inspection.raises}
    rule = rules["An ache for weeks should be looked at."]
    assert rule.at is not None
    assert rule.at.mark == place("if: {signs: ache")
    assert rule.at.lines.startswith("- if: {signs: ache, since: weeks}\n  raises: routine")
    assert rules["A child should be seen."].sources == ("Twitching",)


def test_what_raised_highest_comes_first(attempt: Try) -> None:
    """An option's lines are shown from its id on, and an emergency has its cause."""
    inspection = attempt("who=child", "signs=droop+numb").inspection
    assert inspection is not None
    assert [raised.urgency for raised in inspection.raises] == ["emergency", "urgent", "routine"]
    first = inspection.raises[0]
    assert first.cause == "stroke"
    assert first.at is not None
    assert first.at.lines.splitlines()[:3] == ["droop:", "  label: The face droops", "  raises: emergency"]


def test_facts_tell_asked_from_skipped_and_open(attempt: Try) -> None:
    """Each question that was reached, with the options ticked and where it is written."""
    inspection = attempt("who=me", "signs=ache").inspection
    assert inspection is not None
    facts = [(fact.key, fact.state, fact.options) for fact in inspection.facts]
    assert facts == [("who", "asked", ("me",)), ("signs", "asked", ("ache",)), ("since", "open", ())]
    assert inspection.facts[2].mark == place("ask: since") == (inspection.question and inspection.question.mark)


def test_a_question_that_was_passed_is_skipped(attempt: Try) -> None:
    """The timing of medicines is not asked where none is taken."""
    inspection = attempt(*HEALTHY).inspection
    assert inspection is not None
    assert {fact.key: fact.state for fact in inspection.facts}["when"] == "skipped"


def test_the_advice_that_shows_is_told_with_its_place(attempt: Try) -> None:
    """At the end: which blocks of advice the answers call for."""
    inspection = attempt(*HEALTHY).inspection
    assert inspection is not None
    (given,) = inspection.advice
    assert given.text == "Rest **well**."
    assert given.at.mark == place("if: {since: days}")


def test_each_answer_is_told_in_the_persons_words(attempt: Try) -> None:
    """Question and label, the level reached by it, and the ticks that bring the same boxes back."""
    child, numb = attempt("who=child", "signs=ache+numb").trail
    assert (child.question, child.labels, child.urgency, child.ticks) == (
        "Who is it about?",
        ("A child",),
        "routine",
        (),
    )
    assert (numb.labels, numb.urgency) == (("A numb lip", "An ache"), "urgent")
    assert numb.ticks == ("signs+ache", "signs+numb")


def test_after_stop_nothing_is_asked(attempt: Try) -> None:
    """There is no conversation to look into, and the page can show that."""
    assert attempt("who=me", ":/stop").inspection is None
