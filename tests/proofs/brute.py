"""Every conversation of a small flow, one after the other, through the walk itself: what the prover is held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations, product

from bot.proofs.places import Earlier, Places
from bot.triage.conditions import BEFORE, Facts, decide, holds
from bot.triage.flow import Answers, Claim, Flow, Step, Urgency
from bot.triage.walk import Concluded, carried, walk

Event = tuple[str, str, frozenset[str] | None]
Trace = tuple[Event, ...]
"""What happened at each place, in order: (step, "asked" | "told" | "passed" | "found", the answer)."""

Cost = tuple[int, int]
"""Questions, then ticks."""


def subsets(options: Sequence[str]) -> Iterator[frozenset[str]]:
    return map(frozenset, chain.from_iterable(combinations(options, size) for size in range(len(options) + 1)))


def answers_to(step: Step) -> list[frozenset[str]]:
    options = [option.id for option in step.options]
    return list(subsets(options)) if step.many else [frozenset({option}) for option in options]


def pasts(places: Places) -> Iterator[Facts]:
    """Everything that earlier conversations may have found."""
    domains: dict[str, list[frozenset[str] | None]] = {}
    for earlier in places.earlier:
        domains[earlier.key] = list(_findings(earlier))
    for step in places.asked:
        if places.past.any and step.carry and BEFORE + step.id not in domains:
            domains[BEFORE + step.id] = [None, *answers_to(step)]
    for values in product(*domains.values()):
        yield {key: value for key, value in zip(domains, values, strict=True) if value is not None}


def _findings(earlier: Earlier) -> Iterator[frozenset[str] | None]:
    if not earlier.always:
        yield None
    yield from subsets(earlier.options) if earlier.many else (frozenset({option}) for option in earlier.options)


@dataclass(frozen=True)
class Leaf:
    """One conversation that came to its end."""

    trace: Trace
    before: Facts
    answers: Answers
    level: Urgency
    facts: Facts

    @property
    def cost(self) -> Cost:
        return cost(self.trace)


def cost(trace: Trace) -> Cost:
    return (
        sum(how == "asked" for _, how, _ in trace),
        sum(len(answer) for _, how, answer in trace if answer is not None and how != "known"),
    )


class Brute:
    """All conversations of a flow."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.flow = places.flow

    @cached_property
    def leaves(self) -> Mapping[Trace, Leaf]:
        found = (leaf for before in pasts(self.places) for leaf in self._from({}, before))
        return {leaf.trace: leaf for leaf in found}

    @property
    def longest(self) -> int:
        return max((leaf.cost[0] for leaf in self.leaves.values()), default=0)

    def breaks(self, claim: Claim) -> Cost | None:
        """The cost of the shortest conversation that breaks a claim."""
        return min((leaf.cost for leaf in self.leaves.values() if _breaks(leaf, claim)), default=None)

    def skips(self, id: str) -> Cost | None:
        """The shortest conversation below emergency in which only `below` spares this question."""
        return min((leaf.cost for leaf in self.leaves.values() if self._skipped(leaf, id)), default=None)

    def too_late(self) -> Cost | None:
        """The shortest way to a question that is asked though every conversation from there is an emergency."""
        escaping = {
            leaf.trace[:size]
            for leaf in self.leaves.values()
            if leaf.level < Urgency.EMERGENCY
            for size in range(len(leaf.trace) + 1)
        }
        return min(
            (
                cost(leaf.trace[:size])
                for leaf in self.leaves.values()
                for size, (_, how, _) in enumerate(leaf.trace)
                if how == "asked" and leaf.trace[:size] not in escaping
            ),
            default=None,
        )

    def lowered(self) -> tuple[Cost, Cost] | None:
        """Of two conversations of which the first ticks one box more and ends lower, the shortest."""
        return min(self._falls(), default=None)

    def hidden(self) -> tuple[Cost, Cost] | None:
        """Of two conversations of which the second is asked what `below` hides, and ends higher, the shortest."""
        return min(self._hides(), default=None)

    def _from(self, answers: Answers, before: Facts) -> Iterator[Leaf]:
        position = walk(self.flow, answers, before)
        if isinstance(position, Concluded):
            yield self._leaf(answers, before, position)
            return
        for answer in answers_to(position.step):
            yield from self._from({**answers, position.step.id: answer}, before)

    def _leaf(self, answers: Answers, before: Facts, end: Concluded) -> Leaf:
        trace = tuple(self._trace(before, end.facts, answers))
        return Leaf(trace, before, answers, end.level.urgency, end.facts)

    def _trace(self, before: Facts, facts: Facts, answers: Answers) -> Iterator[Event]:
        for earlier in self.places.earlier:
            yield earlier.key, "found", before.get(earlier.key)
        found = {earlier.key for earlier in self.places.earlier}
        for step in self.places.asked:
            if step.id not in facts:
                return
            answer = facts[step.id]
            if answer is None:
                yield step.id, "passed", None
            elif carried(step, facts) is None:
                yield step.id, "asked", answer
            else:
                yield step.id, "known" if BEFORE + step.id in found else "told", answer

    def _skipped(self, leaf: Leaf, id: str) -> bool:
        step = self.flow.step(id)
        assert step is not None
        passed = (id, "passed", None) in leaf.trace
        return passed and leaf.level < Urgency.EMERGENCY and holds(step.when, leaf.facts)

    def _whole(self) -> Iterator[tuple[Facts, dict[str, frozenset[str]]]]:
        """Every past with an answer to every question, asked or not."""
        domains = {step.id: answers_to(step) for step in self.places.asked}
        for before in pasts(self.places):
            for values in product(*domains.values()):
                yield before, dict(zip(domains, values, strict=True))

    def _falls(self) -> Iterator[tuple[Cost, Cost]]:
        for before, answers in self._whole():
            less = self._end(self.flow, answers, before)
            for step in self.places.asked:
                if step.many and (step.id, "asked", answers[step.id]) in less.trace:
                    for option in {option.id for option in step.options} - answers[step.id]:
                        ticked = {**answers, step.id: answers[step.id] | {option}}
                        more = self._end(self.flow, ticked, before)
                        if more.level < less.level:
                            yield more.cost, less.cost

    def _hides(self) -> Iterator[tuple[Cost, Cost]]:
        for before, answers in self._whole():
            first = self._end(self.flow, answers, before)
            for step in self.places.asked:
                if step.below is not None and (step.id, "passed", None) in first.trace:
                    shown = tuple(replace(other, below=None) if other is step else other for other in self.flow.steps)
                    second = self._end(replace(self.flow, steps=shown), answers, before)
                    if first.level < second.level:
                        yield first.cost, second.cost

    def _end(self, flow: Flow, answers: Answers, before: Facts) -> Leaf:
        end = walk(flow, answers, before)
        assert isinstance(end, Concluded)
        return self._leaf(answers, before, end)


def _breaks(leaf: Leaf, claim: Claim) -> bool:
    if claim.condition is not None and decide(claim.condition, leaf.facts) is not True:
        return False
    return (
        (claim.at_least is not None and leaf.level < claim.at_least)
        or (claim.at_most is not None and leaf.level > claim.at_most)
        or (claim.questions is not None and leaf.cost[0] > claim.questions)
    )
