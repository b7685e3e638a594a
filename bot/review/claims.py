"""Claims of a flow with what the proof says of them; and what holds of every flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.proofs.draw.plainly import Plainly
from bot.proofs.verdict import Broken, Proof
from bot.triage.conditions import ALWAYS as ALL
from bot.triage.flow import Claim, Flow, Urgency

ALWAYS = (
    "Every conversation ends.",
    "A level that was reached is never lost.",
    "An emergency ends the questions at once.",
    "Nobody skips a question of the red-flag screen and ends below an emergency.",
    "Ticking more, other answers the same, never lowers the level.",
    "A question that is left out as the level is high enough already could not have raised it.",
)
"""What is proven of every flow, besides its claims."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """broken: the shortest conversation that breaks it, as text; "" where it holds on every path."""

    when: str
    bound: str
    level: Urgency | None
    broken: str
    mark: str


def claimed(claims: Iterable[Claim], plainly: Plainly, proof: Proof) -> tuple[Claimed, ...]:
    broken = {each.mark: str(each) for each in proof.broken}
    return tuple(
        Claimed(plainly.said(claim.condition or ALL), bound, level, broken.get(claim.mark, ""), claim.mark)
        for claim in claims
        for bound, level in _bounds(claim)
    )


def besides(flow: Flow, proof: Proof) -> tuple[Broken, ...]:
    """What does not hold although it must of every flow."""
    claims = {claim.mark for claim in flow.claims}
    return tuple(broken for broken in proof.broken if broken.mark not in claims)


def _bounds(claim: Claim) -> Iterator[tuple[str, Urgency | None]]:
    if claim.at_least is not None:
        yield "at least", claim.at_least
    if claim.at_most is not None:
        yield "at most", claim.at_most
    if claim.questions is not None:
        yield f"after at most {claim.questions} questions", None
