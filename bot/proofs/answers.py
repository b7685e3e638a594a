"""What an answer changes in a term: the question is passed unasked, its boxes are opened, boxes are decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.proofs.terms import (
    FALSE,
    NEVER,
    TRUE,
    Answered,
    Boxes,
    Every,
    Linked,
    Opposite,
    Place,
    Some,
    Term,
    Terms,
    Ticks,
)


@dataclass(frozen=True, slots=True)
class Passed:
    """The question is not asked, and has no answer."""

    place: Place


@dataclass(frozen=True, slots=True)
class Opened:
    """The question has an answer; which one, its boxes will tell.

    carried: this is what an earlier conversation found, and a question of this flow will take it over.
    """

    place: Place
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """Of the options decided (a bit mask), these are ticked and the others are not."""

    place: Place
    decided: int
    ticked: int


News = Passed | Opened | Given


@dataclass(frozen=True, eq=False)
class Change:
    """Puts one piece of news into terms; remembers what came of each."""

    terms: Terms
    news: News
    _known: dict[Term, Term] = field(default_factory=dict)

    def __call__(self, term: Term) -> Term:
        """What is left of the term."""
        found = self._known.get(term)
        if found is None:
            rests_on_it = self.terms.places[term] >> self.news.place & 1
            found = self._known[term] = self._put_into(term) if rests_on_it else term
        return found

    def _put_into(self, term: Term) -> Term:
        match self.terms.nodes[term]:
            case Every(parts):
                return self.terms.every(map(self, parts))
            case Some(parts):
                return self.terms.some(map(self, parts))
            case Opposite(part):
                return self.terms.opposite(self(part))
            case Ticks() as atom:
                return FALSE if isinstance(self.news, Passed) else self.terms.boxes(_boxes(atom))
            case Answered():
                return FALSE if isinstance(self.news, Passed) else TRUE
            case Linked(_, atom):
                return self._linked(atom)
            case Boxes() as boxes:
                return self._decided(boxes, term)
        return NEVER

    def _linked(self, atom: Ticks) -> Term:
        """Now that it is known whether an earlier answer counts, the atom rests on that answer or on the question."""
        if isinstance(self.news, Opened) and self.news.carried:
            return self.terms.boxes(Boxes(self.news.place, atom.options, atom.least, carried=atom.place))
        return self.terms.intern(atom)

    def _decided(self, boxes: Boxes, term: Term) -> Term:
        if not isinstance(self.news, Given):
            return term
        here = boxes.options & self.news.decided
        ticked = (here & self.news.ticked).bit_count()
        return self.terms.boxes(Boxes(boxes.place, boxes.options & ~here, boxes.least - ticked, boxes.carried))


def _boxes(atom: Ticks) -> Boxes:
    return Boxes(atom.place, atom.options, atom.least)
