"""Flows, read whole: each step with the steps before it in view, everything else with all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.content.accepted import read_accepted
from bot.content.claims import read_claim, read_test
from bot.content.conditions import optional_condition
from bot.content.digest import digest
from bot.content.dispositions import Sets, read_dispositions
from bot.content.drafts import FlowDraft
from bot.content.medicines import ADVISED_AT, read_advice, read_rules
from bot.content.nodes import Node
from bot.content.raises import read_level, read_rule, read_sources
from bot.content.scope import Known, Outline, Scope
from bot.content.steps import read_step
from bot.content.texts import optional_text, read_label
from bot.triage.conditions import ALWAYS
from bot.triage.flow import Advice, Flow, Rule, Step

ADVICE = ("say", "source")
ADVICE_OPTIONAL = ("if", "at")


@dataclass(frozen=True, slots=True)
class Shared:
    """What all flows of a folder have in common."""

    known: Known
    sets: Sets
    anywhere: Scope  # the steps of all flows
    earlier: Mapping[str, Outline]  # `before.` steps


def read_flow(draft: FlowDraft, shared: Shared) -> Flow:
    fields = draft.fields
    end = draft.scope(shared.known, shared.earlier, draft.asked)
    card = draft.scope(shared.known, shared.earlier, draft.steps)
    return Flow(
        id=draft.id,
        version=fields["version"].word(),
        title=read_label(fields["title"], Scope(shared.known)),
        steps=tuple(_steps(draft, shared, end)),
        rules=(*(read_rule(node, end) for node in draft.woven.rules), *_table_rules(draft, shared)),
        advice=(*(_advice(node, card) for node in draft.woven.advice), *_table_advice(draft, shared)),
        dispositions=read_dispositions(fields["dispositions"], shared.sets, end),
        claims=tuple(read_claim(node, end) for node in draft.woven.claims),
        tests=tuple(read_test(node, card) for node in draft.woven.tests),
        accepted=tuple(map(read_accepted, draft.woven.accepted)),
        closes=optional_condition(fields.get("closes"), end),
        listed=draft.listed,
        digest=digest(_written(draft, shared.sets)),
        mark=fields.node.mark,
    )


def _steps(draft: FlowDraft, shared: Shared, end: Scope) -> Iterator[Step]:
    for step in draft.steps:
        here = draft.scope(shared.known, shared.earlier, draft.before(step))
        yield read_step(step, here, end)


def _advice(node: Node, scope: Scope) -> Advice:
    fields = node.fields(ADVICE, ADVICE_OPTIONAL)
    return Advice(
        condition=optional_condition(fields.get("if"), scope) or ALWAYS,
        at=frozenset(read_level(level) for level in fields.each("at")) or ADVISED_AT,
        text=optional_text(fields["say"], scope),
        sources=read_sources(fields, scope.known),
        mark=node.mark,
    )


def _table_rules(draft: FlowDraft, shared: Shared) -> tuple[Rule, ...]:
    asked = {step.id for step in draft.asked}
    return read_rules(*draft.lookup, asked, shared.anywhere) if draft.lookup else ()


def _table_advice(draft: FlowDraft, shared: Shared) -> tuple[Advice, ...]:
    return read_advice(*draft.lookup[:2], shared.anywhere) if draft.lookup else ()


def _written(draft: FlowDraft, sets: Sets) -> Iterator[Node]:
    """All that the flow is made of, as it was written."""
    yield draft.fields.node
    yield from draft.woven.modules
    used = draft.fields["dispositions"]
    if isinstance(used.value, Mapping) and "use" in used.value and sets:
        name = used.value["use"][1].value
        yield from (sets[key] for key in sets if key == name)
    if draft.lookup:
        yield draft.lookup[0].node
