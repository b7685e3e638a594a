"""Whether a condition holds at the end of any conversation at all: exactly, over all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.proofs.boxes import Policy, Worlds
from bot.proofs.explore import Explorer, beginning, explore
from bot.proofs.look import Looks
from bot.proofs.past import past_of
from bot.proofs.terms import FALSE, NEVER, TRUE
from bot.proofs.view import View
from bot.triage.conditions import ALWAYS, All, Condition, Either, Not, steps_of
from bot.triage.flow import Claim, Flow, Step, Urgency

IMPOSSIBLE = Either(())


def may_hold(flow: Flow, condition: Condition, levels: Collection[Urgency], flows: Sequence[Flow]) -> bool:
    """Whether some conversation ends at one of these levels with the condition fulfilled.

    flows: all of the folder, any of which a check-in may follow on. What is said on the emergency card is not looked at
    one by one: its questions may be answered in any way there.
    """
    below = frozenset(levels) - {Urgency.EMERGENCY}
    cards = {step.id: step for step in flow.steps if step.on_card}
    if below and _ends_at(flow, _without_card(condition, cards, asked=False), below, flows):
        return True
    emergency = frozenset(levels) - below
    return bool(emergency) and _ends_at(flow, _without_card(condition, cards, asked=True), emergency, flows)


def looks_at(flow: Flow, claim: Claim, flows: Sequence[Flow]) -> Looks:
    """Looks at a flow that makes no other claim than this."""
    return Looks(replace(flow, claims=(claim,)), past_of(flow, None if flow.listed else flows))


def _ends_at(flow: Flow, condition: Condition, levels: frozenset[Urgency], flows: Sequence[Flow]) -> bool:
    looks = looks_at(flow, Claim(condition=condition), flows)
    (claim,) = looks.flow.claims
    plan = looks.plan(View(tuple(range(len(Urgency))), whole=claim.condition))
    watched = plan.term(claim.condition)
    start = {
        tuple(standing._replace(watched=watched) for standing in standings): reached
        for standings, reached in beginning(plan).items()
    }
    found = explore(Explorer(plan, Policy(_is_open)), start)
    return any(standing.watched == TRUE and standing.level in levels for (standing,) in found.ends)


def _is_open(worlds: Worlds) -> bool:
    return worlds[0].watched not in (FALSE, NEVER)


def _without_card(condition: Condition, cards: dict[str, Step], asked: bool, wanted: bool = True) -> Condition:
    """Without the questions on the emergency card: where they are asked, an answer is had if it is wanted."""
    match condition:
        case All(parts):
            return All(tuple(_without_card(part, cards, asked, wanted) for part in parts))
        case Either(parts):
            return Either(tuple(_without_card(part, cards, asked, wanted) for part in parts))
        case Not(part):
            return Not(_without_card(part, cards, asked, not wanted))
    step = next((cards[id] for id in steps_of(condition) if id in cards), None)
    if step is None:
        return condition
    return _without_card(step.when or ALWAYS, cards, asked) if asked and wanted else IMPOSSIBLE
