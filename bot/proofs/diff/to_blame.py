"""What to look at where two versions end at different levels: a rule of the one that ends higher, and its place in the
other."""

from __future__ import annotations

from dataclasses import dataclass

from bot.proofs.transcript import Transcript
from bot.triage.conditions import BEFORE, holds, steps_of
from bot.triage.flow import Flow, Mark, Rule
from bot.triage.walk import walk


@dataclass(frozen=True, slots=True)
class Ending:
    """A version, and how the conversation went there."""

    flow: Flow
    said: Transcript


def raised_by(higher: Ending, lower: Ending) -> Rule | None:
    """What raised the one as high; first of all what the other does not have."""
    facts = walk(higher.flow, higher.said.answers, higher.said.before).facts
    fired = [rule for rule in higher.flow.raising if holds(rule.condition, facts)]
    highest = [rule for rule in fired if rule.urgency is higher.said.ends]
    changed = [rule for rule in highest if not _has(lower.flow, rule)]
    return next(iter([*changed, *highest]), None)


def counterpart(rule: Rule, higher: Ending, lower: Ending) -> Mark:
    """Where the other version says something else, or has nothing: what stands nearest to that."""
    flow = lower.flow
    if not _has(flow, rule):
        alike = [other for other in flow.raising if other.condition == rule.condition]
        alike += [other for other in flow.rules if rule in higher.flow.rules and other.because == rule.because]
        if alike:
            return alike[0].mark
    return next((mark for id in _parted(rule, higher, lower) if (mark := _mark(flow, rule, id))), flow.mark)


def _parted(rule: Rule, higher: Ending, lower: Ending) -> list[str]:
    """The questions that the rule rests on; first those that were answered otherwise."""
    steps = [step.removeprefix(BEFORE) for step in dict.fromkeys(steps_of(rule.condition))]
    return sorted(steps, key=lambda id: higher.said.answers.get(id) == lower.said.answers.get(id))


def _mark(flow: Flow, rule: Rule, id: str) -> Mark:
    """Of the option that raised by itself, if it is still there; else of the question."""
    step = flow.step(id)
    if step is None:
        return ""
    own = (option.mark for option in step.options if option.raises is None and _speaks_of(rule, step.id, option.id))
    return next(own, step.mark)


def _speaks_of(rule: Rule, step: str, option: str) -> bool:
    return holds(rule.condition, {step: frozenset({option})})


def _has(flow: Flow, rule: Rule) -> bool:
    return any(other.condition == rule.condition and other.urgency >= rule.urgency for other in flow.raising)
