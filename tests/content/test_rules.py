"""Rules, advice, claims and golden tests as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load
from bot.triage.conditions import ALWAYS, Ticked
from bot.triage.flow import Advice, Claim, Flow, GoldenTest, Rule, Say, Urgency
from tests.content.folders import check_reported, flow, folder

NUMB = Ticked("signs", frozenset({"numb"}))
ONE_BOUND = "a claim has exactly one of `at_least`, `at_most` and `questions`"
RULE = "if: {signs: numb}, raises: urgent, because: B., source: seed"


def loaded(root: Path, country: str | None = None, **parts: str) -> Flow:
    return load(folder(root, {"twitch.yaml": flow(**parts)}), country).flows["twitch"]


def test_a_rule_is_read_whole(tmp_path: Path) -> None:
    """Its condition, its level, and why."""
    rule = "{if: {signs: numb}, raises: emergency, because: 'Call {emergency}.', source: [nhs, seed], cause: stroke}"
    found = loaded(tmp_path, rules=f"[{rule}]")
    assert found.rules == (Rule(NUMB, Urgency.EMERGENCY, (Say("Call 112."),), ("nhs", "seed"), "stroke"),)
    assert found.rules[0].mark == "flows/twitch.yaml:9:9"


def test_advice_is_for_every_level_below_emergency_unless_it_says_otherwise(tmp_path: Path) -> None:
    """Without `if` it is for everybody."""
    found = loaded(
        tmp_path, advice="[{say: Rest., source: seed}, {if: {signs: numb}, at: [emergency], say: Go., source: nhs}]"
    )
    below = frozenset({Urgency.SELF_CARE, Urgency.ROUTINE, Urgency.URGENT})
    assert found.advice == (
        Advice(ALWAYS, below, (Say("Rest."),), ("seed",)),
        Advice(NUMB, frozenset({Urgency.EMERGENCY}), (Say("Go."),), ("nhs",)),
    )


def test_claims_bound_the_level_or_the_questions(tmp_path: Path) -> None:
    """A claim without `if` holds for every path."""
    found = loaded(tmp_path, claims="[{if: {signs: numb}, at_least: urgent}, {at_most: routine}, {questions: 12}]")
    assert found.claims == (
        Claim(NUMB, at_least=Urgency.URGENT),
        Claim(at_most=Urgency.ROUTINE),
        Claim(questions=12),
    )


def test_a_golden_test_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Only the answers that it names; numbers of the country in what is said; the emergency card may be answered."""
    found = loaded(
        tmp_path,
        country="GB",
        tests="\n- {answers: {who: child, signs: [numb, ache], also: none}, ends: urgent, says: ['Call {emergency}'],"
        " causes: stroke}\n- {answers: {}, ends: self_care}",
    )
    assert found.tests == (
        GoldenTest(
            {"who": frozenset({"child"}), "signs": frozenset({"numb", "ache"}), "also": frozenset()},
            Urgency.URGENT,
            ("Call 999",),
            ("stroke",),
        ),
        GoldenTest({}, Urgency.SELF_CARE),
    )


def test_a_golden_test_of_a_check_in_says_what_was_before(tmp_path: Path) -> None:
    """Written without the `before.` that conditions need, read with it."""
    text = flow("again", listed="no", tests="[{answers: {}, before: {signs: numb, round: 2}, ends: self_care}]")
    found = load(folder(tmp_path, {"again.yaml": text})).flows["again"].tests[0]
    assert found.before == {"before.signs": frozenset({"numb"}), "before.round": frozenset({"2"})}


@pytest.mark.parametrize(
    ("part", "text", "message"),
    [
        ("rules", "‸{raises: urgent, because: B., source: seed}", "`if` is missing"),
        ("rules", "‸{if: {signs: numb}, because: B., source: seed}", "`raises` is missing"),
        ("rules", "‸{if: {signs: numb}, raises: urgent, source: seed}", "`because` is missing"),
        ("rules", "‸{if: {signs: numb}, raises: urgent, because: B.}", "`source` is missing"),
        ("rules", "‸{if: {signs: numb}, raises: emergency, because: B., source: seed}", "`cause` is missing"),
        ("rules", f"{{{RULE}, cause: ‸stroke}}", "only what raises to emergency has a cause"),
        ("rules", f"{{{RULE}, ‸wen: x}}", "unknown key `wen`"),
        ("rules", "{if: {signs: numb}, raises: ‸self_care, because: B., source: seed}", "unknown level `self_care`"),
        ("rules", "{if: {signs: numb}, raises: urgent, because: B., source: ‸xy}", "unknown source `xy`"),
        ("rules", "{if: {signs: numb}, raises: urgent, because: ‸'', source: seed}", "nothing stands here"),
        ("advice", "‸{source: seed}", "`say` is missing"),
        ("advice", "‸{say: Rest.}", "`source` is missing"),
        ("advice", "{at: [‸self], say: Rest., source: seed}", "unknown level `self`; did you mean `self_care`?"),
        ("advice", "{if: {‸sings: numb}, say: Rest., source: seed}", "unknown step `sings`; did you mean `signs`?"),
        ("claims", "‸{if: {signs: numb}}", ONE_BOUND),
        ("claims", "‸{at_least: urgent, at_most: urgent}", ONE_BOUND),
        ("claims", "{if: ‸{signs: numb}, questions: 3}", "`questions` holds for every path, so it has no `if`"),
        ("claims", "{questions: ‸many}", "expected a whole number from 1 to 100, found `many`"),
        ("claims", "{if: {‸also: pen}, at_least: urgent}", "step `also` stands on the emergency card, after all else"),
        ("claims", "{at_least: ‸high}", "unknown level `high`"),
        ("tests", "‸{ends: urgent}", "`answers` is missing"),
        ("tests", "‸{answers: {who: me}}", "`ends` is missing"),
        ("tests", "{answers: {‸whom: me}, ends: urgent}", "unknown step `whom`; did you mean `who`?"),
        ("tests", "{answers: {who: ‸mee}, ends: urgent}", "unknown option of `who`: `mee`; did you mean `me`?"),
        ("tests", "{answers: {who: ‸[me, child]}, ends: urgent}", "exactly one option of `who` is chosen"),
        ("tests", "{answers: {who: ‸none}, ends: urgent}", "unknown option of `who`: `none`"),
        ("tests", "{answers: {signs: [numb, ‸none]}, ends: urgent}", "unknown option of `signs`: `none`"),
        ("tests", "{answers: {who: me}, ends: ‸soon}", "unknown level `soon`"),
        ("tests", "{answers: {}, ends: urgent, causes: [‸strok]}", "unknown cause `strok`; did you mean `stroke`?"),
        ("tests", "{answers: {}, ends: urgent, says: [‸'{crisis}']}", "unknown placeholder `{crisis}`"),
        (
            "tests",
            "{answers: {who: me}, ends: urgent, before: ‸{signs: numb}}",
            "only the flow of a check-in (`listed: no`) has something before it",
        ),
    ],
)
def test_problems_of_rules_advice_claims_and_tests(tmp_path: Path, part: str, text: str, message: str) -> None:
    """Each problem is found at its place, and nothing else is reported with it."""
    check_reported(tmp_path, "twitch.yaml", flow(**{part: f"[{text}]"}), message)
