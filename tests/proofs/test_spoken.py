"""Of how many sequences of answers a claim speaks, held against every conversation of small random flows."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, event, given, settings

from bot.proofs.past import past_of
from bot.proofs.prove import prove
from bot.proofs.spoken import spoken_of
from bot.triage.conditions import ALWAYS, holds
from bot.triage.flow import Claim, Flow, Urgency
from tests.proofs.brute import Brute
from tests.proofs.flows import flows
from tests.proofs.test_mutation import FLOW, ticked

MANY_PASTS = 60


@given(flows())
@settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_as_many_as_brute_force_finds(flow: Flow) -> None:
    """Those at whose end its condition certainly holds."""
    brute = Brute(flow, past_of(flow, None))
    assume(sum(1 for _ in brute.pasts()) <= MANY_PASTS)
    claims = [claim for claim in flow.claims if claim.condition is not None]
    expected = {
        claim.mark: sum(
            holds(claim.condition, leaf.facts) for leaf in brute.leaves.values() if claim.condition is not None
        )
        for claim in claims
    }
    assert spoken_of(flow, flow.claims) == expected
    event(f"{sum(map(bool, expected.values()))} claims that speak of some")


def test_what_always_holds_speaks_of_all() -> None:
    """As many as the proof goes through; what no answer fulfils speaks of none."""
    claims = (
        Claim(ALWAYS, at_most=Urgency.EMERGENCY, mark="all"),
        Claim(ticked("where", "z"), at_least=Urgency.URGENT, mark="some"),
        Claim(ticked("where", "q"), at_least=Urgency.URGENT, mark="none"),
    )
    flow = replace(FLOW, claims=claims)
    assert spoken_of(flow, claims) == {"all": prove(flow).sequences, "some": 2, "none": 0}


def test_some_of_the_claims_may_be_counted() -> None:
    """A claim without a condition speaks of all, which the proof tells; there is nothing to count then."""
    assert spoken_of(FLOW, [Claim(questions=2, mark="questions")]) == {}
