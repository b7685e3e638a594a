"""The chapters of the page: one for each flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from markupsafe import Markup

from bot.proofs.draw.picture import sheets
from bot.proofs.draw.plainly import Plainly
from bot.proofs.verdict import Broken, Proof
from bot.review.claims import Claimed, Counts, besides, claimed
from bot.review.examples import Example, examples
from bot.review.markup import ready
from bot.review.questions import Asked, asked
from bot.review.raising import Raising, raising, sorted_out
from bot.review.shared import Block, block
from bot.review.texts import Line, lines, screen_grade
from bot.triage.flow import Advice, CheckInPlan, Disposition, Flow, Urgency
from bot.triage.library import Library


@dataclass(frozen=True, slots=True)
class Advised:
    """A block of advice."""

    when: str
    at: tuple[Urgency, ...]
    lines: tuple[Line, ...]
    sources: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A flow."""

    flow: Flow
    pictures: tuple[Markup, ...]  # the flow from above downwards, each part fits on a page
    asked: tuple[Asked, ...]
    rules: tuple[Raising, ...]
    rules_elsewhere: Mapping[str, int]
    advice: tuple[Advised, ...]
    advice_elsewhere: Mapping[str, int]
    ends: Mapping[Urgency, Block]
    examples: Mapping[Urgency, tuple[Example, ...]]
    proof: Proof
    claims: tuple[Claimed, ...]
    claims_elsewhere: Mapping[str, int]  # they hold here too: those that do not stand here
    besides: tuple[Broken, ...]


def chapters(library: Library, proofs: Mapping[str, Proof], counts: Counts) -> Iterator[Chapter]:
    """Flows that a person can begin come first. proofs: one for each flow."""
    flows = sorted(library.flows.values(), key=lambda flow: not flow.listed)
    for index, flow in enumerate(flows):
        yield _chapter(flow, library, proofs[flow.id], counts, tuple(flows[:index]))


def _chapter(flow: Flow, library: Library, proof: Proof, counts: Counts, before: tuple[Flow, ...]) -> Chapter:
    earlier = tuple(library.flows.values())
    plainly = Plainly(flow, earlier)
    rules, rules_elsewhere = sorted_out(flow.rules, [(other.id, other.rules) for other in before])
    advice, advice_elsewhere = sorted_out(flow.advice, [(other.id, other.advice) for other in before])
    broken = {each.mark for each in proof.broken}
    others = [(other.id, [claim for claim in other.claims if claim.mark not in broken]) for other in before]
    claims, claims_elsewhere = sorted_out(flow.claims, others)
    levels = [urgency for urgency in reversed(Urgency) if urgency in flow.dispositions]
    return Chapter(
        flow=flow,
        pictures=tuple(map(ready, sheets(flow, earlier))),
        asked=tuple(asked(flow, plainly, before)),
        rules=tuple(raising(rule, plainly) for rule in rules),
        rules_elsewhere=rules_elsewhere,
        advice=tuple(_advised(each, plainly) for each in advice),
        advice_elsewhere=advice_elsewhere,
        ends={urgency: _end(flow.dispositions[urgency], plainly, before) for urgency in levels},
        examples=examples(flow, library, plainly),
        proof=proof,
        claims=claimed(flow, claims, plainly, proof, counts),
        claims_elsewhere=claims_elsewhere,
        besides=besides(flow, proof),
    )


def _advised(advice: Advice, plainly: Plainly) -> Advised:
    levels = tuple(sorted(advice.at, reverse=True))
    when = plainly.said(advice.condition)
    return Advised(when, levels, lines(advice.text, plainly), advice.sources, screen_grade(advice.text))


def _end(end: Disposition, plainly: Plainly, before: Iterable[Flow]) -> Block:
    named = (
        ("Headline", end.headline),
        ("What to do now", end.now),
        ("What to say when calling", end.calling),
        ("Get help sooner if", end.safety_net),
    )
    notes = tuple(_plan(plan, plainly) for plan in end.check_ins)
    alike = (other.id for other in before if _unplanned(other.dispositions.get(end.urgency)) == _unplanned(end))
    return replace(block(end.urgency.word, named, end.sources, plainly), notes=notes, same_as=next(alike, ""))


def _unplanned(end: Disposition | None) -> Disposition | None:
    """What is said, whatever check-ins follow."""
    return replace(end, check_ins=()) if end else None


def _plan(plan: CheckInPlan, plainly: Plainly) -> str:
    """A promise to come back, in words."""
    days = plan.after / timedelta(days=1)
    told = [f"Checks back after {days:g} days with the flow {plan.flow}"]
    if plan.rounds > 1:
        told.append(f"{plan.rounds} times")
    if plan.nudge:
        told.append(f"reminds once after {plan.nudge / timedelta(days=1):g} days of silence")
    if plan.condition:
        told.append(f"only if {plainly.said(plan.condition)}")
    return ", ".join(told)
