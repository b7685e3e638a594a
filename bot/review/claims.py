"""Claims of a flow with what the proof says of them; and what holds of every flow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.proofs.draw.plainly import Plainly
from bot.proofs.verdict import Broken, Proof
from bot.triage.conditions import ALWAYS as ALL
from bot.triage.flow import Claim, Flow, Mark, Urgency

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
    spoken_of: int | None  # how many answer sequences it speaks of; None: it was not counted
    broken: str
    mark: str


Counts = Callable[[Flow, Sequence[Claim]], Mapping[Mark, int]]
"""How many answer sequences each claim speaks of, by its mark: `spoken_of`, which takes some seconds."""


def claimed(flow: Flow, claims: Sequence[Claim], plainly: Plainly, proof: Proof, counts: Counts) -> tuple[Claimed, ...]:
    broken = {each.mark: str(each) for each in proof.broken}
    spoken_of = counts(flow, claims)
    return tuple(
        Claimed(
            plainly.said(claim.condition or ALL),
            bound,
            level,
            proof.sequences if claim.condition is None else spoken_of.get(claim.mark),
            broken.get(claim.mark, ""),
            claim.mark,
        )
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
