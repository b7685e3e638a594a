"""Boxes that nothing rests on before a later question: they are looked at only there, and less is remembered.

"Pregnant" is ticked among eight others, and first matters five questions on. Until then it is as if it were still to
come: no rule that rests on it can hold earlier, whatever else is answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import inf

from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked
from bot.triage.flow import Step

Order = Mapping[str, int]
"""Step id -> where it stands among the questions."""

Needed = tuple[Condition, float]
"""A condition, and the question at which it is first needed."""

Box = tuple[str, str]


def first_needed(steps: Iterable[Step], needs: Iterable[Needed], order: Order) -> Mapping[Box, int]:
    """The boxes that wait, as (step, option), and the question before which they are looked at."""
    found: dict[Box, float] = {}
    options = {step.id: frozenset(option.id for option in step.options) for step in steps if step.many}
    for condition, at in needs:
        for step, named, counted in _mentioned(condition):
            for option in options.get(step, frozenset()) & (options.get(step, frozenset()) if named is None else named):
                needed = order[step] if counted else at
                found[step, option] = min(needed, found.get((step, option), inf))
    return {box: int(at) for box, at in found.items() if order[box[0]] < at < inf}


def earliest(condition: Condition, order: Order) -> tuple[float, float]:
    """The first question after which the condition can be true, and the first after which it can be false."""
    match condition:
        case Ticked(step) | Something(step) | Nothing(step):
            at = -1 if step.startswith(BEFORE) else order.get(step, inf)
            return at, at
        case Not(part):
            true, false = earliest(part, order)
            return false, true
        case All(parts):
            both = [earliest(part, order) for part in parts]
            return max((true for true, _ in both), default=-1), min((false for _, false in both), default=inf)
        case Either(parts):
            both = [earliest(part, order) for part in parts]
            return min((true for true, _ in both), default=inf), max((false for _, false in both), default=-1)


def _mentioned(condition: Condition) -> Iterator[tuple[str, frozenset[str] | None, bool]]:
    """Each step that is spoken of, with the options (None: all), and whether they are counted."""
    match condition:
        case Ticked(step, options, at_least):
            yield step, options, at_least != 1
        case Something(step) | Nothing(step):
            yield step, None, False
        case All(parts) | Either(parts):
            for part in parts:
                yield from _mentioned(part)
        case Not(part):
            yield from _mentioned(part)
