"""Small random flows in two versions: rewritten, or with single questions, options and rules changed, gone or moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from bot.triage.conditions import BEFORE, Condition, steps_of
from bot.triage.flow import Accepted, Flow, Step, Urgency
from tests.proofs.flows import conditions, flows

Versions = tuple[Flow, Flow]


@st.composite
def versions(draw: st.DrawFn) -> Versions:
    """The new one makes sense by itself: nothing in it speaks of a question that is not asked by then."""
    old, other = draw(flows()), draw(flows())
    new = draw(st.sampled_from((other, _with_one_of(old, other), replace(old, rules=other.rules), _without_one(old))))
    if draw(st.booleans()):
        new = replace(new, steps=tuple(draw(st.permutations(new.steps))))
    return old, _sensible(replace(new, listed=old.listed))


@st.composite
def with_accepted(draw: st.DrawFn) -> Versions:
    """With entries that may speak of what either version asks."""
    old, new = draw(versions())
    known = {step.id: ("x", "y", "z") for step in (*old.steps, *new.steps) if not step.on_card}
    level = st.sampled_from((Urgency.SELF_CARE, Urgency.ROUTINE, Urgency.URGENT))
    entry = st.builds(
        Accepted, conditions(known or {"a": ("x",)}, past=False), level, *map(st.just, ("Dr A", "so", ""))
    )
    return old, replace(new, accepted=tuple(draw(st.lists(entry, min_size=1, max_size=2))))


def _with_one_of(old: Flow, other: Flow) -> Flow:
    last = other.steps[-1]
    return replace(old, steps=tuple(last if step.id == last.id else step for step in old.steps))


def _without_one(flow: Flow) -> Flow:
    middle = len(flow.steps) // 2
    return replace(flow, steps=flow.steps[:middle] + flow.steps[middle + 1 :])


def _sensible(flow: Flow) -> Flow:
    ids = {step.id for step in flow.steps if not step.on_card}
    rules = tuple(rule for rule in flow.rules if _speaks_of(rule.condition) <= ids)
    return replace(flow, steps=tuple(_in_order(flow)), rules=rules)


def _in_order(flow: Flow) -> Iterator[Step]:
    asked: set[str] = set()
    for step in flow.steps:
        known = step.when is None or _speaks_of(step.when) <= asked
        yield step if known else replace(step, when=None)
        asked.add(step.id)


def _speaks_of(condition: Condition) -> set[str]:
    return {step for step in steps_of(condition) if not step.startswith(BEFORE)}
