"""A flow with each of its conditions put in another way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.triage.conditions import All, Condition, Either, Not, Nothing, Something, Ticked
from bot.triage.flow import Flow, Option, Rule, Step

Atom = Ticked | Something | Nothing
Put = Callable[[Condition], Condition]


def each_atom(condition: Condition, put: Callable[[Atom], Condition]) -> Condition:
    """The condition with each part that speaks of one answer put otherwise."""
    match condition:
        case All(parts):
            return All(tuple(each_atom(part, put) for part in parts))
        case Either(parts):
            return Either(tuple(each_atom(part, put) for part in parts))
        case Not(part):
            return Not(each_atom(part, put))
        case atom:
            return put(atom)


def rewritten(flow: Flow, put: Put) -> Flow:
    """Whatever decides who is asked what and how urgent it is."""
    steps = tuple(_step(step, put) for step in flow.steps)
    return replace(flow, steps=steps, rules=tuple(_rule(rule, put) for rule in flow.rules))


def _step(step: Step, put: Put) -> Step:
    when = None if step.when is None else put(step.when)
    return replace(step, when=when, options=tuple(_option(option, put) for option in step.options))


def _option(option: Option, put: Put) -> Option:
    return replace(option, raises=_rule(option.raises, put)) if option.raises else option


def _rule(rule: Rule, put: Put) -> Rule:
    return replace(rule, condition=put(rule.condition))
