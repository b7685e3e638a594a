"""How many conversations come to each standing, and how long they are at most: all that counting has to remember.

The bags of a standing are one number here, so that a move is a few shifts of it. What is looked at late is counted as
soon as it is answered, and shared out among the answers once they are looked at: an emergency may come before that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from math import prod

from bot.proofs.explore import Explorer
from bot.proofs.matters import Bag, Matters, World
from bot.proofs.past import Earlier
from bot.proofs.places import Waiting
from bot.proofs.plan import Plan
from bot.proofs.question import ANSWERING, Mode
from bot.proofs.terms import Place
from bot.proofs.view import EMERGENCY, Level

WIDTH = 32
MASK = (1 << WIDTH) - 1

Bags = int
"""What is due at the present question, in the lowest bits, at the next, and so on to the last."""

Tally = tuple[int, int]
"""Conversations, and the questions of the longest."""

NOBODY: Tally = (0, 0)

Tallies = dict[tuple[Level, Bags], Tally]


class Joining(dict[Bag, int]):
    """Bag -> the bits of a standing that change where another bag is joined to it."""

    def __init__(self, matters: Matters, other: Bag, shift: int) -> None:
        self._joined = matters.joined
        self._other = other
        self._shift = shift

    def __missing__(self, bag: Bag) -> int:
        change = self[bag] = (bag ^ self._joined(bag, self._other)) << self._shift
        return change


Move = tuple[Level, tuple[tuple[int, Joining], ...], int, int, int]
"""The level reached; what falls due later, by its shift; times so many, shared out among so many; questions asked."""


class Tallying:
    """Moves all conversations on at once. Each way of answering is worked out once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._explorer = Explorer(plan)
        self._moves: Callable[[Place, Level, Bag], tuple[Move, ...]] = cache(self._worked_out)
        self._joining: Callable[[Bag, int], Joining] = cache(partial(Joining, plan.matters))
        self.states = 0

    def beginning(self) -> Tallies:
        begins = self._plan.begins
        bags = sum(bag << WIDTH * index for index, bag in enumerate(begins.bags))
        past = prod(at.number for at in self._plan.places.all if isinstance(at, Earlier))
        return {(begins.level, bags): (past, 0)}

    def through(self, layer: Tallies, begin: Place = 0, end: Place | None = None) -> tuple[Tallies, Tally]:
        """Those that come to a place, or to the end, and those that an emergency ended before."""
        ended = total(came for (level, _), came in layer.items() if level == EMERGENCY)
        layer = {key: came for key, came in layer.items() if key[0] < EMERGENCY}
        for question in self._plan.questions[begin:end]:
            layer, more = self._after(question.place, layer)
            ended = total((ended, more))
            self.states += len(layer)
        return layer, ended

    def _after(self, place: Place, layer: Tallies) -> tuple[Tallies, Tally]:
        found: Tallies = {}
        ended = NOBODY
        for (before, bags), (number, longest) in layer.items():
            for level, due, times, among, asked in self._moves(place, before, bags & MASK):
                came = number * times // among, longest + asked
                if level == EMERGENCY:
                    ended = _both(ended, came)
                    continue
                later = bags >> WIDTH if level == before else self._above(bags >> WIDTH, level)
                for shift, joining in due:
                    later ^= joining[later >> shift & MASK]
                key = level, later
                found[key] = _both(found[key], came) if key in found else came
        return found, ended

    def _worked_out(self, place: Place, level: Level, bag: Bag) -> tuple[Move, ...]:
        return tuple(self._ways(place, World(level, bag)))

    def _ways(self, place: Place, world: World) -> Iterator[Move]:
        for (mode,), ways in self._explorer.branches(place, (world,)):
            times, among = self._looked_at_late(place, mode)
            for (after,), way in ways.items():
                due = tuple(self._due(place, after.bag))
                yield after.level, due, way.number * times, among, int(mode is Mode.ASKED)

    def _looked_at_late(self, place: Place, mode: Mode) -> tuple[int, int]:
        """In how many ways boxes that wait may be ticked; and how often this counts already, if it was late itself."""
        at = self._plan.places.all[place]
        if isinstance(at, Earlier):
            return 1, at.number
        if mode not in ANSWERING:
            return 1, 1
        if isinstance(at, Waiting):
            return 1, 1 << at.boxes.bit_count()
        return prod(1 << boxes.bit_count() for boxes in self._plan.places.waiting_boxes(place)), 1

    def _due(self, place: Place, bag: Bag) -> Iterator[tuple[int, Joining]]:
        for at, due in self._plan.matters.due(bag):
            if place < at < len(self._plan.questions):
                shift = WIDTH * (at - place - 1)
                yield shift, self._joining(due, shift)

    def _above(self, bags: Bags, level: Level) -> Bags:
        found = shift = 0
        while bags >> shift:
            found |= self._plan.matters.above(bags >> shift & MASK, level) << shift
            shift += WIDTH
        return found


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    numbers, longest = zip(NOBODY, *tallies, strict=True)
    return sum(numbers), max(longest)


def _both(one: Tally, other: Tally) -> Tally:
    return one[0] + other[0], max(one[1], other[1])
