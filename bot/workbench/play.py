"""Moves are played on a flow as it now is, by the same core as the bot's: one turn for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.triage import dialogue, standing
from bot.triage.chat import Chat, Consent, Conversation, Seconds
from bot.triage.conversation import advance
from bot.triage.flow import Flow, Step
from bot.triage.inputs import Beside, CheckInDue, CheckInSent, Tapped
from bot.triage.library import Library
from bot.triage.questions import open_step
from bot.triage.screen import Kind
from bot.triage.turn import Scene, Turn
from bot.triage.walk import Position
from bot.workbench.moves import Answered, Move, Pressed, Ticked, Waited, Wrote, move_of

NOTHING_BESIDE = Beside(0)
"""There is no store here."""


@dataclass(frozen=True, slots=True)
class Played:
    """A move, and the turn that came of it."""

    move: Move | None  # None: the conversation begins
    fits: bool  # False: there was no place for it, and nothing came of it
    turn: Turn
    now: Seconds

    @property
    def conversation(self) -> Conversation | None:
        return self.turn.chat.conversation if self.turn.chat else None


def play(library: Library, flow: Flow, moves: Sequence[Move], now: Seconds) -> tuple[Played, ...]:
    """The beginning, then each move. Somebody who has agreed already begins the flow at `now`."""
    scene = Scene(library, now, _token(0))
    someone = Chat(Consent(scene.words.consent_version, now), active_at=now)
    played = [Played(None, True, dialogue.begin(scene, someone, flow), now)]
    for number, move in enumerate(moves, start=1):
        last = played[-1]
        chat = last.turn.chat
        scene = Scene(library.in_language(chat.language if chat else ""), _moment(move, last), _token(number))
        turn = _turn(scene, chat, move)
        played.append(Played(move, turn is not None, turn or Turn(last.turn.chat), scene.now))
    return tuple(played)


def tap(library: Library, played: Sequence[Played], data: str) -> tuple[Move | None, str]:
    """What tapping a button now is: the move, if it is one, and what is shown with the answer to the tap."""
    last = played[-1]
    turn = advance(library, last.turn.chat, Tapped(data), last.now, _token(len(played)))
    return move_of(data, last.conversation, turn.chat.conversation if turn.chat else None), turn.toast


def stand(library: Library, played: Played) -> Position | None:
    """Where the conversation stands after this move; None where nothing is being asked."""
    chat, conversation = played.turn.chat, played.conversation
    if chat is None or conversation is None or conversation.flow not in library.flows:
        return None
    return standing.stand(Scene(library, played.now, ""), conversation, chat)


def _turn(scene: Scene, chat: Chat | None, move: Move) -> Turn | None:
    """What comes of the move; None where it has no place here."""
    match move:
        case Wrote():
            turn = advance(scene.library, chat, move.input, scene.now, scene.fresh)
            return advance(scene.library, turn.chat, NOTHING_BESIDE, scene.now, scene.fresh) if turn.exports else turn
        case Pressed(verb):
            data = _with_tokens(verb, chat)
            return advance(scene.library, chat, Tapped(data), scene.now, scene.fresh) if data else None
        case Waited():
            return _waited(scene, chat) if chat and chat.due_at is not None else None
        case Answered(id, options):
            step = _step(scene, chat, id)
            return dialogue.give(scene, chat, step, options) if chat and step and step.accepts(options) else None
        case Ticked(id, option, on):
            step = _step(scene, chat, id)
            fits = step and step.many and step.option(option)
            return dialogue.tick(scene, chat, step, option, on) if chat and step and fits else None


def _step(scene: Scene, chat: Chat | None, id: str) -> Step | None:
    """The question of that name, if it can be answered now: on an emergency card only the one that is open."""
    if chat is None or chat.conversation is None:
        return None
    step = scene.library.flows[chat.conversation.flow].step(id)
    if chat.conversation.concluded:
        return step if step == open_step(standing.stand(scene, chat.conversation, chat)) else None
    return step if step and not step.on_card else None


def _waited(scene: Scene, chat: Chat) -> Turn:
    """What was due comes, and has reached the person."""
    turn = advance(scene.library, chat, CheckInDue(), scene.now, scene.fresh)
    if not any(screen.kind is Kind.CHECK_IN for screen in turn.screens):
        return turn
    sent = advance(scene.library, turn.chat, CheckInSent(), scene.now, scene.fresh)
    return replace(turn, chat=sent.chat)


def _with_tokens(verb: str, chat: Chat | None) -> str:
    """What the button would carry in this chat; "" where there is nothing that it could belong to."""
    place, _, rest = verb.partition(".")
    if place == "q":
        conversation = chat.conversation if chat else None
        return f"q.{conversation.id}.{conversation.revision}.{rest}" if conversation else ""
    if place == "c":
        return f"c.{chat.check_in.id}.{rest}" if chat and chat.check_in else ""
    return verb


def _moment(move: Move, last: Played) -> Seconds:
    due = last.turn.chat.due_at if last.turn.chat else None
    return max(due, last.now) if isinstance(move, Waited) and due is not None else last.now


def _token(number: int) -> str:
    return f"{number:08d}"
