"""A flow without the rules that cannot fire where a condition holds, as it says "none" of what they need."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.conditions import All, Condition, Either, Nothing, Something, Ticked
from bot.triage.flow import Flow, Option, Rule


def assuming(flow: Flow, condition: Condition | None) -> Flow:
    """Conversations in which the condition holds go, and end, as in the whole flow."""
    empty = _nothing_at(condition) if condition is not None else frozenset()
    if not empty:
        return flow
    steps = (replace(step, options=tuple(_option(option, empty) for option in step.options)) for step in flow.steps)
    rules = (rule for rule in flow.rules if not _needs(rule.condition, empty))
    return replace(flow, steps=tuple(steps), rules=tuple(rules))


def _option(option: Option, empty: frozenset[str]) -> Option:
    return replace(option, raises=None) if _is_dead(option.raises, empty) else option


def _is_dead(rule: Rule | None, empty: frozenset[str]) -> bool:
    return rule is not None and _needs(rule.condition, empty)


def _nothing_at(condition: Condition) -> frozenset[str]:
    """The questions that the condition wants answered with "none of these"."""
    match condition:
        case Nothing(step):
            return frozenset({step})
        case All(parts):
            return frozenset().union(*map(_nothing_at, parts))
    return frozenset()


def _needs(condition: Condition, empty: frozenset[str]) -> bool:
    """Whether the condition needs something ticked at one of these questions."""
    match condition:
        case Ticked(step, _, at_least):
            return step in empty and at_least > 0
        case Something(step):
            return step in empty
        case All(parts):
            return any(_needs(part, empty) for part in parts)
        case Either(parts):
            return len(parts) > 0 and all(_needs(part, empty) for part in parts)
    return False
