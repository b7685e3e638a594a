"""What stands in a picture: each question, and what its answers raise."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from bot.proofs.draw.outline import Row, from_before, outline
from bot.triage.conditions import BEFORE, steps_of
from bot.triage.flow import Flow, Urgency
from tests.proofs.draw.made import FLOW, rule, ticked
from tests.proofs.flows import flows

WHO, SIGNS, LAST, TAKEN, CARD = outline(FLOW)


def test_questions_come_in_order_and_those_of_the_card_last() -> None:
    """As a person meets them."""
    assert [(question.number, question.step.id) for question in outline(FLOW)] == [
        (1, "who"),
        (2, "signs"),
        (3, "last"),
        (4, "taken"),
        (5, "card"),
    ]


def test_a_question_says_what_it_asks_and_when() -> None:
    """The line that is said where no other fits; the condition in words; how it is answered."""
    assert (WHO.text, WHO.only_if, WHO.notes) == ("Who?", "", ("choose one",))
    assert SIGNS.notes == ("tick all that fit", "known at the check-in")
    assert (LAST.only_if, LAST.notes) == ("signs: “Ache”", ("choose one", "not asked once urgent"))
    assert TAKEN.notes == ("tick all that fit", "names may be typed; 4 of 12 are boxes")
    assert CARD.notes == ("tick all that fit", "on the emergency card")


def test_options_stand_by_what_they_raise_the_gravest_first() -> None:
    """One row for each level and cause; what raises nothing is last."""
    assert SIGNS.rows[:4] == (
        Row(Urgency.EMERGENCY, "stroke", ("Droop",)),
        Row(Urgency.EMERGENCY, "seizure", ("Blank spell",)),
        Row(Urgency.URGENT, "", ("Weak, thin",)),
        Row(None, "", ("Ache", "Itch")),
    )


def test_a_rule_on_one_option_alone_counts_as_the_option_own() -> None:
    """The medicine table writes levels so."""
    assert TAKEN.rows[0] == Row(Urgency.ROUTINE, "", ("Medicine 1",))
    assert TAKEN.rows[1] == Row(None, "", tuple(f"Medicine {number}" for number in range(2, 13)))


def test_a_combination_stands_at_the_last_question_that_it_mentions() -> None:
    """There its level is reached at the latest."""
    assert SIGNS.rows[4:] == (Row(Urgency.ROUTINE, "", ("signs: none of these AND who: “Child”",), together=True),)


def test_combinations_that_differ_in_one_option_are_said_at_once() -> None:
    """Twenty classes that raise alike are one line."""
    assert TAKEN.rows[2:] == (
        Row(Urgency.EMERGENCY, "low_sugar", ("taken: “Medicine 4” AND signs: “Ache” and “Itch”",), together=True),
        Row(Urgency.URGENT, "", ("taken: “Medicine 2” or “Medicine 3” AND last: “Weeks” or “Years”",), together=True),
    )


def test_what_earlier_conversations_raise_stands_before_the_first_question() -> None:
    """Such a rule rests on no question of this flow."""
    flow = replace(FLOW, rules=(rule(ticked(BEFORE + "urgency", "urgent"), Urgency.ROUTINE),))
    assert from_before(flow) == (Row(Urgency.ROUTINE, "", ("the advice last time: “urgent”",), together=True),)
    assert from_before(FLOW) == ()


@given(flows())
def test_no_level_is_left_out(flow: Flow) -> None:
    """Whatever the flow: each rule shows with its level, or a higher one, at its question or before the first."""
    questions = {question.step.id: question.rows for question in outline(flow)}
    assert questions.keys() == {step.id for step in flow.steps}
    for each in flow.raising:
        asked = [step for step in steps_of(each.condition) if step in questions]
        rows = [row for step in asked for row in questions[step]] if asked else from_before(flow)
        assert any(row.urgency is not None and row.urgency >= each.urgency for row in rows)
