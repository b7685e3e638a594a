"""Golden conversations in files of their own: read with their places, and written as an author would write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.content.claims import TEST, TEST_OPTIONAL, test_of
from bot.content.compose import read_file
from bot.content.nodes import Node
from bot.content.scope import Known, Outline, Scope, earlier
from bot.triage.conditions import BEFORE, Facts
from bot.triage.errors import FlowError, Problem
from bot.triage.flow import Flow, GoldenTest, Step
from bot.triage.library import Library

BESIDE = Path("tests", "conversations")
NEEDED = ("name", "flow", *TEST)


@dataclass(frozen=True, slots=True)
class Golden:
    """A conversation that a clinician wrote down, under its name."""

    name: str
    flow: str
    test: GoldenTest


def read_conversations(folder: Path, library: Library) -> tuple[Golden, ...]:
    """Every conversation of the folder's files, in order. Raises FlowError with all that is wrong in them."""
    problems: list[Problem] = []
    files = [read_file(path, path.as_posix(), problems) for path in sorted(folder.glob("*.yaml"))]
    found = tuple(golden for file in files if file for golden in _file(file, library))
    if problems:
        raise FlowError(problems)
    return found


def every_test(folder: Path, library: Library, conversations: Path | None = None) -> list[tuple[Flow, GoldenTest]]:
    """The tests of each flow, and the golden conversations: without a folder of them, tests/conversations beside."""
    golden = read_conversations(conversations or _from_here(folder.resolve().parent / BESIDE), library)
    within = [(flow, test) for flow in library.flows.values() for test in flow.tests]
    return within + [(library.flows[each.flow], each.test) for each in golden]


def written(golden: Golden) -> str:
    """The conversation as an item of such a file, in one line."""
    test = golden.test
    told = {
        "name": golden.name,
        "flow": golden.flow,
        **({"before": _listed(test.before)} if test.before else {}),
        "answers": _listed(test.answers),
        "ends": test.ends.word,
        **({"causes": list(test.causes)} if test.causes else {}),
        **({"says": list(test.says)} if test.says else {}),
        **({"not_asked": list(test.not_asked)} if test.not_asked else {}),
    }
    return "- " + yaml.safe_dump(told, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000)


def add_to(file: Path, told: str) -> None:
    """Put conversations at the end of a file, which is made where there is none."""
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    ended = "\n" if before and not before.endswith("\n") else ""
    file.write_text(f"{before}{ended}{told}", encoding="utf-8")


def _from_here(path: Path) -> Path:
    """As it is called from the present folder, where it stands in it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _file(node: Node, library: Library) -> Iterator[Golden]:
    """The conversations of one file, in which each has a name of its own."""
    marks: dict[str, str] = {}
    for item in node.items():
        golden = _golden(item, library)
        if golden.name in marks:
            item.wrong(f"a second conversation of this name; the first stands at {marks[golden.name]}")
        marks[golden.name] = item.mark
        yield golden


def _golden(node: Node, library: Library) -> Golden:
    fields = node.fields(NEEDED, TEST_OPTIONAL)
    id = fields["flow"].choice(library.flows, "flow")
    flow = library.flows.get(id)
    scope = _scope(flow, library) if flow else Scope(Known(), complete=False)
    return Golden(fields["name"].word(), id, test_of(fields, scope))


def _scope(flow: Flow, library: Library) -> Scope:
    """What a conversation of this flow can answer; in a check-in's flow, what any flow can have found before."""
    steps = {step.id: _outline(step) for step in flow.steps}
    others = (_outline(step) for other in library.flows.values() for step in other.steps if not step.on_card)
    return Scope(Known(causes=tuple(library.cards)), steps, before=None if flow.listed else earlier(others))


def _outline(step: Step) -> Outline:
    return Outline(step.id, tuple(option.id for option in step.options), step.many)


def _listed(answers: Facts) -> Mapping[str, str | list[str]]:
    """One option alone, several as a list, none of them as `none`."""
    given = {step.removeprefix(BEFORE): sorted(ticked) for step, ticked in answers.items() if ticked is not None}
    return {step: ticked[0] if len(ticked) == 1 else ticked or "none" for step, ticked in given.items()}
