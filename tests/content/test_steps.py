"""Questions as they are written, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load
from bot.triage.conditions import Ticked
from bot.triage.flow import Option, Rule, Say, Step, Urgency
from tests.content.folders import check_reported, flow, folder, step

NINE = ", ".join(f"o{number}: Box {number}" for number in range(9))


def loaded(root: Path, text: str) -> Step:
    """The last question of a flow that has this one more."""
    return load(folder(root, {"twitch.yaml": step(text)})).flows["twitch"].steps[-1]


def test_a_question_is_read_whole(tmp_path: Path) -> None:
    """Every key of a question finds its place in the value."""
    found = loaded(
        tmp_path,
        "{ask: more, text: More?, why: To know., when: {signs: any}, below: urgent, carry: yes, source: seed,"
        " many: {a: A, b: {label: B, raises: emergency, because: Bad., source: [seed, nhs], cause: stroke}},"
        " none: {label: No}}",
    )
    rule = Rule(Ticked("more", frozenset({"b"})), Urgency.EMERGENCY, (Say("Bad."),), ("seed", "nhs"), "stroke")
    assert found.options == (Option("a", (Say("A"),)), Option("b", (Say("B"),), rule))
    assert (found.text, found.why, found.none_label) == ((Say("More?"),), (Say("To know."),), (Say("No"),))
    assert (found.many, found.carry, found.below, found.on_card) == (True, True, Urgency.URGENT, False)
    assert found.when is not None


def test_places_are_kept_for_the_proofs(tmp_path: Path) -> None:
    """A question, an option and what it raises know where they were written."""
    lines = (
        "\n  - ask: more\n    text: More?\n    one:\n      a: {label: A, raises: urgent, because: It is., source: seed}"
    )
    found = load(folder(tmp_path, {"twitch.yaml": flow(steps=lines)})).flows["twitch"].steps[0]
    assert found.mark == "flows/twitch.yaml:5:5"
    assert found.options[0].mark == "flows/twitch.yaml:8:10"
    assert found.options[0].raises
    assert found.options[0].raises.mark == "flows/twitch.yaml:8:10"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("‸more", "expected a mapping, found a word"),
        ("‸{text: More?, one: {a: A}}", "`ask` is missing"),
        ("‸{ask: more, one: {a: A}}", "`text` is missing"),
        ("‸{ask: more, text: More?}", "a step has exactly one of `one`, `many` and `lookup`"),
        (
            "‸{ask: more, text: More?, one: {a: A}, many: {b: B}}",
            "a step has exactly one of `one`, `many` and `lookup`",
        ),
        ("{ask: more, ‸txt: More?, text: More?, one: {a: A}}", "unknown key `txt`; did you mean `text`?"),
        ("{ask: ‸More, text: More?, one: {a: A}}", "`More` is no id: 1 to 24 of a-z, 0-9 and _"),
        (f"{{ask: ‸{'m' * 25}, text: More?, one: {{a: A}}}}", f"`{'m' * 25}` is no id: 1 to 24 of a-z, 0-9 and _"),
        ("{ask: ‸not, text: No?, one: {a: A}}", "no step can be called `not`: it means something else in a condition"),
        (
            "{ask: ‸round, text: So?, one: {a: A}}",
            "no step can be called `round`: it means something else in a condition",
        ),
        ("{ask: ‸signs, text: So?, one: {a: A}}", "a second step `signs`; the first stands at flows/twitch.yaml:6:11"),
    ],
)
def test_problems_of_questions(tmp_path: Path, text: str, message: str) -> None:
    """Each problem is found at its place, and nothing else is reported with it."""
    check_reported(tmp_path, "twitch.yaml", step(text), message)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("one: ‸{}", "the mapping is empty"),
        ("one: ‸[a, b]", "expected a mapping, found a list"),
        ("many: {a: A, ‸a: B}", "duplicate key `a`, first in line 8"),
        ("many: {‸A: A}", "`A` is no id: 1 to 24 of a-z, 0-9 and _"),
        ("many: {‸none: A}", "no option can be called `none`: it means something else in a condition"),
        (f"many: ‸{{{NINE}}}", "9 boxes are too many for a phone: at most 8"),
        ("many: {a: Numb, b: ‸numb}", "`b` has the same label as `a`: numb"),
        ("many: {a: ‸No}, none: {label: 'No'}", "`a` has the same label as `none`: No"),
        (f"many: {{a: ‸{'x' * 37}}}", "37 characters are too long: at most 36"),
        (f"many: {{a: ‸'{'x' * 32}{{poisons}}'}}", "46 characters are too long: at most 36"),
        ("one: {a: A}, below: ‸high", "unknown level `high`"),
        ("one: {a: A}, below: ‸self_care", "unknown level `self_care`"),
        ("one: {a: A}, carry: ‸true", "expected yes or no, found `true`"),
        ("one: {a: A}, after: ‸emergncy", "unknown moment `emergncy`; did you mean `emergency`?"),
        ("one: {a: A}, source: ‸sed", "unknown source `sed`; did you mean `seed`?"),
        ("one: {a: A}, none: ‸{label: No}", "`none` stands only beside `many` and `lookup`"),
        ("many: {a: A}, none: ‸Nothing", "expected a mapping, found a word"),
        ("one: {a: A}, after: emergency, below: ‸urgent", "`below` means nothing on the emergency card"),
        ("one: {a: A}, after: emergency, carry: ‸yes", "`carry` means nothing on the emergency card"),
    ],
)
def test_problems_of_what_stands_beside_a_question(tmp_path: Path, keys: str, message: str) -> None:
    """The options of a question, and when it is asked."""
    check_reported(tmp_path, "twitch.yaml", step(f"{{ask: more, text: More?, {keys}}}"), message)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("‸{raises: routine, because: B., source: seed}", "`label` is missing"),
        (
            "{label: A, raises: ‸emergncy, because: B., source: seed}",
            "unknown level `emergncy`; did you mean `emergency`?",
        ),
        ("‸{label: A, raises: routine, source: seed}", "`because` is missing"),
        ("‸{label: A, raises: routine, because: B.}", "`source` is missing"),
        ("{label: A, raises: routine, because: B., source: [seed, ‸nsh]}", "unknown source `nsh`; did you mean `nhs`?"),
        ("‸{label: A, raises: emergency, because: B., source: seed}", "`cause` is missing"),
        (
            "{label: A, raises: emergency, because: B., source: seed, cause: ‸strok}",
            "unknown cause `strok`; did you mean `stroke`?",
        ),
        (
            "{label: A, raises: urgent, because: B., source: seed, cause: ‸stroke}",
            "only what raises to emergency has a cause",
        ),
        ("{label: A, because: ‸It is.}", "`because` says nothing without `raises`"),
        ("{label: A, source: ‸seed}", "`source` says nothing without `raises`"),
        ("{label: ‸'', raises: routine, because: B., source: seed}", "nothing stands here"),
    ],
)
def test_problems_of_what_an_option_raises(tmp_path: Path, option: str, message: str) -> None:
    """Whatever raises the level says why, on which source, and for an emergency from which cause."""
    check_reported(tmp_path, "twitch.yaml", step(f"{{ask: more, text: More?, one: {{a: {option}}}}}"), message)


def test_a_question_on_the_emergency_card_raises_nothing(tmp_path: Path) -> None:
    """It is asked when the highest level is reached already."""
    text = "{ask: more, after: emergency, text: M?, one: {a: {label: A, ‸raises: urgent, because: B., source: seed}}}"
    check_reported(tmp_path, "twitch.yaml", step(text), "a question on the emergency card never changes the level")


@pytest.mark.parametrize(
    ("steps", "message"), [("‸[]", "the list is empty"), ("‸none", "expected a list, found a word")]
)
def test_a_flow_asks_something(tmp_path: Path, steps: str, message: str) -> None:
    """A flow without questions is none."""
    check_reported(tmp_path, "twitch.yaml", flow(steps=steps), message)


def test_eight_boxes_of_the_longest_ids_and_labels_fit(tmp_path: Path) -> None:
    """The limits themselves are allowed, and a button of the longest id keeps within Telegram's 64 bytes."""
    longest = ", ".join(f"{f'option_{number}':_<24}: {number}{'x' * 35}" for number in range(8))
    found = loaded(tmp_path, f"{{ask: {'s' * 24}, text: {'x' * 3096}, many: {{{longest}}}}}")
    assert len(found.options) == 8
    assert all(len(f"q.{'c' * 8}.9999.+{option.id}".encode()) <= 64 for option in found.options)
