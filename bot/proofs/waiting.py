"""What nothing rests on before a later question is looked at only there, so that less is remembered on the way.

"Pregnant" is ticked among eight others, and first matters five questions on. Until then it is as if it were still to
come: no rule that rests on it can hold earlier, whatever else is answered. So it is with what was found long before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf

from bot.proofs.view import EMERGENCY, Level, View
from bot.triage.conditions import (
    BEFORE,
    All,
    Condition,
    Either,
    Not,
    Nothing,
    Something,
    Ticked,
    alternatives,
    steps_of,
)
from bot.triage.flow import Flow, Urgency

Order = Mapping[str, int]
"""Step id -> where it stands among the questions."""

Needed = tuple[Condition, float]
"""A condition, and the question at which its value can first make a difference; -1: before all of them."""

Box = tuple[str, str]
"""A step and one of its options."""


def waiting_boxes(flow: Flow, view: View) -> Mapping[Box, int]:
    """The boxes that wait, and the question before which they are looked at."""
    order = order_of(flow)
    options = {
        step.id: frozenset(option.id for option in step.options)
        for step in flow.steps
        if step.many and step.id in order
    }
    found: dict[Box, float] = {}
    for condition, at in _needs(flow, view, order):
        for step, named, counted in _mentioned(condition):
            known = options.get(step, frozenset())
            for option in known if named is None else known & named:
                found[step, option] = min(order[step] if counted else at, found.get((step, option), inf))
    return {box: int(at) for box, at in found.items() if order[box[0]] < at < inf}


def needed_of_past(flow: Flow, view: View) -> Mapping[str, float]:
    """Key of what an earlier conversation found -> the question before which it is looked at."""
    order = order_of(flow)
    found: dict[str, float] = {
        BEFORE + step.id: order[step.id] for step in flow.steps if step.carry and step.id in order
    }
    for condition, at in _needs(flow, view, order):
        for key in steps_of(condition):
            found[key] = min(at, found.get(key, inf))
    return found


def order_of(flow: Flow) -> Order:
    return {step.id: index for index, step in enumerate(step for step in flow.steps if not step.on_card)}


def _needs(flow: Flow, view: View, order: Order) -> Iterator[Needed]:
    """Each condition that matters."""
    hiding = {level: _hiding(flow, view.hiding(level), order) for level in set(view.levels)}
    for rule in flow.raising:
        level = view.level(rule)
        for trigger in alternatives(rule.condition) if level else ():
            yield trigger, _level_needed(trigger, level, hiding[level], order)
    yield from ((step.when, order[step.id]) for step in flow.steps if step.when is not None and step.id in order)
    if view.whole is not None:
        yield view.whole, -1


def _hiding(flow: Flow, levels: frozenset[Urgency], order: Order) -> tuple[int, ...]:
    """Where the questions stand that are hidden from these levels on; and the end."""
    return *(order[step.id] for step in flow.steps if step.below in levels and step.id in order), len(order)


def _level_needed(trigger: Condition, level: Level, hiding: tuple[int, ...], order: Order) -> float:
    """What raises by itself only has to have raised the level before the next question that `below` hides."""
    first, _ = _earliest(trigger, order)
    if first < inf and level < EMERGENCY and isinstance(trigger, Ticked):
        return min(at for at in hiding if at > first)
    return max(first, min((order[step] for step in steps_of(trigger) if step in order), default=-1))


def _earliest(condition: Condition, order: Order) -> tuple[float, float]:
    """The first question after which the condition can be true, and the first after which it can be false."""
    match condition:
        case Ticked(step) | Something(step) | Nothing(step):
            at = -1 if step.startswith(BEFORE) else order.get(step, inf)
            return at, at
        case Not(part):
            true, false = _earliest(part, order)
            return false, true
        case All(parts):
            both = [_earliest(part, order) for part in parts]
            return max((true for true, _ in both), default=-1), min((false for _, false in both), default=inf)
        case Either(parts):
            both = [_earliest(part, order) for part in parts]
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
