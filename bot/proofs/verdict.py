"""What a proof says."""

from __future__ import annotations

from dataclasses import dataclass

from bot.proofs.transcript import Transcript
from bot.triage.flow import Mark


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that does not hold, with the shortest conversation that shows it; empty where the file alone does."""

    what: str
    transcript: Transcript
    mark: Mark  # of the claim, or of the question or rule that is concerned
    blame: Mark  # of the option, rule or question to look at
    instead: Transcript | None = None  # the other of two conversations, which ends higher

    def __str__(self) -> str:
        told = [f"{self.mark}: {self.what}"]
        if self.transcript.lines:
            told.append(str(self.transcript))
        if self.instead:
            told += ["but", str(self.instead)]
        return "\n".join([*told, f"see {self.blame}"])


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at, and what does not hold of it."""

    flow: str
    sequences: int  # of answers, exactly
    states: int  # different standings that were looked at
    longest: int  # questions
    broken: tuple[Broken, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.broken
