"""Every conversation at once, question by question; conversations between which nothing still matters are one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.proofs.boxes import WHOLE, Policy, Worlds
from bot.proofs.earlier import findings
from bot.proofs.past import Earlier
from bot.proofs.plan import Plan, Standing
from bot.proofs.question import ANSWERING, Branch, Mode, branches
from bot.proofs.terms import Place
from bot.proofs.view import EMERGENCY

Standings = tuple[Standing, ...]
"""Conversations side by side that are given the same answers; mostly only one."""

WIDTH = 16  # bits; a cost is the number of questions, then of ticks; of several conversations, of the first


class Trail(NamedTuple):
    """How a standing was reached, the last answer first."""

    before: Trail | None
    place: Place
    modes: tuple[Mode, ...]
    ticked: int  # bit mask
    lacking: int = 0  # of these, what the second of two conversations leaves out


@dataclass(slots=True)
class Reached:
    """All conversations that came to one standing."""

    cost: int  # of the shortest
    trail: Trail | None  # of the shortest
    leads_to: list[Standings] = field(default_factory=list)

    def join(self, other: Reached) -> None:
        if other.cost < self.cost:
            self.cost, self.trail = other.cost, other.trail


Layer = dict[Standings, Reached]
Thin = Callable[[Plan, Layer], Layer]
"""Leaves out what need not be looked at further."""


def unthinned(plan: Plan, layer: Layer) -> Layer:
    return layer


class Explorer:
    """Moves layers of standings on. Each way of answering is worked out once."""

    def __init__(self, plan: Plan, policy: Policy = WHOLE, thin: Thin = unthinned, counting: bool = False) -> None:
        self.plan = plan
        self._policy = policy
        self._thin = thin
        self._counting = counting
        self._branches: dict[tuple[Place, Worlds], tuple[Branch, ...]] = {}

    def after(self, place: Place, layer: Layer) -> Layer:
        """The standings once this question is dealt with."""
        found: Layer = {}
        for standings, reached in layer.items():
            for branch in self.branches(place, tuple(standing.here for standing in standings)):
                for moved, came in self._moves(place, standings, reached, branch):
                    add(found, moved, came)
                    reached.leads_to.append(moved)
        return self._thin(self.plan, found)

    def branches(self, place: Place, worlds: Worlds) -> tuple[Branch, ...]:
        """The ways to deal with a question where the conversations stand so."""
        key = place, worlds
        if key not in self._branches:
            self._branches[key] = tuple(self._dealt_with(place, worlds))
        return self._branches[key]

    def _dealt_with(self, place: Place, worlds: Worlds) -> Iterator[Branch]:
        question, at = self.plan.questions[place], self.plan.places.all[place]
        if isinstance(at, Earlier):
            carried_to = self.plan.places.of[at.carried_to] if at.carried_to else None
            return findings(question, at, carried_to, worlds, self.plan.matters, self._policy)
        return branches(question, worlds, self.plan.matters, self._policy)

    def _moves(
        self, place: Place, standings: Standings, reached: Reached, branch: Branch
    ) -> Iterator[tuple[Standings, Reached]]:
        question = self.plan.questions[place]
        asked = tuple(int(mode is Mode.ASKED) for mode in branch.modes)
        base, per_tick = _price(branch.modes[0])
        for worlds, way in branch.ways.items():
            moved = tuple(
                self.plan.move(standing, question, world, standing.asked + more if self._counting else 0)
                for standing, world, more in zip(standings, worlds, asked, strict=True)
            )
            unseen = self.plan.places.still_to_be_found(place + 1) if _ends(standings, moved) else 0
            cost = reached.cost + base + way.ticks * per_tick + unseen
            yield moved, Reached(cost, Trail(reached.trail, place, branch.modes, way.ticked))


@dataclass(frozen=True, slots=True)
class Explored:
    """Every standing before each question, and every end."""

    layers: tuple[Layer, ...]  # by place; the last: conversations that concluded without an emergency
    emergencies: Layer

    @property
    def ends(self) -> Layer:
        return {**self.layers[-1], **self.emergencies}


def explore(explorer: Explorer, layer: Layer, begin: Place = 0, end: Place | None = None) -> Explored:
    """Go on from a layer to the ends, or up to a place. An emergency ends the questions at once."""
    layers: list[Layer] = []
    emergencies: Layer = {}
    first = explorer.plan.places.first
    for question in explorer.plan.questions[begin:end]:
        if question.place >= first:
            layer = _without_emergencies(layer, emergencies)
        layers.append(layer)
        layer = explorer.after(question.place, layer)
    layers.append(_without_emergencies(layer, emergencies))
    return Explored(tuple(layers), emergencies)


def beginning(plan: Plan) -> Layer:
    unseen = plan.places.still_to_be_found(0) if plan.begins.level == EMERGENCY else 0
    return {(plan.begins,): Reached(unseen, None)}


def add(layer: Layer, standings: Standings, came: Reached) -> None:
    if standings in layer:
        layer[standings].join(came)
    else:
        layer[standings] = came


def _without_emergencies(layer: Layer, emergencies: Layer) -> Layer:
    """The layer without the conversations that are concluded, which are put with the others."""
    kept: Layer = {}
    for standings, reached in layer.items():
        if standings[0].level == EMERGENCY:
            add(emergencies, (standings[0]._replace(bags=()),), reached)
        else:
            kept[standings] = reached
    return kept


def _price(mode: Mode) -> tuple[int, int]:
    """What a question costs, and each tick."""
    return (mode is Mode.ASKED) << WIDTH, int(mode in ANSWERING)


def _ends(before: Standings, after: Standings) -> bool:
    return before[0].level < EMERGENCY <= after[0].level
