"""Conditions: when a question is asked, a rule fires or a sentence is said.

A condition is read against *facts*, the part of a flow that has been walked so far. Its value is three-valued:
true, false, or None while a step that could still decide it has not been reached. A rule fires only on true, so
what has fired can never un-fire as the conversation goes on. Each kind of condition knows its own value: every tap
asks for hundreds, and to ask what kind each is would cost more than the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Facts = Mapping[str, frozenset[str] | None]
"""Step id -> options ticked (empty: "none of these"), or None: passed without being asked. Absent: not reached yet.

What an earlier conversation of the episode found stands under `before.STEP`, `before.urgency` and `before.round`.
"""

BEFORE = "before."


@dataclass(frozen=True, slots=True)
class Ticked:
    """At least `at_least` of `options` are ticked at `step`."""

    step: str
    options: frozenset[str]
    at_least: int = 1
    marks: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)  # option -> where it was written

    def value(self, facts: Facts) -> bool | None:
        ticked = _ticked(self.step, facts)
        return len(ticked & self.options) >= self.at_least if isinstance(ticked, frozenset) else ticked


@dataclass(frozen=True, slots=True)
class Something:
    """`any`: the step was asked and something is ticked."""

    step: str

    def value(self, facts: Facts) -> bool | None:
        ticked = _ticked(self.step, facts)
        return len(ticked) > 0 if isinstance(ticked, frozenset) else ticked


@dataclass(frozen=True, slots=True)
class Nothing:
    """`none`: the step was asked and "none of these" was chosen."""

    step: str

    def value(self, facts: Facts) -> bool | None:
        ticked = _ticked(self.step, facts)
        return len(ticked) == 0 if isinstance(ticked, frozenset) else ticked


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. Without parts: always."""

    parts: tuple[Condition, ...]

    def value(self, facts: Facts) -> bool | None:
        """Kleene's "and": one false decides, else one unknown leaves it open."""
        return _first(False, self.parts, facts)


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def value(self, facts: Facts) -> bool | None:
        """Kleene's "or": one true decides, else one unknown leaves it open."""
        return _first(True, self.parts, facts)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; a step that was not asked satisfies nothing, so its negation holds."""

    part: Condition

    def value(self, facts: Facts) -> bool | None:
        value = self.part.value(facts)
        return None if value is None else not value


Condition = Ticked | Something | Nothing | All | Either | Not
ALWAYS = All(())


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Whether the condition is certainly true now. No condition always holds."""
    return condition is None or condition.value(facts) is True


def steps_of(condition: Condition) -> Iterator[str]:
    """The steps that a condition mentions, `before.` ones included, in order and with repetitions."""
    match condition:
        case Ticked(step) | Something(step) | Nothing(step):
            yield step
        case All(parts) | Either(parts):
            for part in parts:
                yield from steps_of(part)
        case Not(part):
            yield from steps_of(part)


def alternatives(condition: Condition) -> tuple[Condition, ...]:
    """Conditions of which each is enough for this one to hold, and one must hold."""
    return condition.parts if isinstance(condition, Either) else (condition,)


def needed(condition: Condition, step: str) -> frozenset[str] | None:
    """Options of which one must be ticked at this step for the condition to hold; None where nothing is that simple."""
    match condition:
        case Ticked(at, options, at_least) if at == step and at_least > 0:
            return options
        case All(parts):
            return next((found for part in parts if (found := needed(part, step)) is not None), None)
        case Either(parts):
            each = [needed(part, step) for part in parts]
            known = [options for options in each if options is not None]
            return frozenset[str]().union(*known) if len(known) == len(each) else None
    return None


def earlier_facts(facts: Facts) -> Facts:
    """The part of the facts that earlier conversations of the episode left."""
    return {step: ticked for step, ticked in facts.items() if step.startswith(BEFORE)}


def _ticked(step: str, facts: Facts) -> frozenset[str] | bool | None:
    """The options ticked; False where the step was never asked; None where it is still to come."""
    if step not in facts:
        return False if step.startswith(BEFORE) else None
    ticked = facts[step]
    return False if ticked is None else ticked


def _first(decisive: bool, parts: tuple[Condition, ...], facts: Facts) -> bool | None:
    """Decisive where one part is, else open where one part is, else the other."""
    unknown = False
    for part in parts:
        value = part.value(facts)
        if value is decisive:
            return decisive
        unknown = unknown or value is None
    return None if unknown else not decisive
