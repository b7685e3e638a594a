"""Questions that are never asked, claims that speak of no conversation, and check-ins that never close the episode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from bot.proofs.idle.examples import LEVELS, is_found
from bot.proofs.idle.part import Part
from bot.proofs.idle.reach import may_hold
from bot.triage.conditions import ALWAYS, All, Condition, Either, Nothing, Something, holds, steps_of
from bot.triage.flow import Flow, Step
from bot.triage.walk import Concluded


def answered(step: Step) -> Condition:
    """That the question has an answer, given now or in an earlier conversation."""
    return Either((Nothing(step.id), Something(step.id))) if step.many else Something(step.id)


def unmet_parts(flow: Flow, flows: Sequence[Flow]) -> Iterator[Part]:
    """Each condition of a flow without which something would never come. flows: all of the folder."""
    for step in flow.steps:
        wanted = All((step.when or ALWAYS, answered(step)))
        yield Part(step.mark, partial(_why_unmet, flow, flows, wanted, f"`{step.id}` is never asked"))
    for claim in flow.claims:
        if claim.condition is not None and not _rests_on_card(flow, claim.condition):
            what = "this claim says nothing: no conversation fulfils its `if`"
            yield Part(claim.mark, partial(_why_unmet, flow, flows, claim.condition, what))
    if flow.closes is not None:
        yield Part(flow.mark, partial(_why_unmet, flow, flows, flow.closes, "`closes` never holds"))


def _why_unmet(flow: Flow, flows: Sequence[Flow], condition: Condition, what: str) -> str:
    met = is_found(flow, condition, partial(_holds, condition)) or may_hold(flow, condition, LEVELS, flows)
    return "" if met else what


def _holds(condition: Condition, end: Concluded) -> bool:
    return holds(condition, end.facts)


def _rests_on_card(flow: Flow, condition: Condition) -> bool:
    """Then the claim is refused, which is for `prove` to say."""
    return any((step := flow.step(key)) is not None and step.on_card for key in steps_of(condition))
