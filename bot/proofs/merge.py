"""Rules that come to the same, made one: so that far fewer states differ.

"x raises" and "y raises" are "x or y raises"; where x raises by itself, "x and z raises no higher" says nothing more.
Both hold for true, false and open alike, so nothing is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.proofs.terms import Boxes, Every, Place, Some, Term, Terms, Ticks
from bot.proofs.view import Level


class Where(NamedTuple):
    """A question, still to come or with its boxes open."""

    place: Place
    kind: type[Ticks] | type[Boxes]


Masks = dict[Where, int]


def merged(terms: Terms, rules: Iterable[tuple[Level, Term]]) -> Iterator[tuple[Level, Term]]:
    """The same rules, as few as possible."""
    by_level: dict[Level, set[Term]] = defaultdict(set)
    for level, term in rules:
        by_level[level] |= _alternatives(terms, term)
    sure: Masks = {}  # options each of which raises by itself, to this level or higher
    known: set[Term] = set()
    for level in sorted(by_level, reverse=True):
        found = {*_single(terms, by_level[level], sure), *_joint(terms, by_level[level], sure)}
        yield from ((level, term) for term in found - known)
        known |= found


def _single(terms: Terms, found: set[Term], sure: Masks) -> Iterator[Term]:
    """One term for the options of a question each of which raises by itself. Adds them to those that are sure."""
    alone: Masks = defaultdict(int)
    for term in found:
        if one := _one_of(terms, term):
            where, options = one
            alone[where] |= options & ~sure.get(where, 0)
    for where, options in alone.items():
        if options:
            sure[where] = sure.get(where, 0) | options
            yield _term(terms, where, options)


def _joint(terms: Terms, found: set[Term], sure: Masks) -> Iterator[Term]:
    """The other terms, without what is sure already. Those that differ only in one question's options are one."""
    together: dict[tuple[Where, frozenset[Term]], int] = defaultdict(int)
    for term in found:
        if _one_of(terms, term):
            continue
        ones, others = _parts(terms, term, sure)
        if not ones:
            yield term
        elif all(ones.values()):
            last = max(ones, key=lambda where: where.place)
            rest = (_term(terms, where, options) for where, options in ones.items() if where != last)
            together[last, others | frozenset(rest)] |= ones[last]
    for (where, others), options in together.items():
        yield terms.every((*others, _term(terms, where, options)))


def _parts(terms: Terms, term: Term, sure: Masks) -> tuple[Masks, frozenset[Term]]:
    """A joint term's parts that ask for one option of several, less those that are sure; and its other parts."""
    node = terms.nodes[term]
    ones: Masks = {}
    others: set[Term] = set()
    for part in node.parts if isinstance(node, Every) else (term,):
        one = _one_of(terms, part)
        if one and one[0] not in ones:
            ones[one[0]] = one[1] & ~sure.get(one[0], 0)
        else:
            others.add(part)
    return ones, frozenset(others)


def _one_of(terms: Terms, term: Term) -> tuple[Where, int] | None:
    """The question and options of a term that asks for one of them."""
    match terms.nodes[term]:
        case Ticks(place, options, 1):
            return Where(place, Ticks), options
        case Boxes(place, options, 1, None):
            return Where(place, Boxes), options
    return None


def _term(terms: Terms, where: Where, options: int) -> Term:
    return terms.intern(where.kind(where.place, options, 1))


def _alternatives(terms: Terms, term: Term) -> set[Term]:
    node = terms.nodes[term]
    return set(node.parts) if isinstance(node, Some) else {term}


def left_by_any(terms: Terms, term: Term, place: Place) -> tuple[int, Term] | None:
    """Where any one of some boxes of the opened question is all that the term asks there: which, and what then is left.

    None: it rests on the boxes in another way, or not at all.
    """
    node = terms.nodes[term]
    here = [part for part in (node.parts if isinstance(node, Every) else (term,)) if terms.places[part] >> place & 1]
    one = _one_of(terms, here[0]) if len(here) == 1 else None
    if one is None or one[0] != Where(place, Boxes):
        return None
    return one[1], terms.every(node.parts - {here[0]}) if isinstance(node, Every) else terms.every(())
