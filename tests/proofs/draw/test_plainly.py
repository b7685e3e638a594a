"""Conditions in words."""

from __future__ import annotations

import pytest
from hypothesis import given

from bot.proofs.draw.plainly import Plainly
from bot.triage.conditions import ALWAYS, BEFORE, All, Condition, Either, Not, Nothing, Something, steps_of
from tests.proofs.draw.made import FLOW, ticked
from tests.proofs.flows import conditions

ASKED = {"who": ("me", "kid"), "signs": ("droop", "ache")}
SAID: dict[str, Condition] = {
    "who: “Child”": ticked("who", "kid"),
    "signs: “Droop”, “Weak, thin” or “Ache”": ticked("signs", "ache", "droop", "weak"),
    "signs: “Droop” and “Ache”": ticked("signs", "ache", "droop", at_least=2),
    "signs: at least 2 of “Droop”, “Ache” and “Itch”": ticked("signs", "itch", "ache", "droop", at_least=2),
    "signs: anything": Something("signs"),
    "signs: none of these": Nothing("signs"),
    "NOT (who: “Me”)": Not(ticked("who", "me")),
    "always": ALWAYS,
    "never": Either(()),
    "signs: anything AND who: “Me”": All((Something("signs"), ticked("who", "me"))),
    "signs: anything AND (who: “Me” OR signs: “Itch”)": All(
        (Something("signs"), Either((ticked("who", "me"), ticked("signs", "itch"))))
    ),
    "who: “Me” AND signs: anything AND signs: “Itch”": All(
        (ticked("who", "me"), All((Something("signs"), Either((ticked("signs", "itch"),)))))
    ),
    "the advice last time: “self care”": ticked(BEFORE + "urgency", "self_care"),
    "check-in number: “2”": ticked(BEFORE + "round", "2"),
    "signs (last time): “Droop”": ticked(BEFORE + "signs", "droop"),
    "gone (last time): “p q”": ticked(BEFORE + "gone", "p_q"),
    "taken: something besides “Medicine 1” or “Medicine 2”": ticked(
        "taken", *(f"m{number}" for number in range(3, 13))
    ),
    "last: “Weeks” or “Years”": ticked("last", "weeks", "years"),
}


@pytest.mark.parametrize("words", SAID)
def test_a_condition_is_said_in_the_words_of_the_flow(words: str) -> None:
    """Options by their labels in the order of the question, so that a clinician need not know the ids."""
    assert Plainly(FLOW).said(SAID[words]) == words


@given(conditions(ASKED, past=True))
def test_every_question_of_a_condition_is_named(condition: Condition) -> None:
    """Whatever is nested in whatever; only where nothing can decide it, nothing is named."""
    words = Plainly(FLOW).said(condition)
    for step in steps_of(condition):
        name = {"before.urgency": "the advice last time", "before.round": "check-in number"}.get(step)
        assert (name or step.removeprefix(BEFORE)) in words
