"""Whether two flows that differ in their rules or in whom they ask end each conversation at the same level, exactly.

Both are made to ask the same: each question wherever one of the two asks it. What a flow would not have asked, its
rules do not see. Then each rule of the one is a claim of the other. `below` is taken away: it must be proven of both
flows that it hides nothing which could still raise the level, and nothing may rest on its question by "not"; then it
changes no level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.proofs.claims import broken_claims
from bot.proofs.look import Looks
from bot.proofs.past import past_of
from bot.proofs.transcript import Transcript
from bot.triage.conditions import ALWAYS, All, Condition, Either, Not, Nothing, Something, Ticked, steps_of
from bot.triage.flow import Claim, Flow, Rule, Step

Asked = Mapping[str, Condition]
"""Question -> when the flow would have asked it; for those that not both flows ask alike."""


def lost(one: Flow, other: Flow) -> Transcript | None:
    """A conversation that the other ends lower, one of the shortest for a rule of the one; None: there is none."""
    if hides_a_denial(one) or hides_a_denial(other):
        raise ValueError("something rests by `not` on a question that `below` may hide")
    first, second = _together(one, other)
    known = {(rule.condition, rule.urgency) for rule in second.rules}
    rules = (rule for rule in first.rules if (rule.condition, rule.urgency) not in known)
    claims = tuple(Claim(rule.condition, at_least=rule.urgency) for rule in rules)
    return next(_broken(replace(second, claims=claims)), None)


def hides_a_denial(flow: Flow) -> bool:
    """Whether a rule or a `when` rests by "not" on a question that `below` may hide."""
    hidden = {step.id for step in flow.steps if step.below is not None}
    for step in flow.steps:
        if step.when is not None and not hidden.isdisjoint(steps_of(step.when)):
            hidden.add(step.id)
    conditions = [rule.condition for rule in flow.raising] + [step.when for step in flow.steps if step.when]
    return any(not hidden.isdisjoint(_denied(condition)) for condition in conditions)


def _denied(condition: Condition) -> Iterator[str]:
    """The questions within a "not"."""
    match condition:
        case Not(part):
            yield from steps_of(part)
        case All(parts) | Either(parts):
            for part in parts:
                yield from _denied(part)


def _broken(flow: Flow) -> Iterator[Transcript]:
    looks = Looks(flow, past_of(flow, None))
    return (broken.transcript for broken in broken_claims(looks, longest=0))


def _together(one: Flow, other: Flow) -> tuple[Flow, Flow]:
    """Both, asking the same."""
    asked: tuple[dict[str, Condition], dict[str, Condition]] = ({}, {})
    for step, twin in zip(one.steps, other.steps, strict=True):
        whens = tuple(_seen(each.when or ALWAYS, known) for each, known in zip((step, twin), asked, strict=True))
        if whens[0] != whens[1]:
            for known, when in zip(asked, whens, strict=True):
                known[step.id] = when
    return _asking(one, asked[0], asked), _asking(other, asked[1], asked)


def _asking(flow: Flow, own: Asked, asked: tuple[Asked, Asked]) -> Flow:
    steps = tuple(_bare(step, asked) for step in flow.steps)
    rules = tuple(_blind(rule, own) for rule in flow.raising)
    return replace(flow, steps=steps, rules=rules, claims=())


def _bare(step: Step, asked: tuple[Asked, Asked]) -> Step:
    """The question without what it raises, asked where one of the flows asks it."""
    options = tuple(replace(option, raises=None) for option in step.options)
    when = Either(tuple(each[step.id] for each in asked)) if step.id in asked[0] else step.when
    return replace(step, options=options, when=when, below=None)


def _blind(rule: Rule, own: Asked) -> Rule:
    return replace(rule, condition=_seen(rule.condition, own))


def _seen(condition: Condition, own: Asked) -> Condition:
    """The condition, where an answer counts only if the flow would have asked for it."""
    if own.keys().isdisjoint(steps_of(condition)):
        return condition
    match condition:
        case Ticked(step) | Something(step) | Nothing(step):
            return All((own[step], condition))
        case All(parts):
            return All(tuple(_seen(part, own) for part in parts))
        case Either(parts):
            return Either(tuple(_seen(part, own) for part in parts))
        case Not(part):
            return Not(_seen(part, own))
