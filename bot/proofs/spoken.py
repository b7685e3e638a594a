"""Of how many sequences of answers each claim speaks, exactly: those at whose end its condition holds.

All conversations are gone through once, and of each standing it is kept in how many ways it goes on. A claim is then
watched only from the first question that it rests on until it is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from bot.proofs.boxes import Policy, Worlds
from bot.proofs.explore import Explorer
from bot.proofs.look import Looks
from bot.proofs.matters import EMPTY, Bag, World
from bot.proofs.past import Earlier, past_of
from bot.proofs.places import Waiting
from bot.proofs.plan import Plan, plan
from bot.proofs.tally import MASK, WIDTH, Bags, Joining, Tallies, Tallying
from bot.proofs.terms import FALSE, NEVER, TRUE, Place, Term
from bot.proofs.view import EMERGENCY, Level, up_to
from bot.triage.conditions import All, Condition, steps_of
from bot.triage.flow import Claim, Flow, Mark

Due = tuple[tuple[int, Joining], ...]
Watched = dict[tuple[Level, Bags, Term], int]
"""Conversations by their standing and what is left of a claim."""


def spoken_of(flow: Flow, claims: Sequence[Claim]) -> Mapping[Mark, int]:
    """Mark of a claim -> how many; for those of the flow's claims that have a condition.

    None is told of a claim that rests on a question of the emergency card: such a claim is refused.
    """
    conditions = {
        claim.mark: claim.condition
        for claim in claims
        if claim.condition is not None and not _rests_on_card(flow, claim.condition)
    }
    counting = _counting(flow, conditions.values()) if conditions else None
    return {mark: counting.holding(condition) for mark, condition in conditions.items()} if counting else {}


def _rests_on_card(flow: Flow, condition: Condition) -> bool:
    return any((step := flow.step(key)) is not None and step.on_card for key in steps_of(condition))


def _counting(flow: Flow, conditions: Iterable[Condition]) -> Counting:
    """So close a look that each of the conditions can be told at the questions that it rests on."""
    looks = Looks(flow, past_of(flow, None))
    return Counting(plan(looks.flow, looks.past, up_to(looks.flow, EMERGENCY, whole=All(tuple(conditions)))))


class Move(NamedTuple):
    """As of a tally, with what is left of the claim."""

    level: Level
    due: Due
    times: int
    among: int
    watched: Term


class Counting(Tallying):
    """All conversations of a flow, and in how many ways each standing goes on."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self._watching = Explorer(plan, Policy(_is_open))
        self._watched_moves = cache(self._watched_ways)
        self._known: dict[tuple[Place, Level, Bags], int] = {}
        self._end = len(plan.questions)
        self._shared = [_shared(plan, place) for place in range(self._end)]
        products = accumulate(reversed(self._shared), lambda one, other: one * other, initial=1)
        self._late = list(reversed(list(products)))  # by place: among so many is shared out from there on
        self._layers = self._all_layers()

    def holding(self, condition: Condition) -> int:
        """The conversations at whose end it holds."""
        term = self._plan.term(condition)
        place = _first_question(self._plan, term)
        if place <= self._plan.places.first:  # what was found before may make it an emergency before anything is asked
            place = 0
        begun = self._layers[place] if place else self.beginning()
        layer: Watched = {(*key, term): number for key, (number, _) in begun.items()}
        found = 0
        while layer:
            found += self._decided(place, layer)
            layer, place = self._watched_after(place, layer), place + 1
        return found

    def _all_layers(self) -> list[Tallies]:
        layers = [{} if self._plan.begins.level == EMERGENCY else self.beginning()]
        for place in range(self._end):
            layer, _ = self._after(place, layers[-1])
            layers.append(layer)
        for place in reversed(range(self._end)):
            for level, bags in layers[place]:
                self._ways_on(place, level, bags)
        return layers

    def _decided(self, place: Place, layer: Watched) -> int:
        """Those for which it holds, whatever comes."""
        scaled = sum(
            number * self._ways_on(place, level, bags)
            for (level, bags, watched), number in layer.items()
            if watched == TRUE
        )
        return scaled // self._late[place]

    def _watched_after(self, place: Place, layer: Watched) -> Watched:
        """Where those stand next for which it is open."""
        found: Watched = {}
        for (before, bags, term), number in layer.items():
            if term != TRUE and not self._is_over(place, before):
                for level, due, times, among, watched in self._watched_moves(place, before, bags & MASK, term):
                    later = EMPTY if level == EMERGENCY else self._moved(before, bags, level, due)
                    key = level, later, watched
                    found[key] = found.get(key, 0) + number * times // among
        return found

    def _is_over(self, place: Place, level: Level) -> bool:
        return place == self._end or (level == EMERGENCY and place >= self._plan.places.first)

    def _ways_on(self, place: Place, level: Level, bags: Bags) -> int:
        """In how many ways a conversation goes on from before this question, times what is still to be shared out."""
        if level == EMERGENCY or place == self._end:
            return self._late[place]
        key = place, level, bags
        if key not in self._known:
            self._known[key] = sum(self._onward(place, level, bags))
        return self._known[key]

    def _onward(self, place: Place, before: Level, bags: Bags) -> Iterator[int]:
        for level, due, times, among, _ in self._moves(place, before, bags & MASK):
            ways = self._shared[place] // among * times
            later = EMPTY if level == EMERGENCY else self._moved(before, bags, level, due)
            yield ways * self._ways_on(place + 1, level, later)

    def _moved(self, before: Level, bags: Bags, level: Level, due: Due) -> Bags:
        later = bags >> WIDTH if level == before else self._above(bags >> WIDTH, level)
        for shift, joining in due:
            later ^= joining[later >> shift & MASK]
        return later

    def _watched_ways(self, place: Place, level: Level, bag: Bag, term: Term) -> tuple[Move, ...]:
        return tuple(self._watch(place, World(level, bag, term)))

    def _watch(self, place: Place, world: World) -> Iterator[Move]:
        for (mode,), ways in self._watching.branches(place, (world,)):
            times, among = self._looked_at_late(place, mode)
            for (after,), way in ways.items():
                due = tuple(self._due(place, after.bag))
                yield Move(after.level, due, way.number * times, among, after.watched)


def _shared(plan: Plan, place: Place) -> int:
    """Among how many the conversations are shared out here, at most."""
    at = plan.places.all[place]
    if isinstance(at, Earlier):
        return at.number
    return 1 << at.boxes.bit_count() if isinstance(at, Waiting) else 1


def _is_open(worlds: Worlds) -> bool:
    return worlds[0].watched not in (FALSE, NEVER)


def _first_question(plan: Plan, term: Term) -> Place:
    """The first that the term rests on. What is decided already may be told at the beginning."""
    bits = plan.terms.places[term]
    return min((bits & -bits).bit_length() - 1, len(plan.questions)) if bits else 0
