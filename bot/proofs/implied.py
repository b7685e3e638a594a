"""Where it is plain that a claim holds: in each case that it speaks of, one rule by itself raises as high.

Or a question must follow, and with each of its answers one rule does. What is not as plain is looked at on every path.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product

from bot.triage.conditions import (
    BEFORE,
    All,
    Condition,
    Either,
    Not,
    Nothing,
    Something,
    Ticked,
    alternatives,
    steps_of,
)
from bot.triage.flow import Flow, Step, Urgency

MOST_CASES = 200
"""Of one claim; with more it is looked at on every path."""


NONE = frozenset[str]()

Enough = Mapping[frozenset[str], Sequence[tuple[Urgency, Condition]]]
"""The questions that rules rest on -> things that are each enough for one of these rules to fire, and its level."""


def enough_in(flow: Flow) -> Enough:
    """All such things of a flow."""
    found: dict[frozenset[str], list[tuple[Urgency, Condition]]] = defaultdict(list)
    for rule in flow.raising:
        for trigger in alternatives(rule.condition):
            found[frozenset(steps_of(trigger))].append((rule.urgency, trigger))
    return found


def surely_raised(condition: Condition, level: Urgency, flow: Flow, enough: Enough) -> bool:
    """Whether every conversation in which the condition holds ends at least at this level, case by case."""
    steps = frozenset(steps_of(condition))
    rules = _resting_on(steps, level, enough)
    cases = list(islice(_cases(condition, flow), MOST_CASES + 1))
    left = [case for case in cases if not _implies_any(case, rules)] if len(cases) <= MOST_CASES else cases
    following = list(_following(steps, level, flow, enough)) if 0 < len(left) <= MOST_CASES else []
    return len(cases) > 0 and all(
        any(_raised_by(question, rules, case, flow) for question, rules in following) for case in left
    )


def _resting_on(steps: frozenset[str], level: Urgency, enough: Enough, last: frozenset[str] = NONE) -> list[Condition]:
    """What raises to the level and rests on these questions alone, and on the last."""
    return [
        condition
        for asked, found in enough.items()
        if last <= asked <= steps
        for urgency, condition in found
        if urgency >= level
    ]


def _following(
    steps: frozenset[str], level: Urgency, flow: Flow, enough: Enough
) -> Iterator[tuple[Step, list[Condition]]]:
    """Each other question that is never hidden below the level; and what raises to it, rests on these and on that."""
    others = frozenset[str]().union(*(more for asked in enough if len(more := asked - steps) == 1))
    for step in flow.steps:
        if step.id in others and not step.on_card and (step.below is None or step.below >= level):
            yield step, _resting_on(steps | {step.id}, level, enough, last=frozenset({step.id}))


def _raised_by(question: Step, rules: list[Condition], case: Condition, flow: Flow) -> bool:
    """Whether it is surely asked, or was told before, and with each answer one of the rules fires."""
    return _is_wanted(case, question, flow) and all(
        _implies_any(All((case, answer)), rules) for answer in _answers(question)
    )


def _answers(step: Step) -> Iterator[Condition]:
    """Conditions, one of which holds where the question is answered."""
    yield from (Ticked(step.id, frozenset({option.id})) for option in step.options)
    if step.many:
        yield Nothing(step.id)


def _is_wanted(case: Condition, step: Step, flow: Flow) -> bool:
    """Whether it is plain that its `when` holds, which rests on earlier questions alone."""
    earlier = {known.id for known in flow.steps[: flow.steps.index(step)]}
    asked = () if step.when is None else (key for key in steps_of(step.when) if not key.startswith(BEFORE))
    return earlier.issuperset(asked) and (step.when is None or implies(case, step.when))


def _implies_any(case: Condition, rules: Iterable[Condition]) -> bool:
    return any(implies(case, rule) for rule in rules)


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
    if isinstance(one, Ticked) and isinstance(other, Ticked):  # most are
        return one.step == other.step and one.at_least - len(one.options - other.options) >= other.at_least
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
        case Ticked(step, _, least), Something(id):
            return step == id and least > 0
        case Nothing(step), Not(Ticked(id, _, least)):
            return step == id and least > 0
        case Nothing(step), Not(Something(id)):
            return step == id
    return False
