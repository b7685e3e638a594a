"""What conversations touch of the flows: questions asked, options ticked, rules fired, advice and dispositions said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.proofs.golden import check, filled
from bot.triage.conditions import holds
from bot.triage.flow import Flow, GoldenTest, Mark, pick
from bot.triage.library import Library
from bot.triage.walk import Concluded, advice_for, walk

Tests = Iterable[tuple[Flow, GoldenTest]]
BEGINNING = 60  # characters of a text by which it is known again


class Kind(StrEnum):
    """In the order in which they are told."""

    STEP = "step"
    OPTION = "option"
    RULE = "rule"
    ADVICE = "advice block"
    DISPOSITION = "disposition"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a flow and where it was written; what a module brings is the same part in each flow that uses it."""

    kind: Kind
    name: str
    mark: Mark

    def __str__(self) -> str:
        return f"{self.mark}: {self.kind} `{self.name}`"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which parts of the flows there are, in order, and which were touched."""

    parts: tuple[Part, ...]
    touched: frozenset[Part]

    @property
    def untouched(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part not in self.touched)

    def __str__(self) -> str:
        """`steps 40 of 41, options ...`."""
        of = Counter(part.kind for part in self.parts)
        hit = Counter(part.kind for part in self.parts if part in self.touched)
        return ", ".join(f"{kind}s {hit[kind]} of {of[kind]}" for kind in Kind)


def failures(tests: Tests, library: Library) -> Iterator[str]:
    """Each thing that a conversation does otherwise than written, with its place."""
    for flow, test in tests:
        yield from (f"{test.mark}: {flow.id} {wrong}" for wrong in check(test, flow, library))


def coverage(flows: Iterable[Flow], tests: Tests) -> Coverage:
    """What these conversations touch. Those that do not fit their flow touch nothing."""
    parts = dict.fromkeys(part for flow in flows for part in _parts(flow))
    ends = ((flow, walk(flow, filled(test, flow), test.before)) for flow, test in tests)
    touched = frozenset(part for flow, end in ends if isinstance(end, Concluded) for part in _touched(flow, end))
    return Coverage(tuple(parts), touched)


def _parts(flow: Flow) -> Iterator[Part]:
    for step in flow.steps:
        yield Part(Kind.STEP, step.id, step.mark)
        yield from (Part(Kind.OPTION, f"{step.id}: {option.id}", option.mark) for option in step.options)
    yield from (Part(Kind.RULE, _begun(pick(rule.because, {})), rule.mark) for rule in flow.rules)
    yield from (Part(Kind.ADVICE, _begun(advice.text[-1].text), advice.mark) for advice in flow.advice)
    yield from (_disposition(flow, urgency.word) for urgency in flow.dispositions)


def _touched(flow: Flow, end: Concluded) -> Iterator[Part]:
    for step in flow.steps:
        ticked = end.facts.get(step.id)
        if ticked is not None:  # asked, or told in an earlier conversation
            yield Part(Kind.STEP, step.id, step.mark)
            hit = (option for option in step.options if option.id in ticked)
            yield from (Part(Kind.OPTION, f"{step.id}: {option.id}", option.mark) for option in hit)
    fired = (rule for rule in flow.rules if holds(rule.condition, end.facts))
    yield from (Part(Kind.RULE, _begun(pick(rule.because, {})), rule.mark) for rule in fired)
    shown = advice_for(flow, end)
    yield from (Part(Kind.ADVICE, _begun(advice.text[-1].text), advice.mark) for advice in shown)
    yield _disposition(flow, end.level.urgency.word)


def _disposition(flow: Flow, level: str) -> Part:
    return Part(Kind.DISPOSITION, f"{flow.id}: {level}", flow.mark)


def _begun(text: str) -> str:
    return text if len(text) <= BEGINNING else f"{text[:BEGINNING]}..."
