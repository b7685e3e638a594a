"""The moves so far, as an author reads and leaps back to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.triage.conditions import Facts
from bot.triage.library import Library
from bot.triage.walk import Position
from bot.triage.wording import Speaker
from bot.workbench.moves import Answered, Move, Ticked
from bot.workbench.play import Played, stand


@dataclass(frozen=True, slots=True)
class Made:
    """One move. An answer has its question and labels in the person's words."""

    move: str
    kind: str  # Answered, Ticked, Pressed, Wrote, Waited
    place: int  # in the list of moves
    question: str = ""
    labels: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()  # the moves that tick the same boxes again
    urgency: str = ""  # of the conversation after it, if it counts
    counts: str = "yes"  # waits: kept until its question is reached again; no: it fits no more


def trail(library: Library, played: Sequence[Played]) -> Iterator[Made]:
    """Every move but mere ticks, in order."""
    ends = {each.conversation.id: each for each in played if each.conversation}
    for place, each in enumerate(played[1:]):
        if isinstance(each.move, Answered):
            conversation = each.conversation
            end = stand(library, ends[conversation.id]) if conversation else None
            yield _answered(library, each, each.move, place, end)
        elif each.move is not None and not isinstance(each.move, Ticked):
            yield Made(str(each.move), _kind(each.move), place, counts="yes" if each.fits else "no")


def _answered(library: Library, played: Played, move: Answered, place: int, end: Position | None) -> Made:
    conversation = played.conversation
    flow = library.flows.get(conversation.flow) if conversation else None
    step = flow.step(move.step) if flow else None
    if flow is None or step is None or end is None or not step.accepts(move.options):
        return Made(str(move), _kind(move), place, counts="no")
    speaker, position = Speaker(library, end.facts), stand(library, played)
    counts = _counts(move, end.facts) if played.fits else "no"
    return Made(
        str(move),
        _kind(move),
        place,
        speaker.say(step.text),
        speaker.labels(step, move.options) or (speaker.say(step.none_label) or library.words.none,),
        tuple(str(Ticked(step.id, option, True)) for option in sorted(move.options)) if step.many else (),
        position.level.urgency.word if position and counts == "yes" else "",
        counts,
    )


def _counts(move: Answered, facts: Facts) -> str:
    if move.step not in facts:
        return "waits"
    return "yes" if facts[move.step] == move.options else "no"


def _kind(move: Move) -> str:
    return type(move).__name__
