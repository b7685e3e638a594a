"""CPU of the proof of each shipped flow, and of a generated one of 50 questions with 60 rules.

`faults` is what the bot does when it loads flows; `prove` also counts every sequence of answers. The garbage collector
rests meanwhile, as in `checkback flows prove`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator

from bot.content.load import load, packaged_flows
from bot.proofs.prove import faults, prove
from bot.triage.flow import Flow
from tests.proofs.generated import generated

SEEDS = range(1, 4)
TIMES = 3  # the quickest counts


async def run() -> None:
    """Print the table."""
    print(
        f"{'CPU per proof, ms':<30}{'questions':>10}{'rules':>7}{'claims':>7}{'faults':>9}{'prove':>8}{'sequences':>12}"
    )
    for name, flow in flows():
        sizes = f"{len(flow.steps):>10}{len(flow.raising):>7}{len(flow.claims):>7}"
        sequences = prove(flow).sequences
        spent = f"{cpu(faults, flow):>9.0f}{cpu(prove, flow):>8.0f}"
        print(f"  {name:<28}{sizes}{spent}{sequences:>12.1e}", flush=True)


def flows() -> Iterator[tuple[str, Flow]]:
    """Each with its name."""
    yield from load(packaged_flows()).flows.items()
    yield from ((f"generated, seed {seed}", generated(seed)) for seed in SEEDS)


def cpu(proof: Callable[[Flow], object], flow: Flow) -> float:
    """Milliseconds of CPU of the quickest of some proofs."""
    return 1000 * min(_once(proof, flow) for _ in range(TIMES))


def _once(proof: Callable[[Flow], object], flow: Flow) -> float:
    gc.collect()
    gc.disable()
    begun = time.process_time()
    proof(flow)
    spent = time.process_time() - begun
    gc.enable()
    return spent
