"""Conversations in which a condition should hold: guessed from what it names, and walked. Mostly one is enough.

That none of them does what is looked for proves nothing; that is for `reach`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain, combinations, islice, zip_longest

from bot.proofs.golden import filled, harmless
from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked, holds, steps_of
from bot.triage.flow import Flow, GoldenTest, Urgency
from bot.triage.walk import Concluded, walk

Way = Mapping[str, frozenset[str]]
"""What to tick at some questions, and what was ticked before (`before.STEP`)."""

LEVELS = frozenset(Urgency)
MOST = 40  # ways that are tried
RAISES = 20  # things that raise, each tried to come to a level
MOST_RAISED = 16  # ways that are tried with each of them
MOST_OPENED = 12  # ways that are tried to have its questions asked
OTHER = "other"  # an option that no condition names
BEGUN = {BEFORE + "urgency": frozenset({"self_care"}), BEFORE + "round": frozenset({"1"})}


def is_found(
    flow: Flow, condition: Condition, fits: Callable[[Concluded], bool], levels: Collection[Urgency] = LEVELS
) -> bool:
    """Whether one of the examples ends at one of these levels, and fits."""
    return any(end.level.urgency in levels and fits(end) for end in examples(flow, condition, levels))


def examples(flow: Flow, condition: Condition, levels: Collection[Urgency] = LEVELS) -> Iterator[Concluded]:
    """Ends of conversations, mildest first, then with something more that raises to one of the levels."""
    ways = chain(
        islice(_asked(flow, _ways(flow, condition)), MOST),
        *(islice(_asked(flow, _ways(flow, raised)), MOST_RAISED) for raised in _raised(flow, condition, levels)),
    )
    for way in ways:
        before = {key: ticked for key, ticked in way.items() if key.startswith(BEFORE)}
        answers = {key: ticked for key, ticked in way.items() if key not in before}
        told = {} if flow.listed else {**BEGUN, **before}
        end = walk(flow, filled(GoldenTest(answers, Urgency.SELF_CARE), flow), told)
        if isinstance(end, Concluded):
            yield end


def _raised(flow: Flow, condition: Condition, levels: Collection[Urgency]) -> Iterator[Condition]:
    """The condition, and something that raises: of the same questions first, then later ones, so that all are asked."""
    steps = set(steps_of(condition))
    for level in () if len(levels) == len(LEVELS) else sorted(levels):
        rules = [rule for rule in reversed(flow.raising) if rule.urgency is level]
        rules.sort(key=lambda rule: steps.isdisjoint(steps_of(rule.condition)))
        yield from (All((condition, rule.condition)) for rule in rules[:RAISES])


def _asked(flow: Flow, ways: Iterator[Way]) -> Iterator[Way]:
    """The same, with what it takes that the questions are asked."""
    for way in ways:
        yield from islice(_opened(flow, way, frozenset()), MOST_OPENED)


def _opened(flow: Flow, way: Way, open: frozenset[str]) -> Iterator[Way]:
    steps = [step for id in way if id not in open and (step := flow.step(id))]
    whens = tuple(step.when for step in steps if step.when is not None and not holds(step.when, way))
    if not whens:
        yield way
        return
    for more in _ways(flow, All(whens)):
        both = _joined(flow, way, more)
        if both is not None:
            yield from _opened(flow, both, open | {step.id for step in steps})


def _ways(flow: Flow, condition: Condition) -> Iterator[Way]:
    match condition:
        case Ticked(step, options, at_least):
            chosen = [option for option in _mildest(flow, step) if option in options]
            yield from ({step: frozenset(some)} for some in combinations(chosen or sorted(options), at_least))
        case Something(step):
            yield from ({step: frozenset({option})} for option in _mildest(flow, step) or [OTHER])
        case Nothing(step):
            yield {step: frozenset()}
        case All(parts):
            yield from _together(flow, parts)
        case Either(parts):
            yield from _in_turn([_ways(flow, part) for part in parts])
        case Not(part):
            yield from _without(flow, part)


def _without(flow: Flow, condition: Condition) -> Iterator[Way]:
    """Ways in which the condition does not hold; mostly it is enough that nobody ticks what it names."""
    match condition:
        case All(parts):
            yield from _in_turn([_without(flow, part) for part in parts])
        case Either(parts):
            yield from _together(flow, tuple(Not(part) for part in parts))
        case Not(part):
            yield from _ways(flow, part)
        case Nothing(step):
            yield {}
            yield from _ways(flow, Something(step))
        case Ticked(step, options) if _is_chosen_by_default(flow, step, options):
            yield from ({step: frozenset({option})} for option in _mildest(flow, step) if option not in options)
            yield {}
        case _:
            yield {}


def _is_chosen_by_default(flow: Flow, id: str, options: frozenset[str]) -> bool:
    step = flow.step(id)
    return step is not None and not step.many and harmless(step) <= options


def _in_turn(several: Sequence[Iterator[Way]]) -> Iterator[Way]:
    """The first of each, then the second of each, and so on."""
    for ways in zip_longest(*several):
        yield from (way for way in ways if way is not None)


def _together(flow: Flow, parts: Sequence[Condition]) -> Iterator[Way]:
    if not parts:
        yield {}
        return
    for first in _ways(flow, parts[0]):
        for rest in _together(flow, parts[1:]):
            both = _joined(flow, first, rest)
            if both is not None:
                yield both


def _joined(flow: Flow, one: Way, other: Way) -> Way | None:
    """Both; None where one of the questions cannot be answered so."""
    both = {key: one.get(key, frozenset()) | other.get(key, frozenset()) for key in (*one, *other)}
    for key in one.keys() & other.keys():
        step = flow.step(key.removeprefix(BEFORE))
        single = key in BEGUN or (step is not None and not step.many)
        if bool(one[key]) is not bool(other[key]) or (single and len(both[key]) > 1):
            return None
    return both


def _mildest(flow: Flow, key: str) -> list[str]:
    """The options of a question, those that raise least first."""
    step = flow.step(key.removeprefix(BEFORE))
    options = sorted(step.options, key=lambda option: option.raises.urgency if option.raises else 0) if step else ()
    return [option.id for option in options]
