"""A trail through the proof, as the conversation that a person would have: questions and the answers tapped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.proofs.compile import options_at
from bot.proofs.explore import Trail
from bot.proofs.places import Earlier, Places
from bot.proofs.question import Mode
from bot.triage.conditions import BEFORE, Facts
from bot.triage.flow import Answers, Flow, Urgency, pick
from bot.triage.walk import Concluded, walk


@dataclass(frozen=True, slots=True)
class Line:
    """A question and what was answered. earlier: an earlier conversation was told."""

    step: str
    question: str
    answers: tuple[str, ...]  # labels; none: "none of these"
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation that can be walked again."""

    answers: Answers = field(default_factory=dict)
    before: Facts = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    ends: Urgency | None = None  # None: a question is still open

    def __str__(self) -> str:
        told = [f"{line.question} {', '.join(line.answers) or 'None of these'}" for line in self.lines]
        return "\n".join([*told, f"-> {self.ends.word if self.ends is not None else 'still asking'}"])


def transcript(places: Places, trail: Trail | None, which: int = 0) -> Transcript:
    """The conversation that a trail describes; of two side by side, the first (0) or the second (1)."""
    answers: dict[str, frozenset[str]] = {}
    before: dict[str, frozenset[str] | None] = {}
    for step in _steps(trail):
        mode = step.modes[min(which, len(step.modes) - 1)]
        ticked = step.ticked & ~step.lacking if which else step.ticked
        if mode in (Mode.ASKED, Mode.TOLD):
            _note(places, step, _options(places, step, ticked), mode, answers, before)
    return written(places.flow, answers, before)


def written(flow: Flow, answers: Answers, before: Facts) -> Transcript:
    """The conversation of these answers, in the flow's words."""
    position = walk(flow, answers, before)
    lines = tuple(_lines(flow, answers, before, position.facts))
    ends = position.level.urgency if isinstance(position, Concluded) else None
    return Transcript(answers, before, lines, ends)


def _steps(trail: Trail | None) -> list[Trail]:
    """A trail from its beginning."""
    found = []
    while trail is not None:
        found.append(trail)
        trail = trail.before
    return found[::-1]


def _options(places: Places, step: Trail, ticked: int) -> frozenset[str]:
    known = options_at(step.place, places)
    return frozenset(option for index, option in enumerate(known) if ticked >> index & 1)


def _note(
    places: Places,
    step: Trail,
    ticked: frozenset[str],
    mode: Mode,
    answers: dict[str, frozenset[str]],
    before: dict[str, frozenset[str] | None],
) -> None:
    at = places.at(step.place)
    if isinstance(at, Earlier):
        before[at.key] = ticked
    elif mode is Mode.TOLD:
        before[BEFORE + at.id] = ticked
    else:
        answers[at.id] = ticked


def _lines(flow: Flow, answers: Answers, before: Facts, facts: Facts) -> Iterator[Line]:
    for key, found in before.items():
        if found is not None:
            yield Line(key, key, tuple(sorted(found)), earlier=True)
    for step in flow.steps:
        if step.id in answers:
            labels = (pick(option.label, facts) for option in step.options if option.id in answers[step.id])
            yield Line(step.id, pick(step.text, facts), tuple(labels))
