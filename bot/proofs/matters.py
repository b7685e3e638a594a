"""What a state of the proof remembers: what is left of each rule and each `when`, in interned bags.

A rule that is decided, or is not above the level already reached, is forgotten; so states that differ only in what no
longer matters are one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple

from bot.proofs.answers import Change
from bot.proofs.merge import Merging
from bot.proofs.terms import FALSE, TRUE, Place, Term, Terms
from bot.proofs.view import EMERGENCY, Level

Bag = int
EMPTY: Bag = 0


class Kind(IntEnum):
    RULE = 0  # `of`: the level that it raises to
    WHEN = 1  # `of`: the place of the question that it lets be asked; one of several suffices
    CARRIED = 2  # `of`: the place of a question that takes over what an earlier conversation found


class Matter(NamedTuple):
    """Something that is still open, and the term that decides it."""

    kind: Kind
    of: int
    term: Term = TRUE


class World(NamedTuple):
    """Where one conversation stands: its level, what is due at the present question, and a term that is watched."""

    level: Level
    bag: Bag
    watched: Term = TRUE


Arms = Mapping[int, tuple[Level, Bag]]
"""Option -> the level that ticking it raises to, and what it arms."""


class Matters:
    """Bags of matters. Equal bags are one number, and each operation on them is worked out once."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self._merging = Merging(terms)
        self.members: list[frozenset[Matter]] = []
        self._ids: dict[frozenset[Matter], Bag] = {}
        self._after: dict[Change, dict[tuple[Level, Bag], tuple[Level, Bag]]] = {}
        self._above: dict[tuple[Bag, Level], Bag] = {}
        self._joined: dict[tuple[Bag, Bag], Bag] = {}
        self._due: dict[Bag, tuple[tuple[Place, Bag], ...]] = {}
        self._parted: dict[tuple[Bag, Place], tuple[Bag, Arms]] = {}
        self._split: dict[Bag, tuple[Bag, Bag]] = {}
        self._options: dict[tuple[Bag, Place], int] = {}
        self.bag(())

    def bag(self, matters: Iterable[Matter]) -> Bag:
        members = frozenset(matters)
        if members not in self._ids:
            self._ids[members] = len(self.members)
            self.members.append(members)
        return self._ids[members]

    def after(self, change: Change, world: World) -> World:
        """The world once the news is in: rules fire, and what no longer matters is forgotten."""
        known = self._after.setdefault(change, {})
        key = world[:2]
        if key not in known:
            known[key] = self._put_into(change, world.level, world.bag)
        return World(*known[key], change(world.watched))

    def above(self, bag: Bag, level: Level) -> Bag:
        """The bag without the rules that would raise to this level or less; in an emergency nothing is left."""
        key = bag, level
        if key not in self._above:
            kept = [matter for matter in self.members[bag] if _matters(matter, level)]
            self._above[key] = EMPTY if level == EMERGENCY else self._merged(kept)
        return self._above[key]

    def joined(self, one: Bag, other: Bag) -> Bag:
        key = one, other
        if key not in self._joined:
            self._joined[key] = self._merged(self.members[one] | self.members[other])
        return self._joined[key]

    def due(self, bag: Bag) -> tuple[tuple[Place, Bag], ...]:
        """The bag parted by the next question that its matters wait for. A rule that waits for none can never fire."""
        if bag not in self._due:
            parts: dict[Place, set[Matter]] = {}
            for matter in self.members[bag]:
                place = self.due_at(matter)
                if place is not None:
                    parts.setdefault(place, set()).add(matter)
            self._due[bag] = tuple((place, self.bag(part)) for place, part in parts.items())
        return self._due[bag]

    def _merged(self, matters: Iterable[Matter]) -> Bag:
        rules: list[tuple[Level, Term]] = []
        whens: dict[Place, list[tuple[Level, Term]]] = {}
        found: list[Matter] = []
        for matter in matters:
            if matter.kind is Kind.RULE:
                rules.append((matter.of, matter.term))
            elif matter.kind is Kind.WHEN:
                whens.setdefault(matter.of, []).append((0, matter.term))
            else:
                found.append(matter)
        found += (Matter(Kind.RULE, level, term) for level, term in self._merging.merged(rules))
        for place, ways in whens.items():
            certain = (0, TRUE) in ways
            found += (
                Matter(Kind.WHEN, place, term) for _, term in ([(0, TRUE)] if certain else self._merging.merged(ways))
            )
        return self.bag(found)

    def options_at(self, bag: Bag, place: Place) -> int:
        """The options of an opened question that can make a difference to a bag, as a bit mask."""
        key = bag, place
        if key not in self._options:
            found = 0
            for matter in self.members[bag]:
                found |= self.terms.options_at(matter.term, place)
            self._options[key] = found
        return self._options[key]

    def split(self, bag: Bag) -> tuple[Bag, Bag]:
        """The rules of a bag, and the rest of it."""
        if bag not in self._split:
            rules = [matter for matter in self.members[bag] if matter.kind is Kind.RULE]
            self._split[bag] = self.bag(rules), self.bag(self.members[bag].difference(rules))
        return self._split[bag]

    def covers(self, one: Bag, other: Bag) -> bool:
        """Whether the other bag adds nothing to the first: whatever is answered, the first raises as high."""
        return self.joined(one, other) == one

    def later(self, bag: Bag, place: Place) -> Bag:
        """What remains of a bag once the question is dealt with."""
        return self.bag(matter for matter in self.members[bag] if matter.kind is Kind.RULE or matter.of > place)

    def parted(self, bag: Bag, place: Place) -> tuple[Bag, Arms]:
        """Of an opened question: the matters that must see each of its boxes, and what each box arms by itself."""
        key = bag, place
        if key not in self._parted:
            others: list[Matter] = []
            arms: dict[int, list[Matter]] = {}
            for matter in self.members[bag]:
                rest = self._merging.left_by_any(matter.term, place)
                if rest is None:
                    others.append(matter)
                else:
                    _arm(arms, rest[0], matter._replace(term=rest[1]))
            self._parted[key] = self.bag(others), {option: self._armed(armed) for option, armed in arms.items()}
        return self._parted[key]

    def _armed(self, armed: Collection[Matter]) -> tuple[Level, Bag]:
        fired = (matter.of for matter in armed if matter.kind is Kind.RULE and matter.term == TRUE)
        level = max(fired, default=0)
        return level, self.above(self.bag(armed), level)

    def highest(self, bag: Bag) -> Level:
        """The highest level that a rule of the bag can raise to."""
        return max((matter.of for matter in self.members[bag] if matter.kind is Kind.RULE), default=0)

    def due_at(self, matter: Matter) -> Place | None:
        bits = self.terms.places[matter.term]
        if bits:
            return (bits & -bits).bit_length() - 1
        return None if matter.kind is Kind.RULE else matter.of

    def _put_into(self, change: Change, level: Level, bag: Bag) -> tuple[Level, Bag]:
        left = [matter._replace(term=change(matter.term)) for matter in self.members[bag]]
        fired = [matter.of for matter in left if matter.kind is Kind.RULE and matter.term == TRUE]
        level = max(level, *fired, level)
        return level, self.above(self.bag(left), level)


def _matters(matter: Matter, level: Level) -> bool:
    return matter.term != FALSE and (matter.kind is not Kind.RULE or matter.of > level)


def _arm(arms: dict[int, list[Matter]], options: int, matter: Matter) -> None:
    for option in range(options.bit_length()):
        if options >> option & 1:
            arms.setdefault(option, []).append(matter)
