"""`checkback flows check` tells each mistake that an author can make at its place, with what was probably meant."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.content.folders import FILES, HERE, MEDICINES, flow, folder

STEPS = """
  - {ask: who, text: Who is it about?, why: It fits you., one: {me: Me, child: A child}}
  - ask: signs
    text: Which signs?
    why: They count.
    many:
      numb: {label: Numb, raises: emergency, cause: stroke, because: It is numb., source: seed}
      ache: {label: Ache, raises: routine, because: It aches., source: nhs}
      weak: Weak"""
RULES = """
  - {if: {who: child, signs: weak}, raises: urgent, because: A child is seen today., source: seed}"""
ADVICE = """
  - {if: {signs: weak}, say: Rest., source: nhs}"""
PARTS = {"steps": STEPS, "rules": RULES, "advice": ADVICE, "claims": "\n  - {if: {signs: numb}, at_least: emergency}"}


def made(**added: str) -> str:
    """The flow of this file, with one thing more in some of its parts."""
    more = {name: f"{PARTS.get(name, '')}\n  - {text}" for name, text in added.items() if name in PARTS}
    return flow(**{**PARTS, **added, **more})


def instead(old: str, new: str) -> str:
    whole = flow(**PARTS)
    assert old in whole
    return whole.replace(old, new)


BROKEN: Mapping[str, tuple[str, str]] = {
    # Structure and keys
    "no yaml": (f"{flow(**PARTS)}closes: [\n‸", "this is not YAML"),
    "not a mapping": ("‸- a\n- b\n", "expected a mapping, found a list"),
    "a list instead of a mapping": (instead("{me: Me, child: A child}", "‸[me, child]"), "expected a mapping"),
    "a needed key is missing": (instead("title: Twitching lip\n", ""), "`title`"),
    "an unknown key": (instead("    why: They", "    ‸whi: They"), "unknown key `whi`; did you mean `why`?"),
    "a duplicate key": (instead("    why: They", "    text: Which?\n    ‸text: They"), "`text`"),
    "an unknown level": (instead("raises: routine", "raises: ‸routin"), "did you mean `routine`?"),
    "an unknown module": (made(steps="{use: ‸red_flag}"), "unknown module `red_flag`"),
    # Conditions
    "an unknown step": (instead("{who: child,", "{‸whom: child,"), "unknown step `whom`; did you mean `who`?"),
    "an unknown option": (instead("who: child,", "who: ‸chld,"), "did you mean `child`?"),
    "a step that cannot have been asked yet": (
        instead("why: It fits you.", "why: It fits you., when: {‸signs: weak}"),
        "step `signs` is not asked yet at this place",
    ),
    # What does nothing
    "an option that nothing distinguishes": (
        instead("weak: Weak", "weak: Weak\n      odd: ‸Odd"),
        "nothing reads `odd`",
    ),
    "an option in a list that changes nothing": (
        made(
            steps="{ask: a, text: A?, why: So., when: {signs: [weak, ‸numb]}, many: {x: "
            "{label: X, raises: routine, because: X., source: seed}}}"
        ),
        "`numb` changes nothing here",
    ),
    "a rule that can never fire": (
        made(rules="‸{if: {who: child, not: {who: child}}, raises: urgent, because: B., source: seed}"),
        "this never raises to `urgent`",
    ),
    "a rule that another always covers": (
        made(rules="‸{if: {who: child, signs: {all: [weak, ache]}}, raises: urgent, because: B., source: seed}"),
        "it is `urgent` already, as by flows/twitch.yaml:15:5",
    ),
    "advice that can never show": (
        made(advice="‸{if: {signs: numb}, at: [routine], say: A., source: seed}"),
        "this advice is never shown",
    ),
    "a dead step": (
        made(steps="‸{ask: a, text: A?, why: So., when: {who: me, not: {who: me}}, many: {x: X}}"),
        "`a` is never asked",
    ),
    "a line that is never said": (
        instead("say: Rest.", "say: [{if: {who: me}, say: A.}, ‸{if: {who: me}, say: B.}, {say: C.}]"),
        "this line is never said",
    ),
    # Reasons and sources
    "no `why`": (
        instead("  - {ask: who, text: Who is it about?, why: It fits you.,", "  - ‸{ask: who, text: Who?,"),
        "`why`",
    ),
    "no `because` of an option": (
        instead("{label: Ache, raises: routine, because: It aches.,", "‸{label: Ache, raises: routine,"),
        "`because` is missing",
    ),
    "no `source` of an option": (
        instead(
            "{label: Ache, raises: routine, because: It aches., source: nhs}",
            "‸{label: Ache, raises: routine, because: It aches.}",
        ),
        "`source` is missing",
    ),
    "no `cause` of an emergency": (
        instead("{label: Numb, raises: emergency, cause: stroke,", "‸{label: Numb, raises: emergency,"),
        "`cause` is missing",
    ),
    "no `because` of a rule": (made(rules="‸{if: {who: me, signs: weak}, raises: urgent, source: seed}"), "`because`"),
    "no `source` of a rule": (made(rules="‸{if: {who: me, signs: weak}, raises: urgent, because: B.}"), "`source`"),
    "no `source` of advice": (
        instead("{if: {signs: weak}, say: Rest., source: nhs}", "‸{if: {signs: weak}, say: Rest.}"),
        "`source` is missing",
    ),
    "an unknown source": (instead("source: nhs}", "source: ‸nsh}").replace("‸nsh", "nhs", 1), "did you mean `nhs`?"),
    # What Telegram allows
    "a text that is too long": (instead("text: Which signs?", f"text: ‸{'word ' * 700}"), "characters are too long"),
    "a screen that is too long": (
        instead(
            "  - ask: signs\n    text: Which signs?\n    why: They count.",
            f"  - ‸ask: signs\n    text: {'word ' * 500}\n    why: {'word ' * 500}",
        ),
        "characters: a message has at most 4096",
    ),
    "a label that is too long": (instead("weak: Weak", f"weak: ‸{'x' * 37}"), "37 characters are too long: at most 36"),
    "an id that no button can carry": (instead("weak: Weak", f"weak: Weak\n      ‸{'x' * 25}: X"), "is no id: 1 to 24"),
    "too many boxes": (
        made(steps="{ask: a, text: A?, why: So., many: ‸{" + ", ".join(f"o{n}: O{n}" for n in range(9)) + "}}"),
        "9 boxes are too many for a phone",
    ),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, text: str, message: str) -> None:
    """Exit code 1; one line with file, line and column of the mark."""
    lines = text.split("\n")
    places = [f"{n}:{line.index(HERE) + 1}" for n, line in enumerate(lines, 1) if HERE in line] or ["1:1"]
    told = checked(folder(tmp_path, {"twitch.yaml": text.replace(HERE, ""), "again.yaml": AGAIN}))
    assert any(line.startswith(f"flows/twitch.yaml:{places[0]}: ") and message in line for line in told), told


ELSEWHERE = {
    "no `because` of a medicine": ("medicines", MEDICINES.replace(" because: It is new.,", ""), "`because` is missing"),
    "no `source` of a medicine": ("medicines", MEDICINES.replace(", source: seed}", "}"), "`source` is missing"),
    "no `source` of a card": (
        "emergencies",
        FILES["emergencies.yaml"].replace(", source: nhs}", "}"),
        "`source` is missing",
    ),
    "no `source` of a topic": ("topics", FILES["topics.yaml"].replace(", source: seed}", "}"), "`source` is missing"),
    "no `source` of an outcome": (
        "dispositions",
        FILES["dispositions.yaml"].replace(", source: seed}", "}", 1),
        "`source` is missing for `self_care`",
    ),
}


@pytest.mark.parametrize(("file", "text", "message"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_is_missing_in_a_shared_file_is_told(tmp_path: Path, file: str, text: str, message: str) -> None:
    """A level has its reason, and whatever is told its source."""
    looks_up = instead(
        "  - ask: signs",
        "  - {ask: medicines, text: Which?, why: So., lookup: {from: medicines, show: 1}}\n  - ask: signs",
    )
    files = {f"{file}.yaml": text, "twitch.yaml": looks_up, "again.yaml": AGAIN}
    told = checked(folder(tmp_path, files))
    assert any(message in line for line in told), told


AGAIN = flow("again", listed="no", **PARTS)


def test_the_flow_of_these_tests_has_no_problem(tmp_path: Path) -> None:
    """Each test above breaks one thing in it."""
    assert checked(folder(tmp_path, {"twitch.yaml": flow(**PARTS), "again.yaml": AGAIN}), code=0)


def checked(path: Path, code: int = 1) -> list[str]:
    result = CliRunner().invoke(main, ["flows", "check", str(path)])
    assert result.exit_code == code, result.output
    return result.output.splitlines()
