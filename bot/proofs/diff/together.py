"""One question put to both versions: how each deals with it, and what every answer comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.proofs.boxes import WHOLE, Ways, Worlds, ticks
from bot.proofs.diff.sides import Masks, Put
from bot.proofs.earlier import findings
from bot.proofs.matters import Kind, Matter, Matters, World
from bot.proofs.past import Earlier
from bot.proofs.question import Mode, is_wanted
from bot.proofs.terms import Place
from bot.proofs.view import EMERGENCY

Modes = tuple[Mode, Mode]
ANSWERED = frozenset({Mode.ASKED, Mode.TOLD, Mode.KNOWN})


class Came(NamedTuple):
    """Answers that come to the same: how many, the fewest ticks among them, and what is then ticked in each version."""

    number: int
    ticks: int
    ticked: Masks

    def or_(self, other: Came | None) -> Came:
        if other is None:
            return self
        least = self if self.ticks < other.ticks else other  # the first answer of several
        return least._replace(number=self.number + other.number)


class Together(NamedTuple):
    """One way for both to deal with the question, and all its answers."""

    modes: Modes
    came: dict[Worlds, Came]


def told_before(
    put: Put, at: Earlier, carried_to: Place | None, worlds: Worlds, matters: Matters
) -> Iterator[Together]:
    """What an earlier conversation found is the same for both."""
    for branch in findings(put.old, at, carried_to, worlds, matters, WHOLE):
        yield Together((branch.modes[0], branch.modes[1]), _of_ways(put, branch.ways))


def together(put: Put, worlds: Worlds, matters: Matters) -> Iterator[Together]:
    """worlds: the old version's, the new one's, then of those who watch what is answered in either."""
    modes = _mode(put, 0, worlds[0], matters), _mode(put, 1, worlds[1], matters)
    yield Together(modes, _answers(put, worlds, modes, matters))
    wanted = [is_wanted(put.of(side), worlds[side], matters) for side in (0, 1)]
    if put.old.may_be_told and any(wanted):
        told = tuple(Mode.TOLD if wants else Mode.PASSED for wants in wanted)
        yield Together((told[0], told[1]), _answers(put, worlds, (told[0], told[1]), matters))


def _mode(put: Put, side: int, world: World, matters: Matters) -> Mode:
    question = put.of(side)
    if not is_wanted(question, world, matters):
        return Mode.PASSED
    known = Matter(Kind.CARRIED, put.place) in matters.members[world.bag]
    if known and not put.moved:
        return Mode.KNOWN  # told to an earlier conversation: no `below` hides that
    if world.level >= question.below:
        return Mode.PASSED
    return Mode.KNOWN if known else Mode.ASKED


def _answers(put: Put, worlds: Worlds, modes: Modes, matters: Matters) -> dict[Worlds, Came]:
    early = put.ahead is not None and modes[1 - put.ahead[0]] is Mode.ASKED  # the other version will ask it only later
    opened = tuple(_opened(put, index, world, modes, early, matters) for index, world in enumerate(worlds))
    among = _among(put, modes)
    if not among and (Mode.KNOWN in modes or ANSWERED.isdisjoint(modes)):
        return {opened: Came(1, 0, (0, 0))}
    if put.old.many:
        came = _of_ways(put, ticks(put.place, put.old.decided, opened, matters, WHOLE, among))
    else:
        came = _choices(put, modes, opened, matters)
    return _known_later(put, came, matters) if early else came


def _among(put: Put, modes: Modes) -> int:
    """The options that there are to choose from."""
    if Mode.KNOWN in modes:
        return put.old.left
    old, new = (own if mode in ANSWERED else 0 for own, mode in zip(put.own, modes, strict=True))
    return old | new


def _opened(put: Put, index: int, world: World, modes: Modes, early: bool, matters: Matters) -> World:
    watches = index > 1
    if early and put.ahead and (watches or index == put.ahead[0]):
        return matters.after(put.carried, world)
    known = watches and put.moved and Matter(Kind.CARRIED, put.place) in matters.members[world.bag]
    answered = not ANSWERED.isdisjoint(modes) if watches else modes[index] in ANSWERED
    question = put.of(min(index, 1))
    return matters.after(question.opened if answered or known else question.passed, world)


def _known_later(put: Put, came: Mapping[Worlds, Came], matters: Matters) -> dict[Worlds, Came]:
    """The version that asks it later, and who watches, remember that it is answered."""
    assert put.ahead is not None
    side, place = put.ahead
    known = matters.bag((Matter(Kind.CARRIED, place),))
    found: dict[Worlds, Came] = {}
    for worlds, way in came.items():
        told = tuple(
            world._replace(bag=matters.joined(world.bag, known))
            if index > 1 or (index == side and world.level < EMERGENCY)
            else world
            for index, world in enumerate(worlds)
        )
        found[told] = way.or_(found.get(told))
    return found


def _of_ways(put: Put, ways: Ways) -> dict[Worlds, Came]:
    old, new = put.own
    return {worlds: Came(way.number, way.ticks, (way.ticked & old, way.ticked & new)) for worlds, way in ways.items()}


def _choices(put: Put, modes: Modes, opened: Worlds, matters: Matters) -> dict[Worlds, Came]:
    """One option is chosen in each version that asks."""
    found: dict[Worlds, Came] = {}
    for old, new in _pairs(put, modes):
        chosen = [old, new] + [old | new] * (len(opened) - 2)
        given = (put.given(options, matters.terms) for options in chosen)
        worlds = tuple(matters.after(change, world) for change, world in zip(given, opened, strict=True))
        found[worlds] = Came(1, 1, (old, new)).or_(found.get(worlds))
    return found


def _pairs(put: Put, modes: Modes) -> Iterator[Masks]:
    """What may be chosen in each. For an option that is gone, one that is new; if none is, any; and the other way."""
    old, new = put.own
    if put.ahead is not None or not all(mode in ANSWERED for mode in modes):
        among = put.own[0] if modes[0] in ANSWERED else put.own[1]
        yield from ((one, one) for one in _each(among))
        return
    gone, added = old & ~new, new & ~old
    yield from ((one, one) for one in _each(old & new))
    yield from ((one, other) for one in _each(gone) for other in _each(added or new))
    yield from ((one, other) for one in _each(old if not gone else 0) for other in _each(added))


def _each(options: int) -> Iterator[int]:
    return (1 << option for option in range(options.bit_length()) if options >> option & 1)
