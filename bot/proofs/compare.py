"""Two conversations side by side that are given the same answers: can the first end lower than the second?

So it is shown that ticking more never lowers the level, and that a question which `below` hides could not have raised
it. Pairs whose first can only end as high or higher are dropped at once; in a sound flow that is nearly all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.proofs.dominance import can_fall, surely_as_high
from bot.proofs.explore import WIDTH, Explored, Explorer, Layer, Reached, Trail, add
from bot.proofs.matters import Matters, World
from bot.proofs.plan import Plan
from bot.proofs.question import Mode, Question, Way, Worlds, answers, fresh_mode, is_wanted

Pairs = Mapping[Worlds, Way]
Seeds = Callable[[Question, World, Matters], tuple[tuple[Mode, Mode], Pairs]]
"""From one conversation before a question, the pairs that part there."""


def lowest_fall(plan: Plan, explored: Explored, seeds: Seeds) -> Reached | None:
    """The shortest pair of conversations of which the first ends lower than the second."""
    explorer = Explorer(plan, lambda worlds: True)
    pairs: Layer = {}
    for question in plan.questions[len(plan.places.earlier) :]:
        after = explorer.after(question.place, pairs)
        _part(plan, question, explored.layers[question.place], seeds, after)
        pairs = {pair: reached for pair, reached in after.items() if can_fall(plan, pair, question.place + 1)}
    fallen = (reached for (first, second), reached in pairs.items() if first.level < second.level)
    return min(fallen, key=lambda reached: reached.cost, default=None)


def ticking_more(question: Question, world: World, matters: Matters) -> tuple[tuple[Mode, Mode], Pairs]:
    """The first ticks one box more than the second."""
    asked = fresh_mode(question, world, matters) is Mode.ASKED and question.many
    return (Mode.ASKED, Mode.ASKED), _one_more(question, world, matters) if asked else {}


def hiding(question: Question, world: World, matters: Matters) -> tuple[tuple[Mode, Mode], Pairs]:
    """The first is not asked, only because `below` spares it; the second is."""
    hidden = world.level >= question.below and is_wanted(question, world, matters)
    if not hidden or fresh_mode(question, world, matters) is Mode.KNOWN:
        return (Mode.PASSED, Mode.ASKED), {}
    passed = matters.after(question.passed, world)
    asked = answers(question, (matters.after(question.opened, world),), matters, lambda worlds: True)
    return (Mode.PASSED, Mode.ASKED), {(passed, other): way for (other,), way in asked.items()}


def _part(plan: Plan, question: Question, layer: Layer, seeds: Seeds, into: Layer) -> None:
    """Add the pairs that part at this question to those that parted before."""
    known: dict[World, tuple[tuple[Mode, Mode], Pairs]] = {}
    for (standing,), reached in layer.items():
        here = standing.here
        if here not in known:
            modes, pairs = seeds(question, here, plan.matters)
            known[here] = modes, {pair: way for pair, way in pairs.items() if not surely_as_high(plan, question, pair)}
        modes, pairs = known[here]
        for worlds, way in pairs.items():
            pair = tuple(plan.move(standing, question, world) for world in worlds)
            add(into, pair, _parted(reached, question, modes, way))


def _parted(reached: Reached, question: Question, modes: tuple[Mode, Mode], way: Way) -> Reached:
    first = (way.ticks if modes[0] is Mode.ASKED else 0) | (modes[0] is Mode.ASKED) << WIDTH
    second = way.ticks - way.lacking.bit_count() | 1 << WIDTH
    cost = (reached.cost + first << 2 * WIDTH) | reached.cost + second
    trail = Trail(reached.trail, question.place, modes, way.ticked, way.lacking)
    return Reached(0, cost, trail, 0)


def _one_more(question: Question, world: World, matters: Matters) -> Pairs:
    opened = matters.after(question.opened, world)
    same: dict[World, Way] = {opened: Way()}
    more: dict[Worlds, Way] = {}
    for option in range(len(question.decided)):
        if matters.options_at(opened.bag, question.place) >> option & 1:
            more = _wider(question, option, same, more, matters)
            same = _same(question, option, same, matters)
    return {pair: way for pair, way in more.items() if pair[0] != pair[1]}


def _same(question: Question, option: int, same: Mapping[World, Way], matters: Matters) -> dict[World, Way]:
    without, with_ = question.decided[option]
    found: dict[World, Way] = {}
    for world, way in same.items():
        for change, after in ((without, way), (with_, way.tick(option))):
            moved = matters.after(change, world)
            found[moved] = after.or_(found.get(moved))
    return found


def _wider(
    question: Question, option: int, same: Mapping[World, Way], more: Pairs, matters: Matters
) -> dict[Worlds, Way]:
    """The pairs that part at this box, and what becomes at it of those that parted before."""
    without, with_ = question.decided[option]
    found: dict[Worlds, Way] = {}
    for world, way in same.items():
        pair = matters.after(with_, world), matters.after(without, world)
        found[pair] = way.tick(option, lacking=True).or_(found.get(pair))
    for worlds, way in more.items():
        for change, after in ((without, way), (with_, way.tick(option))):
            moved = tuple(matters.after(change, world) for world in worlds)
            found[moved] = after.or_(found.get(moved))
    return found
