"""Each kind of idle thing in a small folder, told at its place; and what looks idle but is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load, packaged_flows
from bot.proofs.idle import idle
from tests.content.folders import HERE, flow, folder

STEPS = """
  - {ask: who, text: Who?, why: So., one: {me: Me, child: A child}}
  - ask: signs
    text: Which signs?
    why: So.
    many: {numb: {label: Numb, raises: urgent, because: B., source: seed}, ache: Ache, weak: Weak}
  - {ask: long, text: How long?, why: So., when: {signs: [ache, weak]}, one: {days: Days, weeks: Weeks}}
  - {ask: also, after: emergency, text: What else?, why: So., many: {pen: A pen, gun: A gun}}
"""
RULES = """
  - {if: {who: child, signs: ache}, raises: routine, because: B., source: seed}
  - {if: {signs: weak, long: weeks}, raises: emergency, cause: stroke, because: B., source: seed}
"""
ADVICE = """
  - {if: {signs: weak}, say: Rest., source: seed}
  - {if: {also: pen}, at: [emergency], say: Use it., source: seed}
  - {if: {also: gun}, at: [emergency], say: Put it down., source: seed}
"""
AGAIN = "\n  - {ask: how, text: And now?, why: So., one: {well: Well, ill: Ill, same: The same}}"
CLOSES = "{how: [well, same]}"


def told(root: Path, text: str, again: str = "") -> tuple[list[str], list[str]]:
    """What is told of a folder with this flow, and where the marks stand in it."""
    places = [
        f"flows/twitch.yaml:{number}:{mark + 1}"
        for number, line in enumerate(text.split("\n"), start=1)
        if (mark := line.find(HERE)) >= 0
    ]
    checks_in = again or flow("again", listed="no", steps=AGAIN, closes=CLOSES)
    library = load(folder(root, {"twitch.yaml": text.replace(HERE, ""), "again.yaml": checks_in}))
    return [str(problem) for problem in sorted(idle(library))], places


def written(**more: str) -> str:
    """The flow of this file, with more at the end of some of its parts."""
    parts = {"steps": STEPS, "rules": RULES, "advice": ADVICE, "claims": "\n"}
    return flow(
        **{name: text for name, text in parts.items() if text.strip()}
        | {name: f"{parts[name]}  - {text}\n" for name, text in more.items()}
    )


def check_told(root: Path, text: str, message: str) -> None:
    """This is told at the mark, and nothing else."""
    problems, places = told(root, text)
    assert [problem.partition(": ")[::2] for problem in problems] == [(place, message) for place in places]


def test_the_flow_of_these_tests_is_clean(tmp_path: Path) -> None:
    """All in it matters: each test below adds one thing that does not."""
    assert told(tmp_path, written()) == ([], [])


def test_nothing_in_the_shipped_flows_is_idle() -> None:
    """Each rule, block, line, claim, question and option changes something."""
    assert idle(load(packaged_flows())) == ()


NEVER = "this never raises to `urgent`: no conversation fulfils its condition"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("{if: {who: me, not: {who: me}}, raises: urgent, because: C., source: seed}", NEVER),
        ("{if: {long: [days, weeks], signs: none}, raises: urgent, because: C., source: seed}", NEVER),
        ("{if: {signs: none, not: {who: [me, child]}}, raises: urgent, because: C., source: seed}", NEVER),
        (
            "{if: {who: child, signs: ache}, raises: routine, because: C., source: seed}",
            "this changes nothing: wherever it holds, it is `routine` already, as by flows/twitch.yaml:15:5",
        ),
        (
            "{if: {signs: {all: [weak, ache]}, long: weeks}, raises: urgent, because: C., source: seed}",
            "this changes nothing: wherever it holds, it is `urgent` already, as by flows/twitch.yaml:16:5",
        ),
        (
            "{if: {signs: numb, who: me}, raises: routine, because: C., source: seed}",
            "this changes nothing: wherever it holds, it is `routine` already, as by flows/twitch.yaml:9:18",
        ),
    ],
)
def test_a_rule_that_never_fires_or_is_covered(tmp_path: Path, rule: str, message: str) -> None:
    """A contradiction; an exact twin, a narrower one of a lower level, and one that an option's own level covers."""
    check_told(tmp_path, written(rules=HERE + rule), message)


def test_two_rules_together_may_cover_one(tmp_path: Path) -> None:
    """Whoever is asked how long says one of two, and each of them raises."""
    rules = """
  - {if: {long: days}, raises: urgent, because: B., source: seed}
  - {if: {long: weeks}, raises: emergency, cause: stroke, because: B., source: seed}
  - ‸{if: {signs: weak, long: [days, weeks]}, raises: urgent, because: C., source: seed}
"""
    advice = ADVICE.replace("signs: weak", "signs: [ache, weak], who: child")
    by = "flows/twitch.yaml:15:5"
    message = f"this changes nothing: wherever it holds, it is `urgent` already, as by {by}"
    check_told(tmp_path, flow(steps=STEPS, rules=rules, advice=advice), message)


