"""Rules that come to the same, made one: so that far fewer states differ.

"x raises" and "y raises" are "x or y raises"; where x raises by itself, "x and z raises no higher" says nothing more.
Both hold for true, false and open alike, so nothing is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product
from math import prod
from typing import NamedTuple

from bot.proofs.terms import Boxes, Every, Place, Some, Term, Terms, Ticks
from bot.proofs.view import Level

Where = tuple[Place, bool]
"""A question, and whether its boxes are open or it is still to come."""

Rules = frozenset[tuple[Level, Term]]

Masks = Mapping[Where, int]


NOTHING = frozenset[Term]()

MOST_WAYS = 30
"""Of one term; with more it is taken whole."""


class Group(NamedTuple):
    """What terms ask for that differ only in the options of one question, of which each needs one."""

    where: Where
    rest: frozenset[Term]


class Merging:
    """Makes rules over the same terms as few as possible. What a term consists of is looked up once."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self.merged: Callable[[Rules], Rules] = cache(self._as_few)
        self.left_by_any: Callable[[Term, Place], tuple[int, Term] | None] = cache(self._left)
        self._one_of: Callable[[Term], tuple[Where, int] | None] = cache(self._look_for_one)
        self._parts: Callable[[Term], tuple[Masks, frozenset[Term]]] = cache(self._parted)
        self._grouped: Callable[[Term], tuple[Group, int]] = cache(lambda term: self._group(*self._parts(term)))
        self._alternatives: Callable[[Term], frozenset[Term]] = cache(self._ways)
        self._term: Callable[[Group, int], Term] = cache(self._made)

    def _as_few(self, rules: Rules) -> Rules:
        """The same rules, as few as possible."""
        by_level: dict[Level, set[Term]] = defaultdict(set)
        for level, term in rules:
            by_level[level] |= self._alternatives(term)
        sure: dict[Where, int] = {}  # options each of which raises by itself, to this level or higher
        known: set[Term] = set()
        fewest: set[tuple[Level, Term]] = set()
        for level in sorted(by_level, reverse=True):
            found = {*self._single(by_level[level], sure), *self._joint(by_level[level], sure)}
            fewest |= {(level, term) for term in found - known}
            known |= found
        return frozenset(fewest)

    def _left(self, term: Term, place: Place) -> tuple[int, Term] | None:
        """Where any one of some boxes of the opened question is all that the term asks there: which, and what is left.

        None: it rests on the boxes in another way, or not at all.
        """
        parts = self._every_part(term)
        here = [part for part in parts if self._terms.places[part] >> place & 1]
        one = self._one_of(here[0]) if len(here) == 1 else None
        return (one[1], self._terms.every(parts - {here[0]})) if one and one[0] == (place, True) else None

    def _single(self, found: set[Term], sure: dict[Where, int]) -> Iterator[Term]:
        """One term for the options of a question each of which raises by itself. Adds them to those that are sure."""
        alone: dict[Where, int] = defaultdict(int)
        for term in found:
            if one := self._one_of(term):
                where, options = one
                alone[where] |= options & ~sure.get(where, 0)
        for where, options in alone.items():
            if options:
                sure[where] = sure.get(where, 0) | options
                yield self._term(Group(where, NOTHING), options)

    def _joint(self, found: set[Term], sure: Masks) -> Iterator[Term]:
        """The other terms, without what is sure already. Those that differ only in one question's options are one."""
        together: dict[Group, int] = defaultdict(int)
        for term in found:
            if self._one_of(term):
                continue
            ones, others = self._parts(term)
            if not ones:
                yield term
                continue
            left = {where: options & ~sure.get(where, 0) for where, options in ones.items()}
            if all(left.values()):
                group, options = self._grouped(term) if left == ones else self._group(left, others)
                together[group] |= options
        yield from (self._term(group, options) for group, options in together.items())

    def _group(self, ones: Masks, others: frozenset[Term]) -> tuple[Group, int]:
        last = max(ones)
        rest = (self._term(Group(where, NOTHING), options) for where, options in ones.items() if where != last)
        return Group(last, others.union(rest)), ones[last]

    def _parted(self, term: Term) -> tuple[Masks, frozenset[Term]]:
        """A joint term's parts that ask for one option of several, each of another question; and its other parts."""
        ones: dict[Where, int] = {}
        others: set[Term] = set()
        for part in self._every_part(term):
            one = self._one_of(part)
            if one and one[0] not in ones:
                ones[one[0]] = one[1]
            else:
                others.add(part)
        return ones, frozenset(others)

    def _look_for_one(self, term: Term) -> tuple[Where, int] | None:
        """The question and options of a term that asks for one of them."""
        match self._terms.nodes[term]:
            case Ticks(place, options, 1):
                return (place, False), options
            case Boxes(place, options, 1, None):
                return (place, True), options
        return None

    def _made(self, group: Group, options: int) -> Term:
        (place, is_open), rest = group
        one = Boxes(place, options, 1) if is_open else Ticks(place, options, 1)
        return self._terms.every((*rest, self._terms.intern(one)))

    def _every_part(self, term: Term) -> frozenset[Term]:
        node = self._terms.nodes[term]
        return node.parts if isinstance(node, Every) else frozenset({term})

    def _ways(self, term: Term) -> frozenset[Term]:
        """Terms of which each is enough for it: "a or b, and c" is "a and c, or b and c", as far as that is short."""
        node = self._terms.nodes[term]
        if isinstance(node, Some):
            return frozenset[Term]().union(*map(self._alternatives, node.parts))
        ways = [self._alternatives(part) for part in node.parts] if isinstance(node, Every) else []
        if 1 < prod(map(len, ways)) <= MOST_WAYS:
            return frozenset(map(self._terms.every, product(*ways)))
        return frozenset({term})
