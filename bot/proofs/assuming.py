"""A flow without the rules that cannot fire where a condition holds, as it leaves no room for what they need.

It may say "none", "not", or which one option was chosen. A question for whose `when` it leaves no room is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.proofs.past import SINGLE
from bot.triage.conditions import All, Condition, Either, Not, Nothing, Something, Ticked
from bot.triage.flow import Flow, Option, Rule, Urgency

Possible = Mapping[str, frozenset[str]]
"""Step -> all that may be ticked there; what is not in it may be answered in any way."""

NONE = frozenset[str]()


def assuming(flow: Flow, condition: Condition | None) -> Flow:
    """Conversations in which the condition holds go, and end, as in the whole flow."""
    possible = _possible(flow, condition) if condition is not None else {}
    if not possible:
        return flow
    steps = (replace(step, options=tuple(_option(option, possible) for option in step.options)) for step in flow.steps)
    return replace(flow, steps=tuple(steps), rules=tuple(_rule(rule, possible) for rule in flow.rules))


def may_exceed(flow: Flow, condition: Condition | None, level: Urgency) -> bool:
    """Whether there is room beside the condition for a rule above this level."""
    possible = _possible(flow, condition) if condition is not None else {}
    return any(rule.urgency > level and _may_hold(rule.condition, possible) for rule in flow.raising)


def _option(option: Option, possible: Possible) -> Option:
    return option if _may_fire(option.raises, possible) else replace(option, raises=None)


def _rule(rule: Rule, possible: Possible) -> Rule:
    """Its condition stays, as it may read of the past; but it cannot hold."""
    return rule if _may_fire(rule, possible) else replace(rule, condition=All((Either(()), rule.condition)))


def _may_fire(rule: Rule | None, possible: Possible) -> bool:
    return rule is None or _may_hold(rule.condition, possible)


def _possible(flow: Flow, condition: Condition) -> Possible:
    """What may be ticked where the condition holds in the end. What has held at any moment still holds then."""
    found: dict[str, frozenset[str]] = {}
    for id, options in _room(flow, condition):
        found[id] = options & found.get(id, options)
    for step in flow.steps if found else ():
        if step.when is not None and not _may_hold(step.when, found):
            found[step.id] = NONE
    return found


def _room(flow: Flow, condition: Condition) -> Iterator[tuple[str, frozenset[str]]]:
    """The steps to whose answer the condition leaves only some options, and these."""
    match condition:
        case Nothing(step) | Not(Something(step)):
            yield step, NONE
        case Ticked(step, options, 1) if _is_single(step, flow):
            yield step, options
        case Not(Ticked(step, options, 1)) if known := flow.step(step):
            yield step, frozenset(option.id for option in known.options) - options
        case Not(Either(parts)):
            for part in parts:
                yield from _room(flow, Not(part))
        case All(parts):
            for part in parts:
                yield from _room(flow, part)


def _is_single(key: str, flow: Flow) -> bool:
    step = flow.step(key)
    return key in SINGLE if step is None else not step.many


def _may_hold(condition: Condition, possible: Possible) -> bool:
    """Whether there is room for the condition."""
    match condition:
        case Ticked(step, options, at_least):
            return len(options & possible.get(step, options)) >= at_least
        case Something(step):
            return possible.get(step) != NONE
        case All(parts):
            return all(_may_hold(part, possible) for part in parts)
        case Either(parts):
            return any(_may_hold(part, possible) for part in parts)
    return True
