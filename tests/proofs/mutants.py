"""Flows with one thing broken that decides on a level: each option's level, rule, condition and `when`, in turn.

What a module brings is broken in every flow that weaves it in: it stands in one place, and an author breaks it there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.triage.conditions import Condition, Either, steps_of
from bot.triage.flow import Flow, Mark, Option, Rule, Step, Urgency
from tests.proofs.changed import changed

NEVER = Either(())


class Kind(StrEnum):
    """What is broken, as the score tells it."""

    LEVEL = "raises and rules"
    CONDITION = "conditions of rules"
    WHEN = "`when` of questions"


@dataclass(frozen=True, slots=True)
class OtherStep:
    """A flow with another question in the place of one."""

    flow: Flow
    step: Step
    other: Step

    def broken(self) -> Flow:
        """The flow with the edit made."""
        steps = tuple(self.other if step is self.step else step for step in self.flow.steps)
        return replace(self.flow, steps=steps)


@dataclass(frozen=True, slots=True)
class OtherRule:
    """A flow with another rule in the place of one, or without it."""

    flow: Flow
    rule: Rule
    other: Rule | None

    def broken(self) -> Flow:
        """The flow with the edit made."""
        rules = (self.other if rule is self.rule else rule for rule in self.flow.rules)
        return replace(self.flow, rules=tuple(rule for rule in rules if rule is not None))


Edit = OtherStep | OtherRule


@dataclass(frozen=True, slots=True)
class Mutant:
    """One thing broken, in each flow that has it."""

    mark: Mark
    what: str
    kind: Kind
    level: Urgency  # the highest that rests on it
    edits: tuple[Edit, ...]

    def __str__(self) -> str:
        return f"{self.mark}: {self.level.word}: {self.what}"


Found = tuple[Mark, str, Kind, Urgency, Edit]


def mutants(flows: Iterable[Flow]) -> tuple[Mutant, ...]:
    """All of them, in the order in which they are written."""
    grouped: dict[tuple[Mark, str, Kind, int], list[tuple[Urgency, Edit]]] = {}
    for flow in flows:
        alike: Counter[tuple[Mark, str]] = Counter()  # the same words, of several parts of one condition
        for mark, what, kind, level, edit in _of_flow(flow):
            grouped.setdefault((mark, what, kind, alike[mark, what]), []).append((level, edit))
            alike[mark, what] += 1
    return tuple(
        Mutant(mark, what, kind, max(level for level, _ in found), tuple(edit for _, edit in found))
        for (mark, what, kind, _), found in grouped.items()
    )


def affected(steps: Iterable[Step], first: str) -> frozenset[str]:
    """A question, and those whose being asked rests on it."""
    found = {first}
    for step in steps:
        if step.when is not None and not found.isdisjoint(steps_of(step.when)):
            found.add(step.id)
    return frozenset(found)


def _of_flow(flow: Flow) -> Iterator[Found]:
    for step in flow.steps:
        for option in step.options:
            if option.raises:
                yield from _of_option(flow, step, option, option.raises)
        if step.when is not None:
            yield from _of_when(flow, step, step.when)
    for rule in flow.rules:
        yield from _of_rule(flow, rule)


def _of_option(flow: Flow, step: Step, option: Option, rule: Rule) -> Iterator[Found]:
    for how, raises in _lowered(rule):
        options = tuple(replace(each, raises=raises) if each is option else each for each in step.options)
        edit = OtherStep(flow, step, replace(step, options=options))
        yield option.mark, f"{step.id}.{option.id} {how}", Kind.LEVEL, rule.urgency, edit


def _of_rule(flow: Flow, rule: Rule) -> Iterator[Found]:
    name = f"rule '{rule.because[-1].text}'"
    for how, other in _lowered(rule):
        yield rule.mark, f"{name} {how}", Kind.LEVEL, rule.urgency, OtherRule(flow, rule, other)
    for how, condition in changed(rule.condition):
        edit = OtherRule(flow, rule, replace(rule, condition=condition))
        yield rule.mark, f"{name} {how}", Kind.CONDITION, rule.urgency, edit


def _of_when(flow: Flow, step: Step, when: Condition) -> Iterator[Found]:
    level = _rests_on(flow, affected(flow.steps, step.id))
    others: tuple[tuple[str, Condition | None], ...] = (("never", NEVER), ("always", None), *changed(when))
    for how, other in others:
        edit = OtherStep(flow, step, replace(step, when=other))
        yield step.mark, f"`when` of {step.id}: {how}", Kind.WHEN, level, edit


def _lowered(rule: Rule) -> Iterator[tuple[str, Rule | None]]:
    """Not there, or one level lower."""
    yield "removed", None
    if rule.urgency > Urgency.ROUTINE:
        yield "one level lower", replace(rule, urgency=Urgency(rule.urgency - 1))


def _rests_on(flow: Flow, steps: frozenset[str]) -> Urgency:
    """The highest level of a rule that reads one of these questions."""
    found = (rule.urgency for rule in flow.raising if not steps.isdisjoint(steps_of(rule.condition)))
    return max(found, default=Urgency.SELF_CARE)
