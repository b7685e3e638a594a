"""A trail through the proof, as the conversation that a person would have: questions and the answers tapped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.proofs.compile import options_of
from bot.proofs.explore import Trail
from bot.proofs.golden import harmless
from bot.proofs.past import Earlier
from bot.proofs.places import At, Places, Waiting
from bot.proofs.question import ANSWERING, Mode
from bot.triage.conditions import BEFORE, Facts
from bot.triage.flow import Answers, Flow, Urgency, pick
from bot.triage.walk import Asking, Concluded, carried, walk


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
    found: dict[str, frozenset[str]] = {}
    for step in _steps(trail):
        at, mode = places.all[step.place], _mode(step, which)
        if mode in ANSWERING:
            key, ticked = _key(at, mode, found), step.ticked & ~step.lacking if which else step.ticked
            found[key] = found.get(key, frozenset()) | _options(at, ticked)
    answers = {key: ticked for key, ticked in found.items() if not key.startswith(BEFORE)}
    always = {at.key: frozenset(at.options[:1]) for at in places.all if isinstance(at, Earlier) and at.always}
    before = always | {key: ticked for key, ticked in found.items() if key not in answers}
    return written(places.flow, answers, before)


def finished(flow: Flow, said: Transcript, like: Transcript) -> Transcript:
    """The conversation carried on to its end, answered as another one, else harmlessly."""
    answers = dict(said.answers)
    while isinstance(position := walk(flow, answers, said.before), Asking):
        answers[position.step.id] = like.answers.get(position.step.id, harmless(position.step))
    asked = {id: answer for id, answer in answers.items() if _was_asked(flow, id, position.facts)}
    return written(flow, asked, said.before)


def written(flow: Flow, answers: Answers, before: Facts) -> Transcript:
    """The conversation of these answers, in the flow's words."""
    position = walk(flow, answers, before)
    lines = tuple(_lines(flow, answers, before, position.facts))
    ends = position.level.urgency if isinstance(position, Concluded) else None
    return Transcript(answers, before, lines, ends)


def _mode(step: Trail, which: int) -> Mode:
    """The second conversation may have ended early in the proof; it is answered as the first."""
    mode = step.modes[min(which, len(step.modes) - 1)]
    return mode if mode in ANSWERING else step.modes[0]


def _was_asked(flow: Flow, id: str, facts: Facts) -> bool:
    step = flow.step(id)
    return step is not None and facts.get(id) is not None and carried(step, facts) is None


def _steps(trail: Trail | None) -> list[Trail]:
    """A trail from its beginning."""
    found = []
    while trail is not None:
        found.append(trail)
        trail = trail.before
    return found[::-1]


def _options(at: At, ticked: int) -> frozenset[str]:
    return frozenset(option for index, option in enumerate(options_of(at)) if ticked >> index & 1)


def _key(at: At, mode: Mode, found: Mapping[str, frozenset[str]]) -> str:
    """Where the answer belongs: to this conversation or to an earlier one."""
    if isinstance(at, Earlier):
        return at.key
    id = at.step.id if isinstance(at, Waiting) else at.id
    told = mode in (Mode.TOLD, Mode.KNOWN) or (mode is Mode.LOOKED_AT and id not in found)
    return BEFORE + id if told else id


def _lines(flow: Flow, answers: Answers, before: Facts, facts: Facts) -> Iterator[Line]:
    for key, found in before.items():
        if found is not None:
            yield Line(key, key, tuple(sorted(found)), earlier=True)
    for step in flow.steps:
        if step.id in answers:
            labels = (pick(option.label, facts) for option in step.options if option.id in answers[step.id])
            yield Line(step.id, pick(step.text, facts), tuple(labels))
