"""One turn of a conversation: what stands around an input, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.triage.chat import Chat, Seconds
from bot.triage.library import Library
from bot.triage.screen import Screen
from bot.triage.words import Words


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands around one input: the content, the moment, and a fresh token for a new conversation or check-in."""

    library: Library
    now: Seconds
    fresh: str

    @property
    def words(self) -> Words:
        return self.library.words


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes of one input: the chat as it is now, and what the person is shown."""

    chat: Chat | None  # None: nothing is kept about this chat
    screens: tuple[Screen, ...] = ()
    toast: str = ""  # shown with the answer to a tap
    alerts: tuple[str, ...] = ()  # safety-net rules that fired: ids for the log, never the text
    clears: bool = False  # what waits to be sent to this chat is withdrawn first
    exports: bool = False  # a copy of all that is kept is asked for: the input Beside brings what is missing for it
