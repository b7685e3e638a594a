"""Check-ins as flows plan them: after how long, which flow, how often, and the nudge."""

from __future__ import annotations

from datetime import timedelta

from bot.content.conditions import optional_condition
from bot.content.nodes import Node
from bot.content.scope import MOST_ROUNDS, Scope
from bot.triage.durations import parse_duration
from bot.triage.flow import CheckInPlan

PLAN = ("after", "flow")
PLAN_OPTIONAL = ("rounds", "nudge", "if")


def read_plans(node: Node, scope: Scope) -> tuple[CheckInPlan, ...]:
    return tuple(_plan(item, scope) for item in node.items())


def _plan(node: Node, scope: Scope) -> CheckInPlan:
    fields = node.fields(PLAN, PLAN_OPTIONAL)
    rounds, nudge = fields.get("rounds"), fields.get("nudge")
    return CheckInPlan(
        after=_duration(fields["after"]),
        flow=_flow(fields["flow"], scope),
        rounds=rounds.number(1, MOST_ROUNDS) if rounds else 1,
        nudge=_duration(nudge) if nudge else None,
        condition=optional_condition(fields.get("if"), scope),
    )


def _flow(node: Node, scope: Scope) -> str:
    flow = node.choice(scope.known.flows, "flow")
    if flow in scope.known.listed:
        node.wrong(f"`{flow}` is a first visit: the flow of a check-in says `listed: no`")
    return flow


def _duration(node: Node) -> timedelta:
    word = node.word()
    found = parse_duration(word)
    if word and found is None:
        node.wrong(f"`{word}` is no length of time such as 20s, 30m, 3h, 14d or 2w")
    return found or timedelta(days=1)
