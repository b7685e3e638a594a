"""The medicine table: the questions, rules and advice that a `lookup` step becomes, and what is wrong with a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load
from bot.triage.conditions import All, Ticked
from bot.triage.flow import Advice, Flow, Rule, Say, Urgency
from bot.triage.library import Library, MedicineClass, Named
from tests.content.folders import LOOKS_UP, MEDICINES, check_reported, flow, folder, medicine

BELOW_EMERGENCY = frozenset({Urgency.SELF_CARE, Urgency.ROUTINE, Urgency.URGENT})
COLDS = Ticked("medicines", frozenset({"colds"}))
LATELY = Ticked("when", frozenset({"lately"}))


def loaded(root: Path, **parts: str) -> Library:
    return load(folder(root, {"twitch.yaml": LOOKS_UP, "medicines.yaml": medicine(**parts)}))


def looked_up(root: Path, **parts: str) -> Flow:
    return loaded(root, **parts).flows["twitch"]


def test_a_look_up_is_two_questions(tmp_path: Path) -> None:
    """Which classes, with the commonest as boxes; then when, for those of which it matters."""
    which, when = looked_up(tmp_path).steps[-2:]
    assert (which.id, which.lookup, which.shown, which.many) == ("medicines", "medicines", 1, True)
    assert [option.id for option in which.options] == ["sleep", "colds"]
    assert [option.id for option in when.options] == ["lately", "long"]
    assert when.when == Ticked("medicines", frozenset({"sleep"}))
    assert not when.many


def test_the_timing_is_carried_where_the_medicines_are(tmp_path: Path) -> None:
    """A check-in that knows the medicines does not ask when they were begun."""
    text = LOOKS_UP.replace("lookup:", "carry: yes, lookup:")
    which, when = load(folder(tmp_path, {"twitch.yaml": text})).flows["twitch"].steps[-2:]
    assert (which.carry, when.carry) == (True, True)


@pytest.mark.parametrize(
    ("levels", "rules"),
    [
        ({}, []),
        ({"recent": "null", "long_term": "null"}, []),
        ({"long_term": "urgent"}, [(COLDS, Urgency.URGENT)]),
        ({"recent": "urgent"}, [(All((COLDS, LATELY)), Urgency.URGENT)]),
        (
            {"recent": "urgent", "long_term": "routine"},
            [(COLDS, Urgency.ROUTINE), (All((COLDS, LATELY)), Urgency.URGENT)],
        ),
        ({"recent": "routine", "long_term": "routine"}, [(COLDS, Urgency.ROUTINE)]),
        ({"recent": "routine", "long_term": "urgent"}, [(COLDS, Urgency.URGENT)]),
    ],
)
def test_a_class_raises_its_levels(tmp_path: Path, levels: dict[str, str], rules: list[tuple[object, Urgency]]) -> None:
    """One for whoever takes it, a higher one for whoever has just begun or changed it."""
    found = looked_up(tmp_path, because="It is so.", **levels).rules[1:]  # the first is of the class before
    assert [(rule.condition, rule.urgency) for rule in found] == rules
    assert all(rule.because == (Say("It is so."),) and rule.sources == ("seed",) for rule in found)


def test_timing_is_asked_only_where_it_raises_more(tmp_path: Path) -> None:
    """A class of the same level, recent or not, does not bring up the question."""
    when = looked_up(tmp_path, recent="routine", long_term="routine", because="B.").steps[-1]
    assert when.when == Ticked("medicines", frozenset({"sleep"}))


def test_a_rule_of_a_class_holds_for_who_takes_it(tmp_path: Path) -> None:
    """Its condition stands beside "this class is ticked"."""
    rule = "{if: {signs: numb}, raises: emergency, because: Both., source: nhs, cause: stroke}"
    condition = All((COLDS, Ticked("signs", frozenset({"numb"}))))
    found = looked_up(tmp_path, rules=f"[{rule}]").rules[-1]
    assert found == Rule(condition, Urgency.EMERGENCY, (Say("Both."),), ("nhs",), "stroke")


def test_a_rule_is_left_out_where_the_flow_does_not_ask(tmp_path: Path) -> None:
    """One table serves several flows."""
    lookup = "{ask: medicines, text: M?, lookup: {from: medicines, show: 2}}"
    other = f"[{{ask: heart, text: Heart?, many: {{racing: Racing}}}}, {lookup}]"
    rule = "{if: {heart: racing}, raises: urgent, because: Both., source: nhs}"
    files = {
        "twitch.yaml": LOOKS_UP,
        "heart.yaml": flow("heart", steps=other),
        "medicines.yaml": medicine(rules=f"[{rule}]"),
    }
    flows = load(folder(tmp_path, files)).flows
    assert len(flows["heart"].rules) == len(flows["twitch"].rules) + 1


def test_a_class_advises_who_takes_it(tmp_path: Path) -> None:
    """At every level but the emergency, where the card speaks."""
    found = looked_up(tmp_path, advice="Ask the pharmacist.").advice[-1]
    assert found == Advice(COLDS, BELOW_EMERGENCY, (Say("Ask the pharmacist."),), ("seed",))


def test_a_class_is_told_of_in_words_for_everybody(tmp_path: Path) -> None:
    """How it can matter, then what to do; of a first-match text the line without a condition."""
    advice = "[{if: {who: child}, say: Ask for the child.}, {say: Ask.}]"
    told = loaded(tmp_path, about="It has been reported.", advice=advice).medicines
    assert list(told) == ["sleep", "colds"]
    assert told["colds"] == MedicineClass("colds", "Colds", "It has been reported.\n\nAsk.", ("seed",))


def test_names_are_looked_up(tmp_path: Path) -> None:
    """A name gives its class; a name of several meanings is asked about in the table's words."""
    look_up = loaded(tmp_path, names="[Afrin, Otrivine]").look_up
    assert look_up("afrin").found == (Named("Afrin", "colds"),)
    assert look_up("Benadryl").unsure == ((Named("Benadryl in the US", "sleep"),),)


