"""Every conversation of a small flow, one after the other, through the walk itself: what the prover is held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations, product

from bot.proofs.past import Earlier, Past, read_by
from bot.proofs.places import options_in
from bot.proofs.spelled import spelled_out
from bot.triage.conditions import BEFORE, Facts, holds
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
        sum(len(answer) for _, _, answer in trace if answer is not None),
    )


class Brute:
    """All conversations of a flow."""

    def __init__(self, flow: Flow, past: Past) -> None:
        self.flow = flow
        self.past = past
        self.read = read_by(spelled_out(flow), past)  # the prover counts as one what no condition then tells apart
        self.asked = [step for step in flow.steps if not step.on_card]

    def pasts(self) -> Iterator[Facts]:
        """Everything that earlier conversations may have found."""
        domains: dict[str, list[frozenset[str] | None]] = {known.key: list(_findings(known)) for known in self.read}
        domains |= {BEFORE + step.id: [None, *answers_to(step)] for step in self._told()}
        for values in product(*domains.values()):
            yield {key: value for key, value in zip(domains, values, strict=True) if value is not None}

    def _told(self) -> list[Step]:
        """Questions whose answer may be carried over, and that nothing else reads."""
        read = {known.key for known in self.read}
        return [step for step in self.asked if self.past.any and step.carry and BEFORE + step.id not in read]

    @cached_property
    def leaves(self) -> Mapping[Trace, Leaf]:
        found = (leaf for before in self.pasts() for leaf in self._from({}, before))
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

    def lowered(self) -> Cost | None:
        """The shortest conversation that ends lower than another, which ticks one box less."""
        return min(self._falls(), default=None)

    def hidden(self) -> Cost | None:
        """The shortest conversation that ends lower than another, which is asked what `below` hides."""
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
        for earlier in self.read:
            found = before.get(earlier.key)
            yield earlier.key, "found", None if found is None else found & options_in(earlier, earlier.boxes)
        left = {earlier.key: options_in(earlier, earlier.left) for earlier in self.read}
        for step in self.asked:
            if step.id not in facts:
                return
            answer = facts[step.id]
            if answer is None:
                yield step.id, "passed", None
            elif carried(step, facts) is None:
                yield step.id, "asked", answer
            else:
                yield step.id, "told", answer & left.get(BEFORE + step.id, answer)

    def _skipped(self, leaf: Leaf, id: str) -> bool:
        step = self.flow.step(id)
        assert step is not None
        passed = (id, "passed", None) in leaf.trace
        return passed and leaf.level < Urgency.EMERGENCY and holds(step.when, leaf.facts)

    def _whole(self) -> Iterator[tuple[Facts, dict[str, frozenset[str]]]]:
        """Every past with an answer to every question, asked or not."""
        domains = {step.id: answers_to(step) for step in self.asked}
        for before in self.pasts():
            for values in product(*domains.values()):
                yield before, dict(zip(domains, values, strict=True))

    def _falls(self) -> Iterator[Cost]:
        for before, answers in self._whole():
            less = self._end(self.flow, answers, before)
            for ticked, told in self._one_more(answers, before):
                more = self._end(self.flow, ticked, told)
                if more.level < less.level:
                    yield more.cost

    def _one_more(self, answers: Answers, before: Facts) -> Iterator[tuple[Answers, Facts]]:
        """The same answers with one box more, now or in what an earlier conversation was told."""
        for step in self.asked:
            for option in [option.id for option in step.options if step.many]:
                if option not in answers[step.id]:
                    yield {**answers, step.id: answers[step.id] | {option}}, before
        left = {known.key: options_in(known, known.left) for known in self.read}
        left |= {
            BEFORE + step.id: frozenset(option.id for option in step.options) for step in self._told() if step.many
        }
        for key, options in left.items():
            told = before.get(key)
            for option in options if told is not None else ():
                if told is not None and option not in told:
                    yield answers, {**before, key: told | {option}}

    def _hides(self) -> Iterator[Cost]:
        for before, answers in self._whole():
            first = self._end(self.flow, answers, before)
            for step in self.asked:
                if step.below is not None and (step.id, "passed", None) in first.trace:
                    shown = tuple(replace(other, below=None) if other is step else other for other in self.flow.steps)
                    second = self._end(replace(self.flow, steps=shown), answers, before)
                    if first.level < second.level:
                        yield first.cost

    def _end(self, flow: Flow, answers: Answers, before: Facts) -> Leaf:
        end = walk(flow, answers, before)
        assert isinstance(end, Concluded)
        return self._leaf(answers, before, end)


def _breaks(leaf: Leaf, claim: Claim) -> bool:
    if claim.condition is not None and not holds(claim.condition, leaf.facts):
        return False
    return (
        (claim.at_least is not None and leaf.level < claim.at_least)
        or (claim.at_most is not None and leaf.level > claim.at_most)
        or (claim.questions is not None and leaf.cost[0] > claim.questions)
    )
