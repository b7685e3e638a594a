"""Conditions into terms."""

from __future__ import annotations

from bot.proofs.places import Places
from bot.proofs.terms import FALSE, NEVER, Answered, Linked, Place, Term, Terms, Ticks
from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked, steps_of
from bot.triage.flow import Rule, Step


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


def rule_term(rule: Rule, terms: Terms, places: Places) -> Term:
    """A rule is read where one of its questions is passed, so never before the first; without any, at the start."""
    at = [places.of[step] for step in steps_of(rule.condition) if places.flow.step(step)]
    condition = term_of(rule.condition, terms, places)
    return terms.every((condition, passed(min(at), terms))) if at else condition


def passed(place: Place, terms: Terms) -> Term:
    """Open until the question is asked or passed, then true."""
    return terms.opposite(terms.intern(Ticks(place, 0)))


def mask(options: frozenset[str] | None, known: tuple[str, ...]) -> int:
    """Options as a bit mask, in the order of their question; all of them for None."""
    return sum(1 << index for index, option in enumerate(known) if options is None or option in options)


def options_at(place: Place, places: Places) -> tuple[str, ...]:
    at = places.at(place)
    return tuple(option.id for option in at.options) if isinstance(at, Step) else at.options


def _ticks(key: str, options: frozenset[str] | None, least: int, terms: Terms, places: Places) -> Term:
    place = places.of.get(key)
    if place is None:
        return _unknown(key)
    atom = Ticks(place, mask(options, options_at(place, places)), least)
    link = places.links.get(place)
    return terms.intern(atom if link is None else Linked(link, atom))


def _answered(key: str, terms: Terms, places: Places) -> Term:
    place = places.of.get(key)
    return _unknown(key) if place is None else terms.intern(Answered(place))


def _unknown(key: str) -> Term:
    """What no earlier conversation found is false; a question that the flow does not have stays open."""
    return FALSE if key.startswith(BEFORE) else NEVER
