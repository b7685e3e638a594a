"""All that the page draws, from the moves that it holds and the flows as they now are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.triage.chat import Seconds
from bot.triage.flow import Flow
from bot.triage.library import Library
from bot.triage.wording import Speaker
from bot.workbench.inspector import CheckInToCome, Inspection, check_in, inspect
from bot.workbench.moves import Move, read, with_move
from bot.workbench.phone import Message, messages
from bot.workbench.play import play, tap
from bot.workbench.trail import Made, trail
from bot.workbench.watch import Content


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page holds, and the button that was tapped, if any."""

    flow: str = ""
    moves: tuple[str, ...] = ()
    tap: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    place: str  # `flows/lip_twitch.yaml:31:7`
    message: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A flow that can be tried."""

    id: str
    title: str
    listed: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A conversation, played."""

    flow: str
    moves: tuple[str, ...]
    toast: str
    messages: tuple[Message, ...]
    trail: tuple[Made, ...]
    inspection: Inspection | None
    check_in: CheckInToCome | None


@dataclass(frozen=True, slots=True)
class View:
    version: int
    problems: tuple[Problem, ...]
    flows: tuple[Choice, ...] = ()
    trial: Trial | None = None  # None: nothing could be loaded yet


def view(content: Content, asked: Asked, now: Seconds) -> View:
    problems = tuple(Problem(f"{each.file}:{each.line}:{each.column}", each.message) for each in content.problems)
    library = content.library
    if library is None:
        return View(content.version, problems)
    speaker = Speaker(library, {})
    flows = tuple(Choice(flow.id, speaker.say(flow.title), flow.listed) for flow in library.flows.values())
    return View(content.version, problems, flows, _trial(content, library, asked, now))


def _trial(content: Content, library: Library, asked: Asked, now: Seconds) -> Trial:
    flow, moves, toast = _flow(library, asked.flow), _moves(asked.moves), ""
    played = play(library, flow, moves, now)
    if asked.tap:
        move, toast = tap(library, played, asked.tap)
        moves = with_move(moves, move) if move else moves
        played = play(library, flow, moves, now)
    return Trial(
        flow.id,
        tuple(map(str, moves)),
        toast,
        messages(library, played),
        tuple(trail(library, played)),
        inspect(library, content.texts, played[-1]),
        check_in(library, played[-1]),
    )


def _flow(library: Library, id: str) -> Flow:
    """The flow asked for, or else the first that a person can begin."""
    return library.flows.get(id) or next(iter((*library.listed, *library.flows.values())))


def _moves(words: Sequence[str]) -> tuple[Move, ...]:
    return tuple(move for word in words if (move := read(word)))
