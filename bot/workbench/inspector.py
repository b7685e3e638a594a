"""What an author sees beside the phone: the level, what raised it and where that is written, the answers, the facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.triage.chat import Stage
from bot.triage.conditions import BEFORE, Facts, holds
from bot.triage.flow import Flow, Rule, Step, pick
from bot.triage.library import Library
from bot.triage.questions import open_step
from bot.triage.walk import Asking, Concluded, Position, Reason, advice_for, carried
from bot.triage.wording import until
from bot.workbench.excerpts import Texts, excerpt
from bot.workbench.play import Played, stand


@dataclass(frozen=True, slots=True)
class Level:
    urgency: str
    called: str  # in the person's words
    concluded: bool
    number: int  # of the open question, or of those asked
    about: int


@dataclass(frozen=True, slots=True)
class Written:
    """A place in the files, and what stands there."""

    mark: str
    lines: str


@dataclass(frozen=True, slots=True)
class Raise:
    """Something that raised the level: a rule that holds now, or an answer taken back that still counts."""

    urgency: str
    because: str
    cause: str
    sources: tuple[str, ...]
    at: Written | None  # None: no rule says so now


@dataclass(frozen=True, slots=True)
class Fact:
    key: str
    state: str  # open, asked, carried, skipped, earlier (from another conversation)
    options: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Given:
    """Advice that the answers call for."""

    text: str
    at: Written


@dataclass(frozen=True, slots=True)
class CheckInToCome:
    flow: str
    round: int
    stage: str
    when: str  # "in 14 days"; "" where nothing is due by itself


@dataclass(frozen=True, slots=True)
class Inspection:
    flow: str
    level: Level
    question: Written | None
    raises: tuple[Raise, ...]
    advice: tuple[Given, ...]
    facts: tuple[Fact, ...]


def inspect(library: Library, texts: Texts, played: Played) -> Inspection | None:
    """The conversation as it stands after this move; None where there is none."""
    position, conversation = stand(library, played), played.conversation
    if position is None or conversation is None:
        return None
    flow, step = library.flows[conversation.flow], open_step(position)
    return Inspection(
        flow.id,
        _level(library, position),
        _written(texts, step.mark) if step else None,
        tuple(_raises(library, texts, flow, position)),
        tuple(_advice(library, texts, flow, position)),
        tuple(_facts(flow, position)),
    )


def check_in(library: Library, played: Played) -> CheckInToCome | None:
    """The check-in that is offered, waiting or open after this move."""
    coming = played.turn.chat.check_in if played.turn.chat else None
    if coming is None or coming.stage is Stage.BEGUN:
        return None
    when = until(library.words, max(0, coming.due_at - played.now)) if coming.due_at is not None else ""
    return CheckInToCome(coming.appointment.flow, coming.round, coming.stage.value, when)


def _level(library: Library, position: Position) -> Level:
    urgency = position.level.urgency.word
    called = library.words.level(urgency)
    if isinstance(position, Asking):
        return Level(urgency, called, False, position.number, position.about)
    return Level(urgency, called, True, position.asked, position.asked)


def _raises(library: Library, texts: Texts, flow: Flow, position: Position) -> Iterator[Raise]:
    """The highest first; of the same level in the order of the flow."""
    rules = [rule for rule in flow.raising if holds(rule.condition, position.facts)]
    said = {_reason(rule, position.facts) for rule in rules}
    found = [(_reason(rule, position.facts), rule.mark) for rule in rules]
    found += [(reason, "") for reason in position.level.reasons if reason not in said]
    for reason, mark in sorted(found, key=lambda each: -each[0].urgency):
        at = _written(texts, mark) if mark else None
        yield Raise(reason.urgency.word, reason.because, reason.cause or "", _titles(library, reason.sources), at)


def _reason(rule: Rule, facts: Facts) -> Reason:
    return Reason(rule.urgency, pick(rule.because, facts), rule.sources, rule.cause)


def _titles(library: Library, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(library.sources[key].title if key in library.sources else key for key in keys)


def _advice(library: Library, texts: Texts, flow: Flow, position: Position) -> Iterator[Given]:
    if isinstance(position, Concluded):
        for advice in advice_for(flow, position):
            yield Given(pick(advice.text, position.facts), _written(texts, advice.mark))


def _facts(flow: Flow, position: Position) -> Iterator[Fact]:
    """What is known, earlier conversations first; then the questions as far as they were reached."""
    for key, ticked in position.facts.items():
        if key.startswith(BEFORE) and ticked is not None:
            yield Fact(key, "earlier", tuple(sorted(ticked)), "")
    open = open_step(position)
    for step in flow.steps:
        if step == open:
            yield Fact(step.id, "open", (), step.mark)
        elif step.id in position.facts:
            yield _fact(step, position.facts)


def _fact(step: Step, facts: Facts) -> Fact:
    ticked = facts[step.id]
    if ticked is None:
        return Fact(step.id, "skipped", (), step.mark)
    state = "asked" if carried(step, facts) is None else "carried"
    return Fact(step.id, state, tuple(option.id for option in step.options if option.id in ticked), step.mark)


def _written(texts: Texts, mark: str) -> Written:
    return Written(mark, excerpt(texts, mark))
