"""A person in tests of the core: taps by label, writes, waits; sees screens. Time and tokens are counted, not real."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from bot.triage.chat import Chat
from bot.triage.conversation import advance
from bot.triage.inputs import Beside, CheckInDue, CheckInSent, Commanded, Input, Said, Tapped
from bot.triage.library import Library
from bot.triage.screen import Button, Kind, Screen
from bot.triage.turn import Turn
from tests.triage.made import library


@dataclass
class Person:
    library: Library = field(default_factory=library)
    chat: Chat | None = None
    now: int = 1_700_000_000
    screens: list[Screen] = field(default_factory=list)
    turn: Turn = field(default_factory=lambda: Turn(None))
    beside: Beside = field(default_factory=lambda: Beside(7))  # what a store would keep of them besides
    tokens: count[int] = field(default_factory=lambda: count(1))

    def does(self, input: Input) -> Turn:
        self.turn = advance(self.library, self.chat, input, self.now, f"t{next(self.tokens):07d}")
        if self.turn.exports:
            self.turn = advance(self.library, self.turn.chat, self.beside, self.now, f"t{next(self.tokens):07d}")
        self.chat = self.turn.chat
        self.screens.extend(self.turn.screens)
        return self.turn

    def taps(self, *labels: str) -> Turn:
        """Tap the newest button that carries each label in turn."""
        for label in labels:
            self.does(Tapped(self.button(label).data))
        return self.turn

    def says(self, text: str) -> Turn:
        return self.does(Said(text))

    def sends(self, command: str, argument: str = "") -> Turn:
        return self.does(Commanded(command, argument))

    def waits(self, seconds: int) -> Turn:
        """Time passes; what is due arrives, and what the bot wrote reaches the person."""
        self.now += seconds
        turn = self.does(CheckInDue())
        if any(screen.kind is Kind.CHECK_IN for screen in turn.screens):
            self.does(CheckInSent())
        return turn

    def button(self, label: str) -> Button:
        for screen in reversed(self.screens):
            for row in screen.rows:
                for button in row:
                    if label in button.label:
                        return button
        raise AssertionError(f"no button {label!r} was ever shown")

    @property
    def sees(self) -> str:
        """The text of everything that the last input brought."""
        return "\n".join(screen.text for screen in self.turn.screens)

    @property
    def last(self) -> Screen:
        return self.screens[-1]


def begun() -> Person:
    """Somebody who has agreed and stands before the first question."""
    person = Person()
    person.sends("start")
    person.taps("agree")
    return person


def concluded() -> Person:
    """Somebody whose harmless twitch was found to need self-care, with coffee ticked."""
    person = begun()
    person.taps("none", "none", "label days", "none", "label coffee", "done")
    return person


def planned() -> Person:
    """Somebody who said yes to a check-in in two weeks."""
    person = concluded()
    person.taps("offer_yes")
    return person
