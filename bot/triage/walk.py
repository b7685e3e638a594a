"""Walk a flow along the answers given: where the person stands, how urgent it is, what is asked next.

The questions stand in order and each is asked, skipped or still to come. Answers and rules only ever raise the level;
the first answer that makes it an emergency ends the questions.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.triage.conditions import BEFORE, Facts, holds
from bot.triage.flow import Advice, Answers, Flow, Step, Urgency, pick


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the level is at least this high. A copy of what the rule said, so that it outlives a changed flow."""

    urgency: Urgency
    because: str
    sources: tuple[str, ...] = ()
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """How urgent it is so far, and why. It only rises."""

    urgency: Urgency = Urgency.SELF_CARE
    reasons: tuple[Reason, ...] = ()

    def raised(self, reason: Reason) -> Level:
        if reason in self.reasons:
            return self
        return Level(max(self.urgency, reason.urgency), (*self.reasons, reason))

    def joined(self, other: Level) -> Level:
        """The higher of both, for the reasons of both."""
        level = self
        for reason in other.reasons:
            level = level.raised(reason)
        return level

    @property
    def causes(self) -> tuple[str, ...]:
        """The causes of the emergency, in the order in which they were found, each once."""
        return tuple(dict.fromkeys(reason.cause for reason in self.reasons if reason.cause))


LOWEST = Level()


@dataclass(frozen=True, slots=True)
class Asking:
    """A question is open."""

    step: Step
    level: Level
    facts: Facts
    number: int  # this is the n-th question
    about: int  # of about so many


@dataclass(frozen=True, slots=True)
class Concluded:
    """Every question that had to be asked was answered, or an emergency ended them."""

    level: Level
    facts: Facts
    asked: int
    on_card: Step | None = None  # a question that may still be asked with the emergency card


Position = Asking | Concluded


def walk(flow: Flow, answers: Answers, before: Facts | None = None, floor: Level = LOWEST) -> Position:
    """Where these answers lead. Answers that fit no step of the flow, or not any more, count as not given.

    before: facts of the episode's earlier conversations, keyed `before.STEP`; floor: a level already reached. The floor
    raises the outcome, not the questions, so that Back finds each question where it was; only an emergency ends them.
    """
    facts: dict[str, frozenset[str] | None] = dict(before or {})
    level = _raise(LOWEST, flow, "", facts)
    asked = 0
    for index, step in enumerate(flow.steps):
        if level.urgency is Urgency.EMERGENCY:
            break
        if step.on_card:
            continue
        answer = given(step, answers)
        if not is_asked(step, level, facts):
            facts[step.id] = carried(step, facts)
        elif answer is not None:
            facts[step.id] = answer
            asked += 1
        elif floor.urgency is Urgency.EMERGENCY:
            break
        else:
            to_come = sum(is_asked(later, level, facts) for later in flow.steps[index + 1 :])
            return Asking(step, floor.joined(level), facts, asked + 1, asked + 1 + to_come)
        level = _raise(level, flow, step.id, facts)
    level = floor.joined(level)
    return Concluded(level, facts, asked, _on_card(flow, level, facts, answers))


def is_asked(step: Step, level: Level, facts: Facts) -> bool:
    """Whether the question is put among the others: its `when` holds, and neither `below` nor `carry` spares it."""
    if step.on_card or (step.below is not None and level.urgency >= step.below):
        return False
    return holds(step.when, facts) and carried(step, facts) is None


def carried(step: Step, facts: Facts) -> frozenset[str] | None:
    """What an earlier conversation of the episode was told, for a step that carries it over."""
    answer = facts.get(BEFORE + step.id) if step.carry and holds(step.when, facts) else None
    return answer if answer is not None and step.accepts(answer) else None


def given(step: Step, answers: Answers) -> frozenset[str] | None:
    """The answer given to this step, if it is one that the step still has."""
    answer = answers.get(step.id)
    return answer if answer is not None and step.accepts(answer) else None


def advice_for(flow: Flow, end: Concluded) -> tuple[Advice, ...]:
    """The blocks of advice that these answers call for, in the flow's order."""
    return tuple(
        advice for advice in flow.advice if end.level.urgency in advice.at and holds(advice.condition, end.facts)
    )


def _on_card(flow: Flow, level: Level, facts: dict[str, frozenset[str] | None], answers: Answers) -> Step | None:
    """Take in what was answered on the emergency card; the next question that stands on it."""
    for step in flow.steps:
        if step.on_card:
            wanted = level.urgency is Urgency.EMERGENCY and holds(step.when, facts)
            facts[step.id] = given(step, answers) if wanted else None
            if wanted and facts[step.id] is None:
                return step
    return None


def _raise(level: Level, flow: Flow, step: str, facts: Facts) -> Level:
    """The level once what was found at this step has fired its rules."""
    answer = facts.get(step) or frozenset()
    for trigger in flow.triggers_at.get(step, ()):
        possible = trigger.options is None or not trigger.options.isdisjoint(answer)
        if possible and holds(trigger.condition, facts):
            rule = trigger.rule
            level = level.raised(Reason(rule.urgency, pick(rule.because, facts), rule.sources, rule.cause))
    return level
