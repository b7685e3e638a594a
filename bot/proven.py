"""What the bot runs on: a content folder that loads and of which every flow is proven. An unsafe flow is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.content.load import load
from bot.proofs.prove import faults, screen_of
from bot.proofs.verdict import Broken
from bot.triage.errors import FlowError, Problem
from bot.triage.flow import Flow, Mark
from bot.triage.library import Library


class Proven:
    """Loads folders, and proves each flow that it has not met before, to the letter."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Problem, ...]] = {}

    def load(self, folder: Path, country: str | None = None, languages: Sequence[str] = ()) -> Library:
        """As `content.load`. Raises FlowError also where something does not hold on every path of a flow."""
        library = load(folder, country, languages)
        problems = self.unsafe(library)
        if problems:
            raise FlowError(problems)
        return library

    def unsafe(self, library: Library) -> tuple[Problem, ...]:
        """What does not hold on every path."""
        found = [problem for flow in library.flows.values() for problem in self._faults(flow)]
        return tuple(dict.fromkeys((*found, *_unscreened(library))))  # a module's fault is one of each flow with it

    def _faults(self, flow: Flow) -> tuple[Problem, ...]:
        if flow.digest not in self._known:
            self._known[flow.digest] = tuple(_problem(broken) for broken in faults(flow))
        return self._known[flow.digest]


def _unscreened(library: Library) -> Iterator[Problem]:
    """Where some flows ask the red flags, all must."""
    flows = library.flows.values()
    if any(map(screen_of, flows)):
        for flow in flows:
            if not screen_of(flow):
                yield _at(flow.mark, f"{flow.id} does not ask the red flags; begin its steps with use: red_flags")


def _problem(broken: Broken) -> Problem:
    """The conversation that shows it, if any, is told in one line."""
    told = f"{broken.what}; see {broken.blame}"
    if not broken.transcript.lines:
        return _at(broken.mark, told)
    said = [f"{line.question} {', '.join(line.answers) or 'None of these'}" for line in broken.transcript.lines]
    ends = broken.transcript.ends
    shown = " / ".join([*said, f"ends as {ends.word}" if ends is not None else "goes on"])
    return _at(broken.mark, f"{told}: {shown}")


def _at(mark: Mark, message: str) -> Problem:
    found = re.fullmatch(r"(.+):(\d+):(\d+)", mark)
    assert found, mark
    return Problem(found[1], int(found[2]), int(found[3]), message)
