"""Questions that `below` may hide although their answer could still raise the level: a first look, at rules alone."""

from __future__ import annotations

from bot.proofs.places import Places
from bot.proofs.view import Level, View
from bot.triage.conditions import Condition, steps_of
from bot.triage.flow import Flow, Step


def hazards(places: Places, view: View) -> int:
    """Their places, as a bit mask. A question that is not among them can be hidden without harm."""
    found = 0
    for step in places.asked:
        if step.below is not None and _can_raise_above(places.flow, step, view.below(step.below), view):
            found |= 1 << places.of[step.id]
    return found


def _can_raise_above(flow: Flow, step: Step, level: Level, view: View) -> bool:
    """Whether a rule above this level rests on the step, or on a question that is asked because of it."""
    reached = {step.id}
    while more := {other.id for other in flow.steps if _rests_on(other.when, reached)} - reached:
        reached |= more
    return any(view.level(rule) > level and _rests_on(rule.condition, reached) for rule in flow.raising)


def _rests_on(condition: Condition | None, steps: set[str]) -> bool:
    return condition is not None and not steps.isdisjoint(steps_of(condition))