@pytest.mark.parametrize(
    ("part", "text", "message"),
    [
        ("names", "[‸nytol]", "`nytol` is a name of `sleep` too; a name of two meanings belongs into `name_traps`"),
        ("names", "‸[]", "the list is empty"),
        ("names", f"[‸{'x' * 37}]", "37 characters are too long: at most 36"),
        ("label", f"‸{'x' * 37}", "37 characters are too long: at most 36"),
        ("evidence", "‸good", "unknown grade of evidence `good`"),
        ("source", "‸sed", "unknown source `sed`; did you mean `seed`?"),
        ("recent", "‸emergency", "unknown level of a medicine `emergency`"),
        ("long_term", "‸rutine", "unknown level of a medicine `rutine`; did you mean `routine`?"),
        ("advice", "‸'{crisis}'", "unknown placeholder `{crisis}`"),
        ("about", "[‸{if: {who: me}, say: A}]", "the last line must have no `if`, so that something is always said"),
        ("rules", "[‸{raises: urgent, because: B., source: seed}]", "`if` is missing"),
        ("rules", "[‸{if: {signs: numb}, raises: urgent, source: seed}]", "`because` is missing"),
        (
            "rules",
            "[{if: {signs: ‸num}, raises: urgent, because: B., source: seed}]",
            "unknown option of `signs`: `num`; did you mean `numb`?",
        ),
        (
            "rules",
            "[{if: ‸{sign: numb, who: me}, raises: urgent, because: B., source: seed}]",
            "no flow asks all that this mentions: `sign`; did you mean `signs`?, `who`",
        ),
        (
            "rules",
            "[{if: ‸{also: pen}, raises: urgent, because: B., source: seed}]",
            "no flow asks all that this mentions: `also`",
        ),
    ],
)
def test_problems_of_a_class(tmp_path: Path, part: str, text: str, message: str) -> None:
    """Each problem is found at its place, and nothing else is reported with it."""
    others = {"twitch.yaml": LOOKS_UP}
    check_reported(tmp_path, "medicines.yaml", medicine(**{part: text}), message, **others)


@pytest.mark.parametrize("needed", ["label", "names", "evidence", "advice", "about", "source"])
def test_what_a_class_must_say(tmp_path: Path, needed: str) -> None:
    """A missing key is reported where the class begins."""
    first, *others = (line for line in medicine().partition("colds:\n")[2].splitlines() if needed not in line)
    text = f"{MEDICINES}  colds:\n    ‸{first.strip()}\n" + "\n".join(others)
    check_reported(tmp_path, "medicines.yaml", text, f"`{needed}` is missing")


def test_a_level_has_its_reason(tmp_path: Path) -> None:
    """A class that raises something says why."""
    text = medicine(recent="routine").replace("    label: Colds", "    ‸label: Colds")
    check_reported(tmp_path, "medicines.yaml", text, "`because` is missing", **{"twitch.yaml": LOOKS_UP})


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("recent: [lately]", "recent: [‸late]", "unknown option of `when`: `late`; did you mean `lately`?"),
        ("ask: when", "ask: ‸not", "no step can be called `not`: it means something else in a condition"),
        ("timing: {ask: when, ", "timing: ‸{", "`ask` is missing"),
        ("class: colds", "class: ‸cold", "unknown class of medicines `cold`; did you mean `colds`?"),
        ("- {names: [Benadryl], ask: Which one?, ", "- ‸{names: [Benadryl], ", "`ask` is missing"),
        ("  sleep: {label", "  ‸Sleep: {label", "`Sleep` is no id: 1 to 24 of a-z, 0-9 and _"),
    ],
)
def test_problems_of_a_table(tmp_path: Path, before: str, after: str, message: str) -> None:
    """The timing, the name traps and the ids of classes."""
    text = medicine().replace("class: sleep", "class: colds").replace(before, after)
    check_reported(tmp_path, "medicines.yaml", text, message, **{"twitch.yaml": LOOKS_UP})


@pytest.mark.parametrize(
    ("lookup", "message"),
    [
        ("{from: ‸herbs, show: 8}", "unknown table `herbs`"),
        ("{from: medicines, show: ‸9}", "expected a whole number from 1 to 8, found `9`"),
        ("‸{from: medicines}", "`show` is missing"),
    ],
)
def test_problems_of_a_look_up(tmp_path: Path, lookup: str, message: str) -> None:
    """There is one table, and a screen holds eight boxes."""
    text = LOOKS_UP.replace("{from: medicines, show: 1}", lookup)
    check_reported(tmp_path, "twitch.yaml", text, message)


def test_a_flow_that_looks_up_is_checked_as_any_other(tmp_path: Path) -> None:
    """Its steps are all known, those of the table among them."""
    text = f"{LOOKS_UP}rules: [{{if: {{medicines: sleep, ‸wen: lately}}, raises: urgent, because: B., source: seed}}]\n"
    check_reported(tmp_path, "twitch.yaml", text, "unknown step `wen`; did you mean `when`?")


def test_a_flow_looks_up_once(tmp_path: Path) -> None:
    """One question of timing stands for all of them."""
    again = "\n  - {ask: others, text: Others?, lookup: ‸{from: medicines, show: 1}}"
    text = LOOKS_UP.replace("\ndispositions", f"{again}\ndispositions")
    check_reported(tmp_path, "twitch.yaml", text, "a flow asks for medicines, and since when they are taken, only once")
