"""Conditions into terms."""

from __future__ import annotations

from collections.abc import Iterator

from bot.proofs.past import Earlier
from bot.proofs.places import At, Places, Waiting
from bot.proofs.terms import FALSE, NEVER, TRUE, Answered, Linked, Place, Term, Terms, Ticks
from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked, steps_of


def term_of(condition: Condition | None, terms: Terms, places: Places) -> Term:
    """The term that has the condition's value at every moment of the walk. No condition always holds."""
    match condition:
        case None:
            return terms.every(())
        case Ticked(step, options, at_least):
            return _ticks(step, options, at_least, terms, places)
        case Something(step):
            return _ticks(step, None, 1, terms, places)
        case Nothing(step):
            something = _ticks(step, None, 1, terms, places)
            return terms.every((_answered(step, terms, places), terms.opposite(something)))
        case All(parts):
            return terms.every(term_of(part, terms, places) for part in parts)
        case Either(parts):
            return terms.some(term_of(part, terms, places) for part in parts)
        case Not(part):
            return terms.opposite(term_of(part, terms, places))


def trigger_term(trigger: Condition, terms: Terms, places: Places) -> Term:
    """One of several things that are each enough for a rule to fire.

    It is read where one of its questions is passed, so never before the first; without any, at the start.
    """
    at = [places.of[step] for step in steps_of(trigger) if places.flow.step(step)]
    term = term_of(trigger, terms, places)
    may_hold_before = term == TRUE or terms.places[term] & places.of_the_past
    return terms.every((term, passed(min(at), terms))) if at and may_hold_before else term


def passed(place: Place, terms: Terms) -> Term:
    """Open until the question is asked or passed, then true."""
    return terms.opposite(terms.intern(Ticks(place, 0)))


def mask(options: frozenset[str] | None, known: tuple[str, ...]) -> int:
    """Options as a bit mask, in the order of their question; all of them for None."""
    return sum(1 << index for index, option in enumerate(known) if options is None or option in options)


def options_of(at: At) -> tuple[str, ...]:
    """The options of a place, in the order of their bits."""
    if isinstance(at, Earlier):
        return at.options
    return tuple(option.id for option in (at.step if isinstance(at, Waiting) else at).options)


def _ticks(key: str, options: frozenset[str] | None, least: int, terms: Terms, places: Places) -> Term:
    place = places.of.get(key)
    if place is None:
        return _unknown(key)
    ticked = mask(options, options_of(places.all[place]))
    if place in places.sooner:
        return terms.intern(Linked(places.sooner[place], Ticks(place, ticked, least)))
    return terms.some(terms.intern(atom) for atom in _parted(place, ticked, least, places))


def _parted(place: Place, options: int, least: int, places: Places) -> Iterator[Ticks | Linked]:
    """The options that are looked at where the question is asked, and those that are looked at before or after it.

    Counted ones all are looked at in one place.
    """
    kept = options
    earlier = places.carried(place)
    if earlier is not None and (options & earlier.boxes or not options):
        kept &= ~earlier.boxes
        yield Linked(places.of[earlier.key], Ticks(place, options & earlier.boxes, least))
    for later in places.waiting.get(place, ()):
        waiting = places.all[later]
        assert isinstance(waiting, Waiting)
        if options & waiting.boxes:
            kept &= ~waiting.boxes
            yield Ticks(later, options & waiting.boxes, least)
    if kept or (not options and earlier is None):
        yield Ticks(place, kept, least)


def _answered(key: str, terms: Terms, places: Places) -> Term:
    place = places.of.get(key)
    return _unknown(key) if place is None else terms.intern(Answered(place))


def _unknown(key: str) -> Term:
    """What no earlier conversation found is false; a question that the flow does not have stays open."""
    return FALSE if key.startswith(BEFORE) else NEVER
