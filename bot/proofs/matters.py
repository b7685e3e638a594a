"""What a state of the proof remembers: what is left of each rule and each `when`, in interned bags.

A rule that is decided, or is not above the level already reached, is forgotten; so states that differ only in what no
longer matters are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import IntEnum
from functools import cache
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
        self.members: list[frozenset[Matter]] = []
        self._merging = Merging(terms)
        self._ids: dict[frozenset[Matter], Bag] = {}
        self._least: dict[Bag, Bag] = {}
        self._news: Callable[[Change, Level, Bag], tuple[Level, Bag]] = cache(self._put_into)
        self.above: Callable[[Bag, Level], Bag] = cache(self._above)
        self.joined: Callable[[Bag, Bag], Bag] = cache(self._joined)
        self.due: Callable[[Bag], tuple[tuple[Place, Bag], ...]] = cache(self._due)
        self.parted: Callable[[Bag, Place], tuple[Bag, Arms]] = cache(self._parted)
        self._armed: Callable[[Bag], tuple[Level, Bag]] = cache(self._fired)
        self.split: Callable[[Bag], tuple[Bag, Bag]] = cache(self._split)
        self.bag(())

    def bag(self, matters: Iterable[Matter]) -> Bag:
        members = frozenset(matters)
        if members not in self._ids:
            self._ids[members] = len(self.members)
            self.members.append(members)
        return self._ids[members]

    def after(self, change: Change, world: World) -> World:
        """The world once the news is in: rules fire, and what no longer matters is forgotten."""
        level, bag, watched = world
        return World(*self._news(change, level, bag), change(watched))

    def _above(self, bag: Bag, level: Level) -> Bag:
        """The bag without the rules that would raise to this level or less; in an emergency nothing is left."""
        kept = [matter for matter in self.members[bag] if _matters(matter, level)]
        return EMPTY if level == EMERGENCY else self._merged(kept)

    def _joined(self, one: Bag, other: Bag) -> Bag:
        """What is in either."""
        if self.members[other] <= self.members[one]:
            return one
        return self._merged(self.members[one] | self.members[other])

    def _due(self, bag: Bag) -> tuple[tuple[Place, Bag], ...]:
        """The bag parted by the next question that its matters wait for. A rule that waits for none can never fire."""
        parts: dict[Place, set[Matter]] = {}
        for matter in self.members[bag]:
            place = self.due_at(matter)
            if place is not None:
                parts.setdefault(place, set()).add(matter)
        return tuple((place, self.bag(part)) for place, part in parts.items())

    def _merged(self, matters: Iterable[Matter]) -> Bag:
        """The bag of these, as few as possible."""
        given = self.bag(matters)
        if given not in self._least:
            found = self._least[given] = self.bag(self._as_few(self.members[given]))
            self._least[found] = found
        return self._least[given]

    def _as_few(self, matters: Iterable[Matter]) -> Iterator[Matter]:
        rules: set[tuple[Level, Term]] = set()
        whens: dict[Place, set[tuple[Level, Term]]] = {}
        for matter in matters:
            kind, of, term = matter
            if kind is Kind.RULE:
                rules.add((of, term))
            elif kind is Kind.WHEN:
                whens.setdefault(of, set()).add((0, term))
            else:
                yield matter
        for level, term in self._merging.merged(frozenset(rules)):
            yield Matter(Kind.RULE, level, term)
        for place, ways in whens.items():
            for _, term in ((0, TRUE),) if (0, TRUE) in ways else self._merging.merged(frozenset(ways)):
                yield Matter(Kind.WHEN, place, term)

    def options_at(self, bag: Bag, place: Place) -> int:
        """The options of an opened question that can make a difference to a bag, as a bit mask."""
        found = 0
        for matter in self.members[bag]:
            found |= self.terms.options_at(matter.term, place)
        return found

    def _split(self, bag: Bag) -> tuple[Bag, Bag]:
        """The rules of a bag, and the rest of it."""
        rules = [matter for matter in self.members[bag] if matter.kind is Kind.RULE]
        return self.bag(rules), self.bag(self.members[bag].difference(rules))

    def covers(self, one: Bag, other: Bag) -> bool:
        """Whether the other bag adds nothing to the first: whatever is answered, the first raises as high."""
        return self.joined(one, other) == one

    def later(self, bag: Bag, place: Place) -> Bag:
        """What remains of a bag once the question is dealt with."""
        return self.bag(matter for matter in self.members[bag] if matter.kind is Kind.RULE or matter.of > place)

    def _parted(self, bag: Bag, place: Place) -> tuple[Bag, Arms]:
        """Of an opened question: the matters that must see each of its boxes, and what each box arms by itself."""
        others: list[Matter] = []
        arms: dict[int, list[Matter]] = {}
        for matter in self.members[bag]:
            rest = self._merging.left_by_any(matter.term, place)
            if rest is None:
                others.append(matter)
            else:
                _arm(arms, rest[0], Matter(matter.kind, matter.of, rest[1]))
        return self.bag(others), {option: self._armed(self.bag(armed)) for option, armed in arms.items()}

    def _fired(self, bag: Bag) -> tuple[Level, Bag]:
        """The level that a bag raises to by now, and what is left of it."""
        level = self._reached(bag)
        return level, self.above(bag, level)

    def _reached(self, bag: Bag) -> Level:
        return max((of for kind, of, term in self.members[bag] if term == TRUE and kind is Kind.RULE), default=0)

    def highest(self, bag: Bag) -> Level:
        """The highest level that a rule of the bag can raise to."""
        return max((matter.of for matter in self.members[bag] if matter.kind is Kind.RULE), default=0)

    def due_at(self, matter: Matter) -> Place | None:
        bits = self.terms.places[matter.term]
        if bits:
            return (bits & -bits).bit_length() - 1
        return None if matter.kind is Kind.RULE else matter.of

    def _put_into(self, change: Change, level: Level, bag: Bag) -> tuple[Level, Bag]:
        left = self.bag(Matter(kind, of, change(term)) for kind, of, term in self.members[bag])
        level = max(level, self._reached(left))
        return level, self.above(left, level)


def _matters(matter: Matter, level: Level) -> bool:
    return matter.term != FALSE and (matter.kind is not Kind.RULE or matter.of > level)


def _arm(arms: dict[int, list[Matter]], options: int, matter: Matter) -> None:
    for option in range(options.bit_length()):
        if options >> option & 1:
            arms.setdefault(option, []).append(matter)
