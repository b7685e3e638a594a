"""What the phone shows: the messages of a chat, as Telegram would have sent, drawn anew and stripped of old buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.triage.library import Library
from bot.triage.questions import open_step
from bot.triage.screen import Button, Document, Kind, Screen
from bot.workbench.markup import Block, blocks
from bot.workbench.moves import Wrote
from bot.workbench.play import Played, stand


@dataclass(frozen=True, slots=True)
class Message:
    """One bubble. `key` stays the same while it is drawn anew for the same question."""

    key: str
    kind: str  # a Kind, or `mine`: the person wrote it
    blocks: tuple[Block, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    document: str = ""  # name of the file that comes with it
    content: str = ""  # what stands in that file, where it is text


MINE = "mine"


def messages(library: Library, played: Sequence[Played]) -> tuple[Message, ...]:
    """All messages of the chat, the oldest first."""
    chat: list[Message] = []
    for each in played:
        if isinstance(each.move, Wrote):
            chat.append(Message(f"{len(chat)}", MINE, tuple(blocks(each.move.text))))
        for screen in each.turn.screens:
            _shown(chat, screen, _asked(library, each) if screen.kind is Kind.QUESTION else "")
    return tuple(chat)


def _shown(chat: list[Message], screen: Screen, asked: str) -> None:
    """A question is drawn over the one that is open; anything else is a new message, and old buttons go."""
    open = next((index for index, message in enumerate(chat) if message.rows), None)
    if open is not None and screen.replaces and chat[open].kind == Kind.QUESTION:
        chat[open] = _message(open, screen, asked)
        return
    if open is not None:
        chat[open] = replace(chat[open], rows=())
    chat.append(_message(len(chat), screen, asked))


def _message(place: int, screen: Screen, asked: str) -> Message:
    file = screen.document
    content = file.text if isinstance(file, Document) else ""
    name = file.filename if file else ""
    return Message(f"{place}{asked}", screen.kind, tuple(blocks(screen.text)), screen.rows, name, content)


def _asked(library: Library, played: Played) -> str:
    position = stand(library, played)
    step = open_step(position) if position else None
    return f"-{played.conversation.id}-{step.id}" if step and played.conversation else ""
