"""Two conversations side by side that are given the same answers: can the first end lower than the second?

So it is shown that ticking more never lowers the level, and that a question which `below` hides could not have raised
it. Pairs whose first can only end as high or higher are dropped at once; in a sound flow that is nearly all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.proofs.boxes import WHOLE, Way, Worlds, one_more
from bot.proofs.dominance import can_fall, surely_as_high
from bot.proofs.explore import WIDTH, Explored, Explorer, Layer, Reached, Trail, add
from bot.proofs.hazards import harming, hazards
from bot.proofs.matters import Matters, World
from bot.proofs.plan import Plan
from bot.proofs.question import ANSWERING, Mode, Question, answers, fresh_mode, is_wanted
from bot.proofs.view import View
from bot.triage.flow import Flow

Pairs = Mapping[Worlds, Way]
Modes = tuple[Mode, Mode]


class Parting(NamedTuple):
    """A way in which two conversations part at a question."""

    steps: Callable[[Flow, View], frozenset[str]]  # the questions where it could do harm
    pairs: Callable[[Question, World, Matters], Iterable[tuple[Modes, Pairs]]]  # those that part, of one conversation


def lowest_fall(plan: Plan, explored: Explored, parting: Parting, places: int) -> Reached | None:
    """The pair of conversations of which the first ends lower than the second, and of these the shortest first one.

    explored: the conversations up to the last place where any part; places: where they part, as a bit mask.
    """
    explorer = Explorer(plan)
    pairs: Layer = {}
    for question in plan.questions[plan.places.first :]:
        after = explorer.after(question.place, pairs)
        if places >> question.place & 1:
            _part(plan, question, explored.layers[question.place], parting, after)
        pairs = {pair: reached for pair, reached in after.items() if can_fall(plan, pair, question.place + 1)}
    fallen = (reached for (first, second), reached in pairs.items() if first.level < second.level)
    return min(fallen, key=lambda reached: reached.cost, default=None)


def _harmed(flow: Flow, view: View) -> frozenset[str]:
    """Where `below` may hide what could still raise, any higher level may do harm."""
    return frozenset(step.id for step in flow.steps) if hazards(flow, view) else harming(flow, view)


def _ticked(question: Question, world: World, matters: Matters) -> Iterator[tuple[Modes, Pairs]]:
    if question.many and is_wanted(question, world, matters):
        mode = fresh_mode(question, world, matters)
        parting = {mode} & {Mode.ASKED, Mode.KNOWN, Mode.LOOKED_AT} | ({Mode.TOLD} if question.may_be_told else set())
        among = question.left if mode is Mode.KNOWN else -1
        boxes = [box for box in question.decided if among >> box[0] & 1]
        opened = matters.after(question.opened, world)
        pairs = one_more(question.place, boxes, opened, matters) if parting else {}
        yield from (((mode, mode), pairs) for mode in parting)


def _hidden(question: Question, world: World, matters: Matters) -> Iterator[tuple[Modes, Pairs]]:
    hidden = world.level >= question.below and is_wanted(question, world, matters)
    if hidden and fresh_mode(question, world, matters) is Mode.PASSED:
        passed = matters.after(question.passed, world)
        asked = answers(question, (matters.after(question.opened, world),), matters, WHOLE)
        yield (Mode.PASSED, Mode.ASKED), {(passed, other): way for (other,), way in asked.items()}


TICKING_MORE = Parting(_harmed, _ticked)
"""The first ticks one box more than the second, now or in an earlier conversation that was told."""

HIDING = Parting(hazards, _hidden)
"""The first is not asked, only because `below` spares it; the second is."""


def _part(plan: Plan, question: Question, layer: Layer, parting: Parting, into: Layer) -> None:
    """Add the pairs that part at this question to those that parted before."""
    known: dict[World, list[tuple[Modes, Worlds, Way]]] = {}
    for (standing,), reached in layer.items():
        here = standing.here
        if here not in known:
            known[here] = list(_parted_ways(plan, question, here, parting))
        for modes, worlds, way in known[here]:
            pair = tuple(plan.move(standing, question, world) for world in worlds)
            add(into, pair, _parted(reached, question, modes, way))


def _parted_ways(plan: Plan, question: Question, here: World, parting: Parting) -> Iterator[tuple[Modes, Worlds, Way]]:
    for modes, pairs in parting.pairs(question, here, plan.matters):
        for worlds, way in pairs.items():
            if not surely_as_high(plan, question, worlds):
                yield modes, worlds, way


def _parted(reached: Reached, question: Question, modes: Modes, way: Way) -> Reached:
    ticks = way.ticks if modes[0] in ANSWERING else 0
    cost = reached.cost + ticks + ((modes[0] is Mode.ASKED) << WIDTH)
    return Reached(cost, Trail(reached.trail, question.place, modes, way.ticked, way.lacking))
