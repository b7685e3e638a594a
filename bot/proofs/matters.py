"""What a state of the proof remembers: what is left of each rule and each `when`, in interned bags.

A rule that is decided, or is not above the level already reached, is forgotten; so states that differ only in what no
longer matters are one.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from bot.proofs.answers import Change
from bot.proofs.terms import FALSE, TRUE, Place, Term, Terms
from bot.triage.flow import Urgency

Bag = int
Level = int
EMERGENCY: Level = int(Urgency.EMERGENCY)
EMPTY: Bag = 0


class Kind(IntEnum):
    RULE = 0  # `of`: the level that it raises to
    WHEN = 1  # `of`: the place of the question that it lets be asked
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


class Matters:
    """Bags of matters. Equal bags are one number, and each operation on them is worked out once."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.members: list[frozenset[Matter]] = []
        self._ids: dict[frozenset[Matter], Bag] = {}
        self._after: dict[Change, dict[tuple[Level, Bag], tuple[Level, Bag]]] = {}
        self._above: dict[tuple[Bag, Level], Bag] = {}
        self._joined: dict[tuple[Bag, Bag], Bag] = {}
        self._due: dict[Bag, tuple[tuple[Place, Bag], ...]] = {}
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
            kept = (matter for matter in self.members[bag] if _matters(matter, level))
            self._above[key] = EMPTY if level == EMERGENCY else self.bag(kept)
        return self._above[key]

    def joined(self, one: Bag, other: Bag) -> Bag:
        key = one, other
        if key not in self._joined:
            self._joined[key] = self.bag(self.members[one] | self.members[other])
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

    def options_at(self, bag: Bag, place: Place) -> int:
        """The options of an opened question that can make a difference to a bag, as a bit mask."""
        key = bag, place
        if key not in self._options:
            found = 0
            for matter in self.members[bag]:
                found |= self.terms.options_at(matter.term, place)
            self._options[key] = found
        return self._options[key]

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
