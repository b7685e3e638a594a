"""Questions that `below` may hide although their answer could still raise the level: a first look, at rules alone."""

from __future__ import annotations

from collections.abc import Iterator

from bot.proofs.past import Earlier
from bot.proofs.places import Places, Waiting
from bot.proofs.view import EMERGENCY, Level, View
from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked, steps_of
from bot.triage.flow import Flow, Step


def hazards(places: Places, view: View) -> int:
    """Their places, as a bit mask. A question that is not among them can be hidden without harm."""
    found = 0
    for step in places.asked:
        if step.below is not None and _can_raise_above(places.flow, step, view.below(step.below), view):
            found |= 1 << places.of[step.id]
    return found


def denied(places: Places, view: View) -> int:
    """The places of questions on which a rule or a `when` rests by "not" or "none": more asked may mean less raised."""
    return _places_of(_denied_keys(places.flow, view), places)


def harming(places: Places, view: View) -> int:
    """The places of questions at which more ticks may mean less raised: it is denied what is ticked or asked then."""
    flow, steps = places.flow, _denied_keys(places.flow, view)
    return _places_of(
        {step.id for step in places.asked if steps & _because_of(flow, step.id, BEFORE + step.id)}, places
    )


def _places_of(keys: set[str], places: Places) -> int:
    found = 0
    for place, at in enumerate(places.all):
        key = at.step.id if isinstance(at, Waiting) else at.key if isinstance(at, Earlier) else at.id
        found |= (key in keys) << place
    return found


def _denied_keys(flow: Flow, view: View) -> set[str]:
    return {key for condition in _conditions(flow, view) for key in _denied(condition, positive=True)}


def _conditions(flow: Flow, view: View) -> Iterator[Condition]:
    yield from (rule.condition for rule in flow.raising if view.level(rule))
    yield from (step.when for step in flow.steps if step.when is not None)


def _denied(condition: Condition, positive: bool) -> Iterator[str]:
    match condition:
        case Ticked(step, _, at_least) if not positive or at_least < 1:
            yield step
        case Nothing(step):
            yield step
        case Something(step) if not positive:
            yield step
        case All(parts) | Either(parts):
            for part in parts:
                yield from _denied(part, positive)
        case Not(part):
            yield from _denied(part, not positive)


def speaks_of_hidden(flow: Flow, view: View, condition: Condition | None) -> bool:
    """Whether a condition rests on a question that `below` may hide, or on one that is asked because of it."""
    return any(
        _rests_on(condition, _because_of(flow, step.id)) for step in flow.steps if view.below(step.below) < EMERGENCY
    )


def asks_where_hidden(flow: Flow) -> bool:
    """Whether a question may be asked just because another one was hidden by `below`."""
    whens = [step.when for step in flow.steps if step.when is not None]
    denied = {key for when in whens for key in _denied(when, positive=True)}
    return not denied.isdisjoint(_because_of(flow, *(step.id for step in flow.steps if step.below is not None)))


def _can_raise_above(flow: Flow, step: Step, level: Level, view: View) -> bool:
    """Whether a rule above this level rests on the step, or on a question that is asked because of it."""
    reached = _because_of(flow, step.id)
    return any(view.level(rule) > level and _rests_on(rule.condition, reached) for rule in flow.raising)


def _because_of(flow: Flow, *keys: str) -> set[str]:
    """These, and the steps that may be asked or not because of them."""
    reached = set(keys)
    while more := {other.id for other in flow.steps if _rests_on(other.when, reached)} - reached:
        reached |= more
    return reached


def _rests_on(condition: Condition | None, steps: set[str]) -> bool:
    return condition is not None and not steps.isdisjoint(steps_of(condition))
