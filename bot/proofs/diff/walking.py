"""Every pair of conversations, one of each version, that are given the same answers; counted, with the shortest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.proofs.boxes import Worlds
from bot.proofs.diff.sides import Masks, Sides
from bot.proofs.diff.together import Modes, Together, together, told_before
from bot.proofs.past import Earlier
from bot.proofs.plan import Standing
from bot.proofs.question import ANSWERING, Mode
from bot.proofs.terms import Place

WIDTH = 16  # bits; a cost is the number of questions that either version asks, then of ticks

Standings = tuple[Standing, ...]
"""The old version's conversation, the new one's, then those who watch the answers."""


class Trail(NamedTuple):
    """How a pair was reached, the last answer first."""

    before: Trail | None
    place: Place
    modes: Modes
    ticked: Masks


@dataclass(slots=True)
class Met:
    """All pairs that stand alike."""

    number: int
    cost: int  # of the shortest
    trail: Trail | None  # of the shortest

    def join(self, other: Met) -> None:
        self.number += other.number
        if other.cost < self.cost:
            self.cost, self.trail = other.cost, other.trail


Layer = dict[Standings, Met]


class Walker:
    """Walks both versions of one flow; what each answer comes to is worked out once."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self._together: dict[tuple[Place, Worlds], tuple[Together, ...]] = {}
        self._last = max((put.place for put in sides.puts if put.differs), default=-1)

    def ends(self, start: Standings, worth: Callable[[Standings], bool]) -> Layer:
        """The pairs that ended and were worth it to the end. Those that go on as one are not."""
        layer: Layer = {start: Met(1, 0, None)}
        for place in range(len(self.sides.puts)):
            found: Layer = {}
            for standings, met in layer.items():
                for moved, came in self._moves(place, standings, met):
                    if self._parted(place, *moved[:2]) and worth(moved):
                        _add(found, moved, came)
            layer = found
        return layer

    def _parted(self, place: Place, old: Standing, new: Standing) -> bool:
        return place < self._last or old.bags != new.bags or old.level != new.level

    def _moves(self, place: Place, standings: Standings, met: Met) -> Iterator[tuple[Standings, Met]]:
        put, plan = self.sides.puts[place], self.sides.old
        for branch in self._branches(place, tuple(standing.here for standing in standings)):
            asked = int(Mode.ASKED in branch.modes)
            ticking = not ANSWERING.isdisjoint(branch.modes)
            for worlds, came in branch.came.items():
                moved = tuple(
                    plan.move(standing, put.old, world) for standing, world in zip(standings, worlds, strict=True)
                )
                cost = met.cost + (asked << WIDTH) + came.ticks * ticking
                trail = Trail(met.trail, place, branch.modes, came.ticked)
                yield moved, Met(met.number * came.number, cost, trail)

    def _branches(self, place: Place, worlds: Worlds) -> tuple[Together, ...]:
        key = place, worlds
        if key not in self._together:
            self._together[key] = tuple(self._dealt_with(place, worlds))
        return self._together[key]

    def _dealt_with(self, place: Place, worlds: Worlds) -> Iterator[Together]:
        put, at, matters = self.sides.puts[place], self.sides.layout.all[place], self.sides.matters
        if isinstance(at, Earlier):
            carried_to = self.sides.layout.of[at.carried_to] if at.carried_to else None
            return told_before(put, at, carried_to, worlds, matters)
        return together(put, worlds, matters)


def _add(layer: Layer, standings: Standings, came: Met) -> None:
    if standings in layer:
        layer[standings].join(came)
    else:
        layer[standings] = came
