"""Who is to blame where a claim breaks: the option or rule whose line the author should look at."""

from __future__ import annotations

from collections.abc import Iterator

from bot.proofs.transcript import Transcript
from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Ticked, holds, steps_of
from bot.triage.flow import Claim, Flow, Mark, Rule, Step, Urgency
from bot.triage.walk import walk


def too_low(flow: Flow, claim: Claim, said: Transcript) -> Mark:
    """What should have raised: the last option ticked that the claim speaks of."""
    ticked = [
        option.mark
        for key, options in _named(claim.condition)
        if (step := flow.step(key))
        for option in step.options
        if option.id in options & said.answers.get(key, frozenset())
    ]
    return ticked[-1] if ticked else _last_step(flow, claim.condition, said)


def too_high(flow: Flow, said: Transcript) -> Mark:
    """What raised to where the conversation ended."""
    fired = _fired(flow, said)
    reached = max((rule.urgency for rule in fired), default=Urgency.SELF_CARE)
    return next((rule.mark or flow.mark for rule in fired if rule.urgency is reached), flow.mark)


def raised_only(flow: Flow, second: Transcript, first: Transcript) -> Mark:
    """What raised the second conversation above the first."""
    kept = _fired(flow, first)
    more = [rule for rule in _fired(flow, second) if rule not in kept]
    return max(more, key=lambda rule: rule.urgency).mark if more else flow.mark


def where_parted(flow: Flow, first: Transcript, second: Transcript) -> Step:
    """The first question that was answered differently, now or in an earlier conversation."""
    return next(step for step in flow.steps if _answer(step, first) != _answer(step, second))


def last_asked(flow: Flow, said: Transcript) -> Mark:
    asked = [step.mark for step in flow.steps if step.id in said.answers]
    return asked[-1] if asked else flow.mark


def _answer(step: Step, said: Transcript) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    return said.answers.get(step.id), said.before.get(BEFORE + step.id)


def _fired(flow: Flow, said: Transcript) -> list[Rule]:
    facts = walk(flow, said.answers, said.before).facts
    return [rule for rule in flow.raising if holds(rule.condition, facts)]


def _last_step(flow: Flow, condition: Condition | None, said: Transcript) -> Mark:
    asked = [step for key in steps_of(condition) if (step := flow.step(key))] if condition else []
    return asked[-1].mark if asked else last_asked(flow, said)


def _named(condition: Condition | None) -> Iterator[tuple[str, frozenset[str]]]:
    match condition:
        case Ticked(step, options):
            yield step, options
        case All(parts) | Either(parts):
            for part in parts:
                yield from _named(part)
        case Not(part):
            yield from _named(part)
