"""Where it is plain that a claim holds: in each case that it speaks of, one rule by itself raises as high.

What is not as plain is looked at on every path.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, product
from typing import NamedTuple

from bot.triage.conditions import All, Condition, Either, Not, Nothing, Something, Ticked, alternatives, steps_of
from bot.triage.flow import Flow, Urgency

MOST_CASES = 200
"""Of one claim; with more it is looked at on every path."""


class Enough(NamedTuple):
    """One thing that is enough for a rule to fire, and what it rests on."""

    condition: Condition
    urgency: Urgency
    steps: frozenset[str]


def enough_in(flow: Flow) -> tuple[Enough, ...]:
    """All such things of a flow."""
    return tuple(
        Enough(trigger, rule.urgency, frozenset(steps_of(trigger)))
        for rule in flow.raising
        for trigger in alternatives(rule.condition)
    )


def surely_raised(condition: Condition, level: Urgency, flow: Flow, enough: tuple[Enough, ...]) -> bool:
    """Whether every conversation in which the condition holds ends at least at this level, case by case by one rule."""
    steps = frozenset(steps_of(condition))
    rules = [each.condition for each in enough if each.urgency >= level and each.steps <= steps]
    cases = list(islice(_cases(condition, flow), MOST_CASES + 1)) if rules else []
    return 0 < len(cases) <= MOST_CASES and all(any(implies(case, rule) for rule in rules) for case in cases)


def _cases(condition: Condition, flow: Flow) -> Iterator[Condition]:
    """Conditions, one of which holds wherever this one does: it names single options as far as it can."""
    match condition:
        case Ticked(step, options, least) if 0 < least < len(options):
            yield from (Ticked(step, frozenset(some), least) for some in combinations(sorted(options), least))
        case Something(step) if found := flow.step(step):
            yield from (Ticked(step, frozenset({option.id})) for option in found.options)
        case All(parts):
            yield from (All(each) for each in product(*(tuple(_cases(part, flow)) for part in parts)))
        case Either(parts):
            for part in parts:
                yield from _cases(part, flow)
        case _:
            yield condition


def implies(one: Condition, other: Condition) -> bool:
    """Whether it is plain that the other holds wherever the one does, once all questions are dealt with."""
    if one == other:
        return True
    match one, other:
        case _, All(parts):
            return all(implies(one, part) for part in parts)
        case _, Either(parts) if any(implies(one, part) for part in parts):
            return True
        case Either(parts), _:
            return all(implies(part, other) for part in parts)
        case All(parts), _:
            return any(implies(part, other) for part in parts)
        case Not(part), Not(denied):
            return implies(denied, part)
    return _answers_alike(one, other)


def _answers_alike(one: Condition, other: Condition) -> bool:
    """The same for two that each speak of one answer."""
    match one, other:
        case Ticked(step, options, least), Ticked(id, wanted, enough):
            return step == id and least - len(options - wanted) >= enough
        case Ticked(step, _, least), Something(id):
            return step == id and least > 0
        case Nothing(step), Not(Ticked(id, _, least)):
            return step == id and least > 0
        case Nothing(step), Not(Something(id)):
            return step == id
    return False
