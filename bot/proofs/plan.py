"""A flow made ready to be proven: its questions in order, and where a conversation begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.proofs.answers import Change, Given, Opened, Passed
from bot.proofs.compile import options_of, term_of, trigger_term
from bot.proofs.hazards import denied, hazards
from bot.proofs.matters import EMPTY, Bag, Kind, Matter, Matters, World
from bot.proofs.past import Earlier, Past
from bot.proofs.places import At, Places, Waiting, places
from bot.proofs.question import Question
from bot.proofs.terms import TRUE, Answered, Place, Term, Terms
from bot.proofs.view import Level, View
from bot.triage.conditions import Condition, alternatives
from bot.triage.flow import Flow, Step


class Standing(NamedTuple):
    """Where a conversation stands before a question, as far as it still matters."""

    level: Level
    bags: tuple[Bag, ...]  # what is due at this question, at the next, and so on to the last
    watched: Term = TRUE
    asked: int = 0  # questions so far, where they are counted

    @property
    def here(self) -> World:
        return World(self.level, self.bags[0], self.watched)


@dataclass(frozen=True, eq=False)
class Plan:
    """What a proof of one flow works with."""

    flow: Flow
    places: Places
    terms: Terms
    matters: Matters
    questions: tuple[Question, ...]  # by place; first those to earlier conversations
    on_card: tuple[Change, ...]  # the questions on the emergency card, passed
    begins: Standing
    hazards: int  # places, as a bit mask; see hazards.py
    denied: int  # places of questions on which something rests by "not" or "none", as a bit mask

    def term(self, condition: Condition | None) -> Term:
        return term_of(condition, self.terms, self.places)

    def highest(self, standing: Standing) -> Level:
        """No conversation ends higher than this from here."""
        return max(standing.level, *map(self.matters.highest, standing.bags), 0)

    def move(self, standing: Standing, question: Question, world: World, asked: int = 0) -> Standing:
        """Where the conversation stands once a question is dealt with."""
        later = standing.bags[1:]
        if world.level != standing.level:
            later = tuple(self.matters.above(bag, world.level) for bag in later)
        for place, bag in self.matters.due(world.bag):
            index = place - question.place - 1
            if 0 <= index < len(later):
                later = (*later[:index], self.matters.joined(later[index], bag), *later[index + 1 :])
        return Standing(world.level, later, world.watched, asked)


def plan(flow: Flow, past: Past, view: View) -> Plan:
    """Make a flow ready to be looked at in this way."""
    return plan_of(places(flow, past, view), Matters(Terms()), view)


def plan_of(laid_out: Places, matters: Matters, view: View) -> Plan:
    """The same of a flow that is laid out. Plans that share their matters can be looked at side by side."""
    terms = matters.terms
    questions = tuple(_question(place, laid_out, terms, view) for place in laid_out.questions)
    on_card = tuple(Change(terms, Passed(laid_out.of[step.id])) for step in laid_out.on_card)
    begins = _begins(laid_out, terms, matters, view)
    masks = (laid_out.mask(look(laid_out.flow, view)) for look in (hazards, denied))
    return Plan(laid_out.flow, laid_out, terms, matters, questions, on_card, begins, *masks)


def _question(place: Place, places: Places, terms: Terms, view: View) -> Question:
    at = places.all[place]
    size = len(options_of(at))
    many = isinstance(at, Waiting) or at.many
    return Question(
        place,
        many,
        below=view.below(at.below if isinstance(at, Step) else None),
        may_be_told=isinstance(at, Step) and places.may_be_told(at),
        waited=isinstance(at, Waiting),
        left=earlier.left if (earlier := places.carried(place)) else 0,
        passed=Change(terms, Passed(place)),
        opened=Change(terms, Opened(place)),
        decided=tuple(_box(place, option, terms) for option in range(size if many else 0) if _here(option, at, places)),
        chosen=tuple(
            Change(terms, Given(place, (1 << size) - 1, 1 << option)) for option in range(0 if many else size)
        ),
    )


def _box(place: Place, option: int, terms: Terms) -> tuple[int, Change, Change]:
    return option, Change(terms, Given(place, 1 << option, 0)), Change(terms, Given(place, 1 << option, 1 << option))


def _here(option: int, at: At, places: Places) -> bool:
    """Whether a box is looked at in this place, and not at another of the same question."""
    if isinstance(at, Waiting | Earlier):
        return bool(at.boxes >> option & 1)
    return not isinstance(at, Step) or not any(boxes >> option & 1 for boxes in places.waiting_boxes(places.of[at.id]))


def _begins(places: Places, terms: Terms, matters: Matters, view: View) -> Standing:
    """Nothing is answered: all rules and `when`s are open, each due at the first question that it rests on."""
    found = list(_matters(places, terms, view))
    level = max((matter.of for matter in found if matter.kind is Kind.RULE and matter.term == TRUE), default=0)
    due = dict(matters.due(matters.above(matters.bag(found), level)))
    return Standing(level, tuple(due.get(place, EMPTY) for place in places.questions))


def _matters(places: Places, terms: Terms, view: View) -> Iterator[Matter]:
    for rule in places.flow.raising:
        for trigger in alternatives(rule.condition) if view.level(rule) else ():
            yield Matter(Kind.RULE, view.level(rule), trigger_term(trigger, terms, places))
    for place, at in enumerate(places.all):
        if isinstance(at, Waiting):
            yield Matter(Kind.WHEN, place, terms.intern(Answered(places.of[at.step.id])))
        elif isinstance(at, Step) and not at.on_card:
            yield Matter(Kind.WHEN, place, term_of(at.when, terms, places))
