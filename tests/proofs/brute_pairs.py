"""Every pair of conversations, one of each version of a flow, that are given the same answers: one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from bot.proofs.diff.align import OTHER, Aligned
from bot.proofs.diff.sides import Sides
from bot.proofs.past import Earlier
from bot.proofs.places import options_in
from bot.triage.conditions import BEFORE, Facts
from bot.triage.flow import Flow, Urgency
from bot.triage.walk import Concluded, walk
from tests.proofs.brute import Cost, Event, Trace, answers_to, subsets

Known = Mapping[str, frozenset[str] | None]
Pair = tuple[Trace, Trace]
Told = tuple[Urgency, Urgency, Cost, tuple[Facts, Facts]]
"""Where both end, what it costs, and all that was answered in either: in words of the old version, and of the new."""


class BrutePairs:
    def __init__(self, old: Flow, new: Flow, sides: Sides) -> None:
        self.flows = (old, new)
        self.aligned: Aligned = sides.aligned
        self.earlier = [at for at in sides.layout.all if isinstance(at, Earlier)]
        self.left = {known.key: options_in(known, known.left) for known in self.earlier}
        linked = {id.removesuffix(OTHER) for side in self.aligned.sides for id in side.later}
        self.shared = {
            step.id
            for step in old.steps
            if not step.on_card and new.step(step.id) and (step.id not in self.aligned.new.names or step.id in linked)
        }

    def pairs(self) -> dict[Pair, Told]:
        found: dict[Pair, Told] = {}
        for before in self._pasts():
            ends = [list(self._ends(side, before)) for side in (0, 1)]
            for old, new in product(*ends):
                if self._agree(old[1], new[1]):
                    traces = self._trace(0, before, *old), self._trace(1, before, *new)
                    found[traces] = self._told(before, old, new)
        return found

    @property
    def number_of_pasts(self) -> int:
        return sum(1 for _ in self._pasts())

    def _pasts(self) -> Iterator[Known]:
        domains: dict[str, list[frozenset[str] | None]] = {known.key: list(_findings(known)) for known in self.earlier}
        if self.aligned.past.any:
            for side in self.aligned.sides:
                for step in side.flow.steps:
                    if step.carry:
                        domains.setdefault(BEFORE + step.id, [None, *answers_to(step)])
        for values in product(*domains.values()):
            yield dict(zip(domains, values, strict=True))

    def _before(self, side: int, before: Known) -> Facts:
        """What this version reads of the past."""
        names = self.aligned.sides[side].names
        mine = {names.get(key, key): key for key in self._keys()}
        return {mine[key]: value for key, value in before.items() if key in mine and value is not None}

    def _keys(self) -> list[str]:
        keys = [known.key.removesuffix(OTHER) for known in self.earlier]
        return [*keys, *(BEFORE + step.id for flow in self.flows for step in flow.steps)]

    def _ends(self, side: int, before: Known) -> Iterator[tuple[Concluded, Facts]]:
        flow = self.flows[side]
        yield from _conversations(flow, {}, self._before(side, before))

    def _agree(self, old: Facts, new: Facts) -> bool:
        return all(self._alike(id, old[id], new[id]) for id in self.shared if id in old and id in new)

    def _alike(self, id: str, old: frozenset[str] | None, new: frozenset[str] | None) -> bool:
        assert old is not None
        assert new is not None
        steps = [step for flow in self.flows if (step := flow.step(id))]
        before, now = ({option.id for option in step.options} for step in steps)
        if steps[0].many:
            return old & now == new & before
        (chosen,), (chooses,) = old, new
        gone, added = before - now, now - before
        if chosen == chooses:
            return True
        if chosen in gone:
            return chooses in (added or now)
        return not gone and chooses in added

    def _trace(self, side: int, before: Known, end: Concluded, answers: Facts) -> Trace:
        return tuple(self._events(side, before, end, answers))

    def _events(self, side: int, before: Known, end: Concluded, answers: Facts) -> Iterator[Event]:
        for known in self.earlier:
            found = before[known.key]
            yield known.key, "found", None if found is None else found & options_in(known, known.boxes)
        names = self.aligned.sides[side].names
        for step in self.flows[side].steps:
            if step.id in answers:
                yield step.id, "asked", answers[step.id]
            elif not step.on_card and end.facts.get(step.id) is not None:
                told = end.facts[step.id]
                assert told is not None
                key = names.get(BEFORE + step.id, BEFORE + step.id)
                yield step.id, "told", told & self.left.get(key, told)

    def _told(self, before: Known, old: tuple[Concluded, Facts], new: tuple[Concluded, Facts]) -> Told:
        traces = self._trace(0, before, *old), self._trace(1, before, *new)
        asked: dict[str, frozenset[str]] = {}
        ticks: dict[str, set[str]] = {}
        for side, trace in enumerate(traces):
            for id, how, answer in trace:
                name = id if how == "found" or id in self.shared else f"{side} {id}"
                if how == "asked":
                    asked[name] = frozenset()
                if answer is not None:
                    ticks.setdefault(name, set()).update(answer if self._many(id) or not ticks.get(name) else ())
        cost = len(asked), sum(map(len, ticks.values()))
        both = old[0].facts, new[0].facts
        facts = self._merged(*both), self._merged(*reversed(both))
        return old[0].level.urgency, new[0].level.urgency, cost, facts

    def _merged(self, facts: Facts, others: Facts) -> Facts:
        """What either was told; where a question of one is another than that of the other, what the first was told."""
        unasked = dict.fromkeys(step.id for flow in self.flows for step in flow.steps if not step.on_card)
        found: dict[str, frozenset[str] | None] = {**unasked, **others, **facts}
        found |= {id: facts.get(id) for id in self.aligned.new.names if id not in self.shared}
        for id in self.shared:
            ticked = [each[id] for each in (facts, others) if id in each]
            given = [answer for answer in ticked if answer is not None]
            if ticked:
                found[id] = frozenset[str]().union(*given) if given else None
        return found

    def _many(self, id: str) -> bool:
        return all(step.many for flow in self.flows if (step := flow.step(id)))


def _conversations(flow: Flow, answers: Facts, before: Facts) -> Iterator[tuple[Concluded, Facts]]:
    position = walk(flow, {id: answer for id, answer in answers.items() if answer is not None}, before)
    if isinstance(position, Concluded):
        yield position, answers
        return
    for answer in answers_to(position.step):
        yield from _conversations(flow, {**answers, position.step.id: answer}, before)


def _findings(earlier: Earlier) -> Iterator[frozenset[str] | None]:
    if not earlier.always:
        yield None
    yield from subsets(earlier.options) if earlier.many else (frozenset({option}) for option in earlier.options)