def test_what_is_covered_only_later_is_not_idle(tmp_path: Path) -> None:
    """An emergency that would come at the next question whatever is answered: the rule makes it come at once."""
    rules = """
  - {if: {signs: {all: [ache, weak]}}, raises: emergency, cause: stroke, because: B., source: seed}
  - {if: {long: days, signs: [ache, weak]}, raises: emergency, cause: stroke, because: B., source: seed}
  - {if: {long: weeks, signs: [ache, weak]}, raises: emergency, cause: stroke, because: B., source: seed}
"""
    assert told(tmp_path, flow(steps=STEPS, rules=rules, advice=ADVICE.replace("signs: weak", "who: me"))) == ([], [])


@pytest.mark.parametrize(
    ("advice", "levels"),
    [
        ("{if: {signs: numb}, at: [self_care], say: Rest., source: seed}", "self_care"),
        ("{if: {signs: none, long: any}, say: Rest., source: seed}", "self_care, routine, urgent"),
        ("{if: {also: pen}, say: Rest., source: seed}", "self_care, routine, urgent"),
        ("{if: {also: pen, signs: none}, at: [emergency], say: Rest., source: seed}", "emergency"),
    ],
)
def test_advice_that_is_never_shown(tmp_path: Path, advice: str, levels: str) -> None:
    """What it rests on raises above its levels, contradicts itself, or is asked on the emergency card only."""
    message = f"this advice is never shown: no conversation that ends in {levels} fulfils its condition"
    check_told(tmp_path, written(advice=HERE + advice), message)


HIDDEN = "this line is never said: its `if` never holds here, or a line before it is said"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("{if: {who: me}, say: A.}, ‸{if: {who: me}, say: B.}, {say: C.}", "one before it has the same `if`"),
        ("{if: {who: me}, say: A.}, {if: {who: child}, say: B.}, ‸{say: C.}", "those before it are for everybody"),
        ("{if: {signs: ache}, say: A.}, ‸{if: {signs: {all: [ache, weak]}}, say: B.}, {say: C.}", ""),
    ],
)
def test_a_line_that_is_never_said(tmp_path: Path, lines: str, message: str) -> None:
    """Its twin comes first, those before it are for everybody, or one of them is wider."""
    text = written(advice=f"{{say: [{lines}], source: seed}}")
    check_told(tmp_path, text, f"this line is never said: {message}" if message else HIDDEN)


def test_a_line_for_a_level_at_which_its_if_never_holds(tmp_path: Path) -> None:
    """What is told at `self_care` need not speak of a sign that is urgent."""
    lines = "[‸{if: {signs: numb}, say: A.}, {say: B.}]"
    text = flow(
        steps=STEPS, rules=RULES, advice=ADVICE, dispositions=f"{{use: common, self_care: {{headline: {lines}}}}}"
    )
    check_told(tmp_path, text, HIDDEN)


URGENT = "{label: Faint, raises: emergency, cause: stroke, because: B., source: seed}"
X = "{label: X, raises: routine, because: B., source: seed}"


@pytest.mark.parametrize(
    "added",
    [
        {"steps": f"{{ask: more, text: A?, why: So., when: {{signs: [ache, ‸faint]}}, many: {{x: {X}}}}}"},
        {"steps": f"{{ask: more, text: A?, why: So., when: [{{signs: ache}}, {{signs: ‸faint}}], many: {{x: {X}}}}}"},
        {"rules": "{if: {signs: [ache, ‸faint], long: weeks}, raises: urgent, because: C., source: seed}"},
        {"advice": "{if: {signs: [ache, ‸faint]}, say: C., source: seed}"},
        {"advice": "{if: {signs: [ache, ‸numb]}, at: [self_care], say: C., source: seed}"},
        {"advice": "{if: {signs: ache, not: {signs: [weak, ‸faint]}}, say: C., source: seed}"},
        {"advice": "{say: [{if: {who: me}, say: A}, {if: {signs: [weak, ‸faint]}, say: B}, {say: C}], source: seed}"},
        {"advice": "{if: {signs: {at_least: 2, of: [ache, weak, ‸faint]}}, say: C., source: seed}"},
    ],
    ids=["when", "alternative", "rule", "advice", "level", "not", "line", "at least"],
)
def test_an_option_in_a_list_that_changes_nothing(tmp_path: Path, added: dict[str, str]) -> None:
    """The box ends the questions at once, or raises above the level at which something is said."""
    text = written(**added).replace("weak: Weak}", f"weak: Weak, faint: {URGENT}}}")
    option = text.partition(HERE)[2].partition("]")[0].partition("}")[0]
    check_told(
        tmp_path, text, f"`{option}` changes nothing here, neither what is asked, nor said, nor the level: take it out"
    )


