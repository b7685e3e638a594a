"""What conversations touch: told exactly, with the place of what none of them touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load
from bot.proofs.coverage import coverage, failures
from bot.triage.conditions import Ticked
from bot.triage.flow import Flow, GoldenTest, Urgency
from bot.triage.library import Library
from tests.content.folders import flow as written
from tests.content.folders import folder

PARTS = """
rules:
  - {if: {signs: {all: [numb, ache]}}, raises: urgent, because: Both of them., source: seed}
advice:
  - {if: {signs: ache}, say: Rest it., source: seed}
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return load(folder(tmp_path, {"twitch.yaml": written() + PARTS}))


def a_test(ends: Urgency = Urgency.SELF_CARE, **answers: str) -> GoldenTest:
    return GoldenTest({step: frozenset(ticked.split()) for step, ticked in answers.items()}, ends, mark="here:1:1")


def untouched(flow: Flow, *tests: GoldenTest) -> list[str]:
    """What none of the tests touches, as `kind name`."""
    found = coverage([flow], [(flow, test) for test in tests]).untouched
    return [f"{part.kind} {part.name}" for part in found]


def test_what_a_conversation_touches(library: Library) -> None:
    """Questions asked, options ticked, the advice and the disposition shown; what stands on the card is not."""
    left = untouched(library.flows["twitch"], a_test(signs="ache"))
    assert left == [
        "option who: child",
        "option signs: numb",
        "option signs: weak",
        "step also",
        "option also: pen",
        "rule Both of them.",
        *(f"disposition twitch: {level}" for level in ("routine", "urgent", "emergency")),
    ]


def test_several_conversations_touch_more(library: Library) -> None:
    """A rule that fired is touched; what one of them touches need not be touched by another."""
    flow = library.flows["twitch"]
    left = untouched(flow, a_test(signs="numb ache"), a_test(who="child", signs="weak"))
    assert left == ["step also", "option also: pen", "disposition twitch: routine", "disposition twitch: emergency"]


def test_each_part_has_its_place_and_the_sum_is_told(library: Library) -> None:
    """As editors and terminals take it: file, line, column."""
    flow = library.flows["twitch"]
    told = coverage([flow], [(flow, a_test(signs="numb ache"))])
    (part,) = (part for part in told.untouched if part.name == "who: child")
    assert str(part).startswith("flows/twitch.yaml:5:")
    assert str(told) == ("steps 2 of 3, options 3 of 6, rules 1 of 1, advice blocks 1 of 1, dispositions 1 of 4")


def test_a_failure_is_told_with_its_place(library: Library) -> None:
    """One line each: where it is written, in which flow, what is wrong."""
    flow = library.flows["twitch"]
    assert list(failures([(flow, a_test(signs="ache"))], library)) == []
    (wrong,) = failures([(flow, a_test(signs="numb ache"))], library)
    assert wrong == "here:1:1: twitch ends urgent, not self_care (Both of them.)"


def test_a_conversation_that_fits_no_question_touches_nothing(library: Library) -> None:
    """It is a failure, and no more."""
    flow = library.flows["twitch"]
    lost = a_test(who="nobody")
    assert len(list(failures([(flow, lost)], library))) == 1
    assert coverage([flow], [(flow, lost)]).touched == frozenset()


def test_conditions_on_what_was_never_asked_touch_no_rule(library: Library) -> None:
    """A rule counts when it has fired, not when it stands there."""
    flow = library.flows["twitch"]
    assert isinstance(flow.rules[0].condition, Ticked)
    assert "rule Both of them." in untouched(flow, a_test(signs="weak"))
