"""A flow made ready to be proven: its questions in order, and where a conversation begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.proofs.answers import Change, Given, Opened, Passed
from bot.proofs.compile import rule_term, term_of
from bot.proofs.hazards import hazards
from bot.proofs.matters import EMERGENCY, EMPTY, Bag, Kind, Level, Matter, Matters, World
from bot.proofs.places import Earlier, Places, past_of, places
from bot.proofs.question import Question
from bot.proofs.terms import TRUE, Place, Term, Terms
from bot.triage.conditions import BEFORE, Condition
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

    def term(self, condition: Condition | None) -> Term:
        return term_of(condition, self.terms, self.places)

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


def plan(flow: Flow, earlier: Sequence[Flow] | None = None) -> Plan:
    """Make a flow ready. earlier: the flows of the conversations that it may follow; see `past_of`."""
    laid_out = places(flow, past_of(flow, earlier))
    terms = Terms()
    matters = Matters(terms)
    questions = tuple(_question(place, laid_out, terms) for place in laid_out.questions)
    on_card = tuple(Change(terms, Passed(laid_out.of[step.id])) for step in laid_out.on_card)
    return Plan(
        flow, laid_out, terms, matters, questions, on_card, _begins(laid_out, terms, matters), hazards(laid_out)
    )


def _question(place: Place, places: Places, terms: Terms) -> Question:
    at = places.at(place)
    size = len(at.options)
    every = (1 << size) - 1
    many = at.many
    return Question(
        place,
        many,
        below=_below(at),
        may_be_told=_may_be_told(at, places),
        passed=Change(terms, Passed(place)),
        opened=Change(terms, Opened(place)),
        decided=tuple(
            (Change(terms, Given(place, 1 << option, 0)), Change(terms, Given(place, 1 << option, 1 << option)))
            for option in range(size if many else 0)
        ),
        chosen=tuple(Change(terms, Given(place, every, 1 << option)) for option in range(0 if many else size)),
    )


def _below(at: Earlier | Step) -> Level:
    return int(at.below) if isinstance(at, Step) and at.below is not None else EMERGENCY


def _may_be_told(at: Earlier | Step, places: Places) -> bool:
    return isinstance(at, Step) and at.carry and places.past.any and BEFORE + at.id not in places.of


def _begins(places: Places, terms: Terms, matters: Matters) -> Standing:
    """Nothing is answered: all rules and `when`s are open, each due at the first question that it rests on."""
    found = list(_matters(places, terms))
    level = max((matter.of for matter in found if matter.kind is Kind.RULE and matter.term == TRUE), default=0)
    due = dict(matters.due(matters.above(matters.bag(found), level)))
    return Standing(level, tuple(due.get(place, EMPTY) for place in places.questions))


def _matters(places: Places, terms: Terms) -> Iterator[Matter]:
    for rule in places.flow.raising:
        yield Matter(Kind.RULE, int(rule.urgency), rule_term(rule, terms, places))
    for step in places.asked:
        yield Matter(Kind.WHEN, places.of[step.id], term_of(step.when, terms, places))
