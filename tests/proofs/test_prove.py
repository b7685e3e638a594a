"""The prover itself: held against brute force on random flows, and against flows with known faults."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, assume, event, given, settings

from bot.proofs.past import past_of
from bot.proofs.prove import prove
from bot.proofs.transcript import Transcript, written
from bot.proofs.verdict import Broken, Proof
from bot.triage.flow import Flow
from bot.triage.walk import Asking, Concluded, walk
from tests.proofs.brute import Brute, Cost
from tests.proofs.flows import flows

MANY_PASTS = 60
SOAKING = "CHECKBACK_SOAK" in os.environ
EXAMPLES = int(os.environ.get("CHECKBACK_SOAK", "1000"))
"""The same flows in every run; with CHECKBACK_SOAK=20000 so many others (`make soak`)."""


def cost(said: Transcript) -> Cost:
    told = sum(len(found) for found in said.before.values() if found is not None)
    return len(said.answers), sum(map(len, said.answers.values())) + told


def broken_at(proof: Proof, mark: str, words: str = "") -> Broken | None:
    return next((broken for broken in proof.broken if broken.mark == mark and words in broken.what), None)


@given(flows())
@settings(max_examples=EXAMPLES, derandomize=not SOAKING, deadline=None, suppress_health_check=list(HealthCheck))
def test_prover_and_brute_force_agree(flow: Flow) -> None:
    """The number of answer sequences, the longest path, each verdict and the length of each counterexample."""
    brute, proof = Brute(flow, past_of(flow, None)), prove(flow, screen=frozenset("abc"))
    assume(sum(1 for _ in brute.pasts()) <= MANY_PASTS)
    assert proof.sequences == len(brute.leaves)
    assert proof.longest == brute.longest
    for claim in flow.claims:
        found = broken_at(proof, claim.mark)
        assert (cost(found.transcript) if found else None) == brute.breaks(claim)
    for step in flow.steps:
        if step.id in "abc":
            found = broken_at(proof, step.mark, "screen")
            assert (cost(found.transcript) if found else None) == brute.skips(step.id)
    late = next((broken for broken in proof.broken if "still asked" in broken.what), None)
    assert (cost(late.transcript) if late else None) == brute.too_late()
    for words, expected in (("ticking more", brute.lowered()), ("hidden by", brute.hidden())):
        found = next((broken for broken in proof.broken if words in broken.what), None)
        assert (cost(found.transcript) if found else None) == expected
    for broken in proof.broken:
        replay(flow, broken)
        event(broken.what.split("'")[0].split("`")[0])


def replay(flow: Flow, broken: Broken) -> None:
    """The transcript walks to where it is said to end. What the flow shows by itself has none."""
    if broken.transcript == Transcript():
        return
    position = walk(flow, broken.transcript.answers, broken.transcript.before)
    if "still asked" in broken.what or "never ends" in broken.what:
        assert isinstance(position, Asking)
    else:
        assert isinstance(position, Concluded)
        assert position.level.urgency is broken.transcript.ends
    if broken.instead:
        assert broken.instead.ends is not None
        assert position.level.urgency < broken.instead.ends
        if "ticking" in broken.what:
            assert written(flow, broken.instead.answers, broken.instead.before) == broken.instead
