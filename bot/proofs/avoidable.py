"""Where it is plain that no emergency is certain before it is there, as every question to come has a harmless answer.

An emergency that needs something ticked at the last question which it rests on is still avoided there; once that is
answered it is there, or never will be. So harmless answers, one after the other, lead past all that is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from bot.proofs.past import Past
from bot.proofs.waiting import Order, order_of
from bot.triage.conditions import All, Condition, Either, Something, Ticked, alternatives, steps_of
from bot.triage.flow import Flow, Step, Urgency

MOST_WAYS = 100  # of one condition; with more it is taken whole


def avoidable(flow: Flow, past: Past) -> bool:
    """Whether it is plain; if not, it must be looked at more closely. In a first assessment nothing is carried over."""
    order = order_of(flow)
    last = [(step, trigger) for trigger in _alarms(flow, order) if (step := _last_step(trigger, flow, order))]
    named: dict[str, set[str]] = {}
    for step, trigger in last:
        named.setdefault(step.id, set()).update(_options_of(trigger, step.id))
    return all(not (step.carry and past.any) and _needs_a_tick(trigger, step) for step, trigger in last) and all(
        step.many or any(option.id not in named.get(step.id, ()) for option in step.options) for step in flow.steps
    )


def _alarms(flow: Flow, order: Order) -> Iterator[Condition]:
    """Each is enough for an emergency.

    One that rests on earlier conversations alone fires at a question, if what it is part of speaks of any.
    """
    for rule in flow.raising:
        for trigger in alternatives(rule.condition) if rule.urgency is Urgency.EMERGENCY else ():
            asks = not order.keys().isdisjoint(steps_of(trigger))
            for way in _ways(trigger):
                yield trigger if asks and order.keys().isdisjoint(steps_of(way)) else way


def _ways(condition: Condition) -> Iterator[Condition]:
    """Conditions without "or", as far as that is quick: one of them holds just where this one does."""
    match condition:
        case Either(parts):
            for part in parts:
                yield from _ways(part)
        case All(parts):
            ways = [tuple(_ways(part)) for part in parts]
            yield from (All(each) for each in product(*ways)) if prod(map(len, ways)) <= MOST_WAYS else (condition,)
        case _:
            yield condition


def _last_step(condition: Condition, flow: Flow, order: Order) -> Step | None:
    """The last question that it rests on; None: it rests on earlier conversations alone."""
    last = max((step for step in steps_of(condition) if step in order), key=order.__getitem__, default=None)
    return flow.step(last) if last else None


def _needs_a_tick(condition: Condition, step: Step) -> bool:
    """Whether it cannot hold unless an option that it names is chosen there, or anything where boxes are ticked."""
    match condition:
        case Ticked(id, _, at_least):
            return id == step.id and at_least > 0
        case Something(id):
            return id == step.id and step.many
        case All(parts):
            return any(_needs_a_tick(part, step) for part in parts)
        case Either(parts):
            return len(parts) > 0 and all(_needs_a_tick(part, step) for part in parts)
    return False


def _options_of(condition: Condition, step: str) -> Iterator[str]:
    match condition:
        case Ticked(id, options) if id == step:
            yield from options
        case All(parts) | Either(parts):
            for part in parts:
                yield from _options_of(part, step)
