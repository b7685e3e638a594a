"""`make mutants`: each mutant of the shipped flows, and whether a conversation, a claim or a proof catches it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from bot.content.conversations import read_conversations
from bot.content.load import load, packaged_flows
from bot.proofs.golden import check
from bot.proofs.prove import faults
from bot.triage.flow import Flow, GoldenTest, Urgency
from bot.triage.library import Library
from tests.proofs.alike import lost
from tests.proofs.mutants import Kind, Mutant, mutants

CONVERSATIONS = Path(__file__).parent.parent / "conversations"


class Fate(StrEnum):
    """What becomes of a mutant."""

    CONVERSATION = "caught by a conversation"
    PROOF = "caught by a claim or a proof"
    ALIKE = "proven to end every conversation at the same level"
    ASKS_MORE = "asks more, proven to lose no level"
    ALIVE = "not caught"

    @property
    def caught(self) -> bool:
        return self in (Fate.CONVERSATION, Fate.PROOF)


@dataclass(frozen=True, slots=True)
class Shipped:
    """The shipped flows, their mutants and the conversations of each flow."""

    library: Library
    mutants: tuple[Mutant, ...]
    tests: dict[str, list[GoldenTest]]


@cache
def shipped() -> Shipped:
    library = load(packaged_flows())
    tests = {flow.id: list(flow.tests) for flow in library.flows.values()}
    for golden in read_conversations(CONVERSATIONS, library):
        tests[golden.flow].append(golden.test)
    return Shipped(library, mutants(library.flows.values()), tests)


def fate(mutant: Mutant, among: Shipped) -> Fate:
    """The quickest way to catch it first. What no flow loses is alike, or asks more than it must."""
    broken = [(edit, edit.broken()) for edit in mutant.edits]
    if any(_stumbles(flow, among) for _, flow in broken):
        return Fate.CONVERSATION
    if any(faults(flow) for _, flow in broken):
        return Fate.PROOF
    if any(lost(edit.flow, flow) for edit, flow in broken):
        return Fate.ALIVE
    if not any(lost(flow, edit.flow) for edit, flow in broken):
        return Fate.ALIKE
    return Fate.ASKS_MORE if mutant.kind is Kind.WHEN else Fate.ALIVE


def _stumbles(flow: Flow, among: Shipped) -> bool:
    return any(check(test, flow, among.library) for test in among.tests[flow.id])


@dataclass(frozen=True, slots=True)
class Score:
    """What became of these mutants."""

    fates: Sequence[tuple[Mutant, Fate]]

    def of(self, fate: Fate) -> Iterator[Mutant]:
        return (mutant for mutant, found in self.fates if found is fate)

    @property
    def grave(self) -> list[Mutant]:
        """Not caught, and an urgent or emergency level rests on them."""
        return [mutant for mutant in self.of(Fate.ALIVE) if mutant.level >= Urgency.URGENT]

    def table(self) -> Iterator[str]:
        """For each level and kind: caught, of those that change a level."""
        for level in sorted(Urgency, reverse=True):
            for kind in Kind:
                found = Counter(fate for mutant, fate in self.fates if (mutant.level, mutant.kind) == (level, kind))
                if found:
                    yield f"{level.word:10} {kind:22} {_counted(found)}"
        yield f"{'all':10} {'':22} {_counted(Counter(fate for _, fate in self.fates))}"


def _counted(found: Counter[Fate]) -> str:
    caught = sum(count for fate, count in found.items() if fate.caught)
    of = caught + found[Fate.ALIVE]
    percent = f"{100 * caught / of:5.1f} %" if of else "      -"
    others = f"{found[Fate.ALIKE]} alike, {found[Fate.ASKS_MORE]} ask more"
    return f"{caught:5} of {of:4} caught {percent}   ({found[Fate.PROOF]} by proof; besides: {others})"


@cache
def score() -> Score:
    """Of all of them, on all processors."""
    made = shipped().mutants
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        return Score(list(zip(made, pool.map(_fate_of, range(len(made)), chunksize=8), strict=True)))


def _fate_of(number: int) -> Fate:
    return fate(shipped().mutants[number], shipped())


def main() -> int:
    """1 where an urgent or emergency level, or who is spared what, is not held."""
    print(f"{len(shipped().mutants)} mutants", flush=True)
    found = score()
    for fate in (Fate.ALIKE, Fate.ASKS_MORE, Fate.ALIVE):
        print(f"\n{fate}:", *found.of(fate), sep="\n  ")
    print("", *found.table(), sep="\n")
    return 1 if found.grave or any(found.of(Fate.ASKS_MORE)) else 0


if __name__ == "__main__":
    sys.exit(main())
