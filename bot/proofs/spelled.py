"""A flow with its countings spelled out: "two of a, b, c" as "a and b, or a and c, or b and c".

Single boxes can wait until something rests on them, counted ones cannot.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import comb

from bot.triage.conditions import All, Condition, Either, Not, Ticked
from bot.triage.flow import Claim, Flow, Option, Rule, Step

MOST = 12  # ways to choose; more are left as a counting


def spelled_out(flow: Flow) -> Flow:
    """The same flow; every condition has the same value at every moment of the walk."""
    return replace(
        flow,
        steps=tuple(map(_step, flow.steps)),
        rules=tuple(map(_rule, flow.rules)),
        claims=tuple(map(_claim, flow.claims)),
    )


def spell(condition: Condition) -> Condition:
    match condition:
        case Ticked(step, options, at_least) if 1 < at_least <= len(options) and comb(len(options), at_least) <= MOST:
            chosen = combinations(sorted(options), at_least)
            return Either(tuple(All(tuple(Ticked(step, frozenset({one})) for one in some)) for some in chosen))
        case All(parts):
            return All(tuple(map(spell, parts)))
        case Either(parts):
            return Either(tuple(map(spell, parts)))
        case Not(part):
            return Not(spell(part))
    return condition


def _step(step: Step) -> Step:
    when = None if step.when is None else spell(step.when)
    return replace(step, when=when, options=tuple(map(_option, step.options)))


def _option(option: Option) -> Option:
    return replace(option, raises=_rule(option.raises)) if option.raises else option


def _rule(rule: Rule) -> Rule:
    return replace(rule, condition=spell(rule.condition))


def _claim(claim: Claim) -> Claim:
    return replace(claim, condition=None if claim.condition is None else spell(claim.condition))
