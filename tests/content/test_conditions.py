"""Conditions as they are written: what they mean, and what they may mention where."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load
from bot.triage.conditions import All, Condition, Either, Not, Nothing, Something, Ticked
from tests.content.folders import STEPS, check_reported, flow, folder, problems, step

NUMB = Ticked("signs", frozenset({"numb"}))
LATER = "is not asked yet at this place"
ON_CARD = "stands on the emergency card, after all else"


def rule(condition: str) -> str:
    return flow(rules=f"[{{if: {condition}, raises: urgent, because: It is., source: seed}}]")


def check_in(condition: str) -> str:
    return flow("again", listed="no", closes=condition)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{signs: numb}", NUMB),
        ("{signs: [numb, ache]}", Ticked("signs", frozenset({"numb", "ache"}))),
        ("{signs: {all: [numb, ache]}}", Ticked("signs", frozenset({"numb", "ache"}), 2)),
        ("{signs: {at_least: 2, of: [numb, ache, weak]}}", Ticked("signs", frozenset({"numb", "ache", "weak"}), 2)),
        ("{signs: any}", Something("signs")),
        ("{signs: none}", Nothing("signs")),
        ("{signs: [none, numb]}", Either((NUMB, Nothing("signs")))),
        ("{signs: numb, who: me}", All((NUMB, Ticked("who", frozenset({"me"}))))),
        ("[{signs: numb}, {who: me}]", Either((NUMB, Ticked("who", frozenset({"me"}))))),
        ("{not: {signs: numb}}", Not(NUMB)),
        ("{not: [{signs: numb}, {signs: none}]}", Not(Either((NUMB, Nothing("signs"))))),
        ("{who: any, not: {signs: numb}}", All((Something("who"), Not(NUMB)))),
    ],
)
def test_each_way_to_write_a_condition(tmp_path: Path, written: str, meant: Condition) -> None:
    """A mapping is "and", a list "or", `not` negates; an answer is an option, several, `any` or `none`."""
    assert load(folder(tmp_path, {"twitch.yaml": rule(written)})).flows["twitch"].rules[0].condition == meant


def test_a_check_in_reads_what_was_before(tmp_path: Path) -> None:
    """Steps of every flow, the level that was reached, and which check-in it is."""
    written = "{before.signs: numb, before.urgency: [urgent, routine], before.round: 2}"
    meant = All(
        (
            Ticked("before.signs", frozenset({"numb"})),
            Ticked("before.urgency", frozenset({"urgent", "routine"})),
            Ticked("before.round", frozenset({"2"})),
        )
    )
    assert load(folder(tmp_path, {"again.yaml": check_in(written)})).flows["again"].closes == meant


def test_flows_may_ask_the_same_step_in_their_own_way(tmp_path: Path) -> None:
    """What was before may be the answer to either: options of both, and none of them."""
    once = flow("once", steps="[{ask: signs, text: Which?, one: {cramp: A cramp}}]")
    again = check_in("{before.signs: [numb, cramp, none]}")
    found = load(folder(tmp_path, {"once.yaml": once, "again.yaml": again})).flows["again"].closes
    assert found == Either((Ticked("before.signs", frozenset({"numb", "cramp"})), Nothing("before.signs")))


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("{‸sign: numb}", "unknown step `sign`; did you mean `signs`?"),
        ("{signs: ‸num}", "unknown option of `signs`: `num`; did you mean `numb`?"),
        ("{signs: [numb, ‸pain]}", "unknown option of `signs`: `pain`"),
        ("{signs: [numb, ‸numb]}", "`numb` is named twice"),
        ("{signs: [numb, ‸any]}", "unknown option of `signs`: `any`"),
        ("{signs: {all: [numb, ‸none]}}", "unknown option of `signs`: `none`"),
        ("{signs: ‸[]}", "the list is empty"),
        ("{signs: {at_least: ‸4, of: [numb, ache, weak]}}", "expected a whole number from 1 to 3, found `4`"),
        ("{signs: {at_least: ‸0, of: [numb, ache]}}", "expected a whole number from 1 to 2, found `0`"),
        ("{signs: {at_least: ‸two, of: [numb, ache]}}", "expected a whole number from 1 to 2, found `two`"),
        ("{signs: ‸{at_least: 1}}", "`of` is missing"),
        ("{signs: ‸{of: [numb]}}", "`at_least` is missing"),
        ("{who: ‸{all: [me, child]}}", "only one option of `who` can be chosen"),
        ("{who: ‸none}", "one option of `who` is always chosen, so it is never `none`"),
        ("‸numb", "expected a mapping, found a word"),
        ("‸{}", "the mapping is empty"),
        ("{not: ‸numb}", "expected a mapping, found a word"),
        ("{not: {‸sign: numb}}", "unknown step `sign`; did you mean `signs`?"),
        ("[{signs: numb}, {‸whom: me}]", "unknown step `whom`; did you mean `who`?"),
        ("{‸also: pen}", f"step `also` {ON_CARD}"),
        ("{‸before.signs: numb}", "only the flow of a check-in (`listed: no`) may mention `before.signs`"),
    ],
)
def test_problems_of_conditions(tmp_path: Path, condition: str, message: str) -> None:
    """A near miss is suggested; what cannot be true is refused."""
    check_reported(tmp_path, "twitch.yaml", rule(condition), message)


def test_two_unknown_options_are_not_one_named_twice(tmp_path: Path) -> None:
    """Each is told as unknown, and nothing else."""
    told = problems(folder(tmp_path, {"twitch.yaml": rule("{signs: [nope, neither]}")}))
    assert [problem.split("`")[-2] for problem in told] == ["nope", "neither"]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("{‸before.sings: numb}", "unknown step `before.sings`; did you mean `before.signs`?"),
        ("{before.signs: ‸nub}", "unknown option of `before.signs`: `nub`; did you mean `numb`?"),
        ("{before.urgency: ‸high}", "unknown option of `before.urgency`: `high`"),
        ("{before.round: ‸0}", "unknown option of `before.round`: `0`"),
        ("{‸before.also: pen}", "unknown step `before.also`"),
    ],
)
def test_problems_of_what_was_before(tmp_path: Path, condition: str, message: str) -> None:
    """Earlier conversations are checked as strictly as the present one."""
    check_reported(tmp_path, "again.yaml", check_in(condition), message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{ask: a, when: {‸b: x}, text: A?, one: {x: X}}\n  - {ask: b, text: B?, one: {x: X}}", f"step `b` {LATER}"),
        ("{ask: a, when: {‸a: x}, text: A?, one: {x: X}}", f"step `a` {LATER}"),
        ("{ask: a, when: {‸also: pen}, text: A?, one: {x: X}}", f"step `also` {ON_CARD}"),
        ("{ask: a, text: [{if: {‸a: x}, say: A?}, {say: B?}], one: {x: X}}", f"step `a` {LATER}"),
        ("{ask: a, text: A?, one: {x: [{if: {‸a: x}, say: X}, {say: Y}]}}", f"step `a` {LATER}"),
        ("{ask: a, text: A?, why: [{if: {‸also: pen}, say: X}], one: {x: X}}", f"step `also` {ON_CARD}"),
    ],
)
def test_a_question_mentions_earlier_ones_only(tmp_path: Path, text: str, message: str) -> None:
    """What decides whether and how a question is put must have been answered."""
    check_reported(tmp_path, "twitch.yaml", step(text), message)


def test_a_question_on_the_card_may_mention_all_before_it(tmp_path: Path) -> None:
    """Ordinary questions that stand after it in the file, and those on the card before it."""
    card = "{ask: a, after: emergency, when: {also: pen, b: x}, text: A?, one: {x: X}}"
    text = step(f"{card}\n  - {{ask: b, text: B?, one: {{x: X}}}}")
    assert load(folder(tmp_path, {"twitch.yaml": text})).flows["twitch"].steps[-2].when is not None


def test_a_reason_mentions_what_is_answered_when_it_is_given(tmp_path: Path) -> None:
    """A reason is said when its rule is decided: at the last question that the rule mentions."""
    because = "[{if: {who: child}, say: A child.}, {if: {‸signs: ache}, say: An ache.}, {say: Anyone.}]"
    text = flow(rules=f"[{{if: {{who: me}}, raises: urgent, because: {because}, source: seed}}]")
    check_reported(tmp_path, "twitch.yaml", text, "step `signs` is not asked yet when this is said")


def test_the_reason_of_an_option_may_mention_its_own_question(tmp_path: Path) -> None:
    """It is said once the question is answered."""
    because = "[{if: {a: y}, say: Both.}, {say: One.}]"
    text = step(
        f"{{ask: a, text: A?, many: {{x: {{label: X, raises: urgent, because: {because}, source: seed}}, y: Y}}}}"
    )
    assert load(folder(tmp_path, {"twitch.yaml": text})).flows["twitch"].steps[-1].options[0].raises


def test_advice_may_mention_the_emergency_card(tmp_path: Path) -> None:
    """What is ticked on the card changes the advice."""
    text = flow(advice="[{if: {also: pen}, at: [emergency], say: Use it., source: seed}]", steps=STEPS)
    assert load(folder(tmp_path, {"twitch.yaml": text})).flows["twitch"].advice[0].condition == Ticked(
        "also", frozenset({"pen"})
    )
