"""The boxes of one question, gone through one after the other; what comes to the same is kept together.

A question of 26 boxes has 67 million answers. So they take some dozens of steps, and still each is counted. Most rules
ask for one of several boxes, and for more at other questions: ticking a box *arms* what is left of them, whatever else
is ticked. Boxes that arm the same are one box: none of them is ticked, or some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from bot.proofs.answers import Change
from bot.proofs.matters import EMPTY, Bag, Matters, World
from bot.proofs.terms import Place
from bot.proofs.view import Level

Worlds = tuple[World, ...]
"""Conversations side by side that are given the same answers."""


def everything(worlds: Worlds) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Policy:
    """What is worth looking at."""

    alive: Callable[[Worlds], bool] = everything  # whether it is worth going on from here
    lowest: bool = False  # of conversations that differ only in what they have armed, those with the least


Box = tuple[int, Change, Change]
"""An option; what changes where it is not ticked, and where it is."""


WHOLE = Policy()


class Way(NamedTuple):
    """Answers that come to the same: how many, the fewest ticks among them, and one with so few."""

    number: int = 1
    ticks: int = 0
    ticked: int = 0  # bit mask
    lacking: int = 0  # of these, what the second of two conversations leaves out

    def or_(self, other: Way | None) -> Way:
        if other is None:
            return self
        least = self if self.ticks <= other.ticks else other
        return Way(self.number + other.number, least.ticks, least.ticked, least.lacking)

    def tick(self, option: int, ways: int = 1, lacking: bool = False) -> Way:
        bit = 1 << option
        return Way(self.number * ways, self.ticks + 1, self.ticked | bit, self.lacking | (bit if lacking else 0))


Ways = Mapping[Worlds, Way]
Key = TypeVar("Key")


Half = tuple[World, Bag]
"""A world while boxes are gone through, with what must see every box; and what is armed so far."""

Halves = tuple[Half, ...]


class Arming(NamedTuple):
    """What ticking a box raises to, and what it arms."""

    level: Level = 0
    armed: Bag = EMPTY


class Group(NamedTuple):
    """Boxes that do the same in each world."""

    option: int  # the first of them
    size: int
    seen: Box | None  # where something must see this one box
    armings: tuple[Arming, ...]
    may_be_ticked: bool = True

    @property
    def ways(self) -> int:
        """How many ways there are to tick some of them."""
        return (1 << self.size) - 1


def ticks(
    place: Place, boxes: Iterable[Box], opened: Worlds, matters: Matters, policy: Policy, among: int = -1
) -> Ways:
    """Every answer of these options (a bit mask), put to all worlds alike."""
    parted = [matters.parted(world.bag, place) for world in opened]
    reached: dict[Halves, Way] = {_begin(opened, parted): Way()}
    for group in _groups(place, boxes, opened, parted, matters, among):
        found: dict[Halves, Way] = {}
        for halves, way in reached.items():
            without = skip(group, halves, matters)
            if without is halves or _goes_on(without, policy):
                _add(found, without, way)
            if group.may_be_ticked and _goes_on(with_ := tick(group, halves, matters), policy):
                _add(found, with_, way.tick(group.option, group.ways))
        reached = _lowest(found, matters) if policy.lowest else found
    return _closed(reached, matters)


def one_more(place: Place, boxes: Iterable[Box], opened: World, matters: Matters) -> Ways:
    """Every pair of answers of which the first ticks one box more than the second, and it matters."""
    parted = [matters.parted(opened.bag, place)]
    same: dict[Halves, Way] = {_begin((opened,), parted): Way()}
    more: dict[Halves, Way] = {}
    for group in _groups(place, boxes, (opened,), parted, matters, among=-1):
        parting: dict[Halves, Way] = {}
        for halves, way in same.items():
            pair = tick(group, halves, matters) + skip(group, halves, matters)
            _add(parting, pair, way.tick(group.option, lacking=True))
        more = _skipped_or_ticked(group._replace(armings=group.armings * 2), more, matters, parting)
        same = _skipped_or_ticked(group, same, matters, {})
    return {pair: way for pair, way in _closed(more, matters).items() if pair[0] != pair[1]}


def skip(group: Group, halves: Halves, matters: Matters) -> Halves:
    """None of these boxes is ticked."""
    if group.seen is None:
        return halves
    _, without, _ = group.seen
    return tuple(_raised(matters, half, matters.after(without, half[0])) for half in halves)


def tick(group: Group, halves: Halves, matters: Matters) -> Halves:
    """Some of these boxes are ticked."""
    return tuple([_ticked(group, half, arming, matters) for half, arming in zip(halves, group.armings, strict=True)])


def _ticked(group: Group, half: Half, arming: Arming, matters: Matters) -> Half:
    world, armed = half
    if group.seen:
        world = matters.after(group.seen[2], world)
    level, more = arming
    if level > world.level:
        world = World(level, matters.above(world.bag, level), world.watched)
    return world, matters.above(matters.joined(armed, more), world.level)


def _raised(matters: Matters, half: Half, world: World) -> Half:
    before, armed = half
    return world, armed if world.level == before.level else matters.above(armed, world.level)


def _groups(
    place: Place,
    boxes: Iterable[Box],
    opened: Worlds,
    parted: Sequence[tuple[Bag, Mapping[int, tuple[Level, Bag]]]],
    matters: Matters,
    among: int,
) -> list[Group]:
    """What is watched comes first: most ways end there."""
    watched = _or(matters.terms.options_at(world.watched, place) for world in opened)
    seen = watched | _or(matters.options_at(others, place) for others, _ in parted)
    alone: list[Group] = []
    alike: dict[tuple[Arming, ...], list[int]] = {}
    for box in boxes:
        option = box[0]
        armings = tuple(Arming(*arms.get(option, ())) for _, arms in parted)
        allowed = bool(among >> option & 1)
        if seen >> option & 1:
            alone.append(Group(option, 1, box, armings, allowed))
        elif allowed:
            alike.setdefault(armings, []).append(option)
    alone.sort(key=lambda group: not watched >> group.option & 1)
    return alone + [Group(options[0], len(options), None, armings) for armings, options in alike.items()]


def _begin(opened: Worlds, parted: Sequence[tuple[Bag, Mapping[int, tuple[Level, Bag]]]]) -> Halves:
    return tuple((world._replace(bag=others), EMPTY) for world, (others, _) in zip(opened, parted, strict=True))


def _closed(reached: Mapping[Halves, Way], matters: Matters) -> Ways:
    """The worlds once all boxes are gone through."""
    found: dict[Worlds, Way] = {}
    for halves, way in reached.items():
        _add(found, tuple(world._replace(bag=matters.joined(world.bag, armed)) for world, armed in halves), way)
    return found


def _lowest(reached: Mapping[Halves, Way], matters: Matters) -> dict[Halves, Way]:
    """The ways without those that have armed more than another one with no more ticks, and else are the same."""
    kept: dict[Halves, Way] = {}
    least: dict[tuple[World, Bag], list[Bag]] = {}
    for halves, way in sorted(reached.items(), key=lambda found: found[1].ticks):
        ((world, armed),) = halves
        rules, rest = matters.split(armed)
        rivals = least.setdefault((world, rest), [])
        if not any(matters.covers(rules, rival) for rival in rivals):
            rivals.append(rules)
            kept[halves] = way
    return kept


def _skipped_or_ticked(
    group: Group, reached: Mapping[Halves, Way], matters: Matters, into: dict[Halves, Way]
) -> dict[Halves, Way]:
    for halves, way in reached.items():
        _add(into, skip(group, halves, matters), way)
        _add(into, tick(group, halves, matters), way.tick(group.option, group.ways))
    return into


def _add(into: dict[Key, Way], key: Key, way: Way) -> None:
    into[key] = way.or_(into[key]) if key in into else way


def _goes_on(halves: Halves, policy: Policy) -> bool:
    return policy.alive is everything or policy.alive(tuple(world for world, _ in halves))


def _or(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
