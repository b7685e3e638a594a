"""What raises the level: the combinations of a flow, and the table of medicines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.proofs.draw.plainly import Plainly
from bot.review.texts import Line, lines
from bot.review.written import Written, WrittenClass
from bot.triage.conditions import All, Condition, Ticked
from bot.triage.flow import Advice, Claim, Flow, Rule
from bot.triage.library import Library, MedicineClass

Kind = TypeVar("Kind", Rule, Advice, Claim)
TABLE = "medicines.yaml"


@dataclass(frozen=True, slots=True)
class Raising:
    """A rule on the page."""

    rule: Rule
    when: str
    because: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Medicines:
    """A class of the table, with every rule on it and the flows in which that rule counts; no flow named: in all."""

    kind: MedicineClass
    written: WrittenClass
    rules: tuple[tuple[Raising, tuple[str, ...]], ...]


def sorted_out(
    own: Iterable[Kind], before: Sequence[tuple[str, Sequence[Kind]]]
) -> tuple[list[Kind], Mapping[str, int]]:
    """What stands on the page for the first time; and how many others stand elsewhere, by where that is.

    before: the same kind of thing of the flows that stand earlier on the page. What the medicine table raises and
    advises stands there.
    """
    new: list[Kind] = []
    elsewhere: dict[str, int] = {}
    for each in own:
        place = TABLE if f"/{TABLE}:" in each.mark else next((name for name, others in before if each in others), "")
        if place:
            elsewhere[place] = elsewhere.get(place, 0) + 1
        else:
            new.append(each)
    return new, elsewhere


def medicines(library: Library, written: Written) -> tuple[Medicines, ...]:
    flows = tuple(library.flows.values())
    rules = _table_rules(flows)
    return tuple(
        Medicines(kind, written.classes[id], tuple(_counted(id, rules, flows)))
        for id, kind in library.medicines.items()
    )


def _counted(
    id: str, rules: Mapping[str, Mapping[Rule, list[str]]], flows: tuple[Flow, ...]
) -> Iterator[tuple[Raising, tuple[str, ...]]]:
    for rule, named in rules.get(id, {}).items():
        asked = next(flow for flow in flows if flow.id == named[0])
        using = [flow.id for flow in flows if any(step.lookup for step in flow.steps)]
        yield raising(rule, Plainly(asked, flows)), () if named == using else tuple(named)


def _table_rules(flows: Iterable[Flow]) -> Mapping[str, Mapping[Rule, list[str]]]:
    """Class -> each rule that the table has on it, and the flows that have it."""
    found: dict[str, dict[Rule, list[str]]] = {}
    for flow in flows:
        for rule in flow.rules:
            for id in _class_of(rule.condition) if f"/{TABLE}:" in rule.mark else ():
                found.setdefault(id, {}).setdefault(rule, []).append(flow.id)
    return found


def _class_of(condition: Condition) -> frozenset[str]:
    """The loader writes a rule of the table as "this class is ticked, and ..."."""
    first = condition.parts[0] if isinstance(condition, All) else condition
    return first.options if isinstance(first, Ticked) else frozenset()


def raising(rule: Rule, plainly: Plainly) -> Raising:
    return Raising(rule, plainly.said(rule.condition), lines(rule.because, plainly))
