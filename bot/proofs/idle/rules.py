"""Rules and levels of options that change no outcome: those that never fire, and those that another always covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from bot.proofs.claims import broken_claims
from bot.proofs.idle.examples import LEVELS, examples, is_found
from bot.proofs.idle.part import Part, idle_in_all
from bot.proofs.idle.reach import looks_at, may_hold
from bot.triage.conditions import holds, steps_of
from bot.triage.errors import Problem
from bot.triage.flow import Claim, Flow, Mark, Option, Rule, Step
from bot.triage.walk import Concluded


def idle_rules(flows: Sequence[Flow]) -> Iterator[Problem]:
    """Of two that cover each other, the later one. All that are told could go together."""
    gone: set[Mark] = set()
    for mark in dict.fromkeys(rule.mark for flow in flows for rule in reversed(flow.raising)):
        parts = [
            Part(mark, partial(_why_idle, flow, rule, frozenset(gone), flows))
            for flow in flows
            for rule in flow.raising
            if rule.mark == mark and not _rests_on_card(flow, rule)
        ]
        for problem in idle_in_all(parts):
            gone.add(mark)
            yield problem


def _rests_on_card(flow: Flow, rule: Rule) -> bool:
    """Then its level would be lost, which is for `prove` to say."""
    return any((step := flow.step(key)) is not None and step.on_card for key in steps_of(rule.condition))


def _why_idle(flow: Flow, rule: Rule, gone: frozenset[Mark], flows: Sequence[Flow]) -> str:
    others = _without(flow, rule, gone)
    if is_found(others, rule.condition, partial(_is_missed, rule)) or _is_needed(others, rule, flows):
        return ""
    if not _ever_fires(flow, rule, flows):
        return f"this never raises to `{rule.urgency.word}`: no conversation fulfils its condition"
    return f"this changes nothing: wherever it holds, it is `{rule.urgency.word}` already{_covering(others, rule)}"


def _ever_fires(flow: Flow, rule: Rule, flows: Sequence[Flow]) -> bool:
    fires = partial(_fires, rule)
    return is_found(flow, rule.condition, fires) or may_hold(flow, rule.condition, LEVELS, flows)


def _fires(rule: Rule, end: Concluded) -> bool:
    return holds(rule.condition, end.facts)


def _is_missed(rule: Rule, end: Concluded) -> bool:
    """Whether a conversation of the others ends too low without the rule."""
    return holds(rule.condition, end.facts) and end.level.urgency < rule.urgency


def _is_needed(others: Flow, rule: Rule, flows: Sequence[Flow]) -> bool:
    """The same over all conversations."""
    looks = looks_at(others, Claim(rule.condition, at_least=rule.urgency), flows)
    return next(broken_claims(looks, longest=0), None) is not None


def _covering(others: Flow, rule: Rule) -> str:
    """Where something stands that raises as high in an example."""
    for end in examples(others, rule.condition):
        if holds(rule.condition, end.facts):
            high = (other for other in others.raising if other.urgency >= rule.urgency)
            mark = next((other.mark for other in high if holds(other.condition, end.facts)), "")
            return f", as by {mark}" if mark else ""
    return ""


def _without(flow: Flow, rule: Rule, gone: frozenset[Mark]) -> Flow:
    """The flow up to the moment when the rule is decided, without it: what covers it must not come later."""
    left_out = gone | {rule.mark}
    named = set(steps_of(rule.condition))
    last = max((index for index, step in enumerate(flow.steps) if step.id in named), default=-1)
    return replace(
        flow,
        steps=tuple(_step(step, left_out) for step in flow.steps[: last + 1] if not step.on_card),
        rules=tuple(other for other in flow.rules if other.mark not in left_out),
        claims=(),
    )


def _step(step: Step, left_out: frozenset[Mark]) -> Step:
    return replace(step, options=tuple(_option(option, left_out) for option in step.options))


def _option(option: Option, left_out: frozenset[Mark]) -> Option:
    return replace(option, raises=None) if option.raises and option.raises.mark in left_out else option
