"""What is left of a condition once some answers are put in: interned terms, so that equal remainders are one number.

A term has the value of its condition, at every moment of the walk: true, false, or open. Only what keeps all three
values is simplified; "x or not x" stays open until x is known, as it does in the walk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Term = int
Place = int
"""Where a question stands in the order in which answers become known; 1 << place is its bit."""

FALSE, TRUE, NEVER = 0, 1, 2  # NEVER: open for good, as the question that could decide it is not reached


@dataclass(frozen=True, slots=True)
class Ticks:
    """At least `least` of `options` (a bit mask) are ticked at a question; false where it is passed unasked."""

    place: Place
    options: int
    least: int = 1


@dataclass(frozen=True, slots=True)
class Answered:
    """The question has an answer, "none of these" included."""

    place: Place


@dataclass(frozen=True, slots=True)
class Linked:
    """An atom of a question whose answer may be carried over from what `earlier` says."""

    earlier: Place
    atom: Ticks


@dataclass(frozen=True, slots=True)
class Boxes:
    """At `place`, whose boxes are being gone through, `least` more of the remaining `options` are ticked.

    `carried`: the answer is that of an earlier conversation and counts at that question, once it is reached.
    """

    place: Place
    options: int
    least: int
    carried: Place | None = None


@dataclass(frozen=True, slots=True)
class Every:
    parts: frozenset[Term]


@dataclass(frozen=True, slots=True)
class Some:
    parts: frozenset[Term]


@dataclass(frozen=True, slots=True)
class Opposite:
    part: Term


@dataclass(frozen=True, slots=True)
class Constant:
    name: str


Atom = Ticks | Answered | Linked | Boxes
Node = Atom | Every | Some | Opposite | Constant


class Terms:
    """All terms of one proof. Equal ones have equal numbers."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.places: list[int] = []  # of each term: the bits of the questions that it rests on
        self._ids: dict[Node, Term] = {}
        for name in ("false", "true", "never"):
            self.intern(Constant(name))

    def intern(self, node: Node) -> Term:
        """The number of a node whose parts are interned already."""
        if node not in self._ids:
            self._ids[node] = len(self.nodes)
            self.nodes.append(node)
            self.places.append(self._rests_on(node))
        return self._ids[node]

    def every(self, parts: Iterable[Term]) -> Term:
        """Kleene's "and"."""
        return self._joined(parts, Every, neutral=TRUE, deciding=FALSE)

    def some(self, parts: Iterable[Term]) -> Term:
        """Kleene's "or"."""
        return self._joined(parts, Some, neutral=FALSE, deciding=TRUE)

    def opposite(self, part: Term) -> Term:
        if part <= NEVER:
            return (TRUE, FALSE, NEVER)[part]
        node = self.nodes[part]
        return node.part if isinstance(node, Opposite) else self.intern(Opposite(part))

    def boxes(self, node: Boxes) -> Term:
        """The boxes still to come, decided where their number does."""
        if 0 < node.least <= node.options.bit_count():
            return self.intern(node)
        enough = node.least <= 0
        if node.carried is None:
            return TRUE if enough else FALSE
        return self.intern(Answered(node.carried) if enough else Ticks(node.carried, 0))

    def options_at(self, term: Term, place: Place) -> int:
        """The options of a question whose boxes are being gone through that can still make a difference to a term."""
        match self.nodes[term]:
            case Boxes() as node if node.place == place:
                return node.options
            case Every(parts) | Some(parts):
                found = 0
                for part in parts:
                    found |= self.options_at(part, place)
                return found
            case Opposite(part):
                return self.options_at(part, place)
        return 0

    def _joined(self, parts: Iterable[Term], kind: type[Every] | type[Some], neutral: Term, deciding: Term) -> Term:
        flat: set[Term] = set()
        for part in parts:
            if part == deciding:
                return deciding
            node = self.nodes[part]
            if isinstance(node, kind):
                flat |= node.parts
            elif part != neutral:
                flat.add(part)
        if len(flat) <= 1:
            return flat.pop() if flat else neutral
        return self.intern(kind(frozenset(flat)))

    def _rests_on(self, node: Node) -> int:
        match node:
            case Ticks(place) | Answered(place):
                return 1 << place
            case Linked(earlier, atom):
                return 1 << earlier | 1 << atom.place
            case Boxes(place, carried=carried):
                return 1 << place | (0 if carried is None else 1 << carried)
            case Every(parts) | Some(parts):
                bits = 0
                for part in parts:
                    bits |= self.places[part]
                return bits
            case Opposite(part):
                return self.places[part]
        return 0