@pytest.mark.parametrize(
    "added",
    [
        {"steps": f"{{ask: more, text: A?, why: So., when: {{signs: [ache, numb]}}, many: {{x: {X}}}}}"},
        {"rules": "{if: {who: me, signs: [weak, faint]}, raises: urgent, because: C., source: seed}"},
        {"advice": "{if: {signs: [ache, faint]}, at: [emergency], say: C., source: seed}"},
        {"advice": "{if: {signs: {all: [ache, weak]}}, say: C., source: seed}"},
        {"advice": "{if: {signs: {at_least: 2, of: [ache, weak, numb]}}, say: C., source: seed}"},
    ],
    ids=["asked", "a reason more", "said on the card", "all", "at least"],
)
def test_an_option_in_a_list_that_changes_something(tmp_path: Path, added: dict[str, str]) -> None:
    """Somebody is asked, told or graded otherwise for it."""
    text = written(**added).replace("weak: Weak}", f"weak: Weak, faint: {URGENT}}}")
    assert told(tmp_path, text) == ([], [])


def test_an_option_of_what_is_told_as_a_whole_is_not_told_too(tmp_path: Path) -> None:
    """A question that nobody is ever asked has no list to mend."""
    when = "{signs: [ache, weak], not: {who: [me, child]}}"
    step = f"‸{{ask: more, text: A?, why: So., when: {when}, many: {{x: X}}}}"
    check_told(tmp_path, written(steps=step), "`more` is never asked")


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (
            "{ask: more, text: A?, why: So., when: {who: me, not: {who: me}}, many: {x: X}}",
            "`more` is never asked",
        ),
        (
            "{ask: more, text: A?, why: So., many: {x: X, y: Y}}",
            "nothing reads `more`: whatever is answered, the level and what is said are the same",
        ),
        (
            "{ask: more, text: A?, why: So., one: {x: {label: X, raises: routine, because: B., source: seed}}}",
            "`more` has one answer alone: a question has at least two",
        ),
        (
            "{ask: more, text: A?, one: {x: {label: X, raises: routine, because: B., source: seed}, y: Y}}",
            "`why` is missing: people are told why `more` is asked",
        ),
    ],
)
def test_a_question_for_nothing(tmp_path: Path, step: str, message: str) -> None:
    """Never asked, read by nothing, without a choice, or without a reason."""
    check_told(tmp_path, flow(steps=f"{STEPS}  - {HERE}{step}\n", rules=RULES, advice=ADVICE), message)


def test_a_box_that_nothing_reads(tmp_path: Path) -> None:
    """To tick it is as good as to leave it."""
    text = written().replace("weak: Weak", "weak: Weak, nonsense: ‸Nonsense")
    check_told(tmp_path, text, "nothing reads `nonsense`: to tick it changes nothing")


def test_one_choice_may_be_all_the_rest_but_not_two(tmp_path: Path) -> None:
    """Of a single choice one answer may be read by nothing; the second of that kind is told."""
    text = written().replace("child: A child", "child: A child, adult: ‸An adult")
    check_told(tmp_path, text, "nothing reads `adult`: it is as good as another answer that nothing reads")


@pytest.mark.parametrize(
    "again",
    [
        flow("again", listed="no", steps=AGAIN, closes="{how: [well, same], before.signs: nonsense}"),
        flow("again", listed="no", steps=AGAIN.replace("And now?", "'You had {before.signs}. Now?'"), closes=CLOSES),
        flow("again", listed="no", steps=AGAIN, closes="{how: [well, same], before.signs: any}"),
    ],
)
def test_a_box_that_a_check_in_reads(tmp_path: Path, again: str) -> None:
    """By its name, by saying it back, or because it counts that anything was ticked."""
    text = written().replace("weak: Weak", "weak: Weak, nonsense: Nonsense")
    assert told(tmp_path, text, again) == ([], [])


def test_a_claim_that_speaks_of_no_conversation(tmp_path: Path) -> None:
    """It holds, but says nothing."""
    message = "this claim says nothing: no conversation fulfils its `if`"
    check_told(tmp_path, written(claims="‸{if: {signs: none, long: weeks}, at_least: urgent}"), message)


def test_an_episode_that_is_never_closed(tmp_path: Path) -> None:
    """The `closes` of a check-in contradicts itself."""
    again = flow("again", listed="no", steps=AGAIN, closes="{how: [well, same], not: {how: [well, same]}}")
    assert told(tmp_path, written(), again)[0] == ["flows/again.yaml:1:1: `closes` never holds"]


def test_what_a_module_brings_may_be_idle_in_one_flow(tmp_path: Path) -> None:
    """It is told where it is idle in all flows that use it, and once."""
    module = "module: weak\nsteps: [{ask: strength, text: A?, why: So., many: {x: X}}]\nrules:\n"
    rule = "  - {if: {who: child, strength: x}, raises: routine, because: B., source: seed}\n"
    covered = "  - {if: {strength: x}, raises: routine, because: B., source: seed}\n"
    uses = "\n  - {ask: who, text: Who?, why: So., one: {me: Me, child: A child}}\n  - use: weak\n"
    files = {
        "modules/weak.yaml": module + rule,
        "twitch.yaml": flow(steps=uses),
        "again.yaml": flow("again", listed="no", steps=uses, rules="\n" + covered),
    }
    assert idle(load(folder(tmp_path / "one", files))) == ()
    both = idle(load(folder(tmp_path / "two", {**files, "twitch.yaml": flow(steps=uses, rules="\n" + covered)})))
    assert [str(problem).split(":")[:2] for problem in both] == [["flows/modules/weak.yaml", "4"]]
