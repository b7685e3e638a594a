"""Questions that `below` may hide although their answer could still raise the level: a first look, at rules alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from bot.proofs.view import EMERGENCY, Level, View
from bot.triage.conditions import All, Condition, Either, Not, Nothing, Something, Ticked, steps_of
from bot.triage.flow import Flow, Step


def hazards(flow: Flow, view: View) -> frozenset[str]:
    """Their ids. A question that is not among them can be hidden without harm."""
    return frozenset(
        step.id
        for step in flow.steps
        if step.below is not None and not step.on_card and _can_raise_above(flow, step, view.below(step.below), view)
    )


def denied(flow: Flow, view: View) -> frozenset[str]:
    """The questions on which a rule or a `when` rests by "not" or "none": more ticked or asked may mean less raised.

    A "none" does no harm where each box in its place raises as high.
    """
    whens = (_denied(step.when, True) for step in flow.steps if step.when is not None)
    raising = (rule for rule in flow.raising if view.level(rule))
    each = {level: _each_raises(flow, view, level) for level in set(view.levels)}
    rules = (_denied(rule.condition, True, each[view.level(rule)]) for rule in raising)
    return frozenset(chain.from_iterable(chain(whens, rules)))


def harming(flow: Flow, view: View) -> frozenset[str]:
    """The questions at which more ticks may mean less raised: it is denied what is ticked or asked then."""
    found = denied(flow, view)
    whens = {step.id: frozenset(steps_of(step.when)) for step in flow.steps if step.when is not None}
    while more := frozenset[str]().union(*(whens[id] for id in whens if id in found)) - found:
        found |= more
    return found & {step.id for step in flow.steps}


def _each_raises(flow: Flow, view: View, level: Level) -> frozenset[str]:
    """The questions of which each option by itself raises to this level."""
    return frozenset(
        step.id
        for step in flow.steps
        if all(option.raises is not None and view.level(option.raises) >= level for option in step.options)
    )


def _denied(condition: Condition, positive: bool, harmless: frozenset[str] = frozenset()) -> Iterator[str]:
    match condition:
        case Ticked(step, _, at_least) if not positive or at_least < 1:
            yield step
        case Nothing(step) if not positive or step not in harmless:
            yield step
        case Something(step) if not positive:
            yield step
        case All(parts) | Either(parts):
            for part in parts:
                yield from _denied(part, positive, harmless)
        case Not(part):
            yield from _denied(part, not positive, harmless)


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
