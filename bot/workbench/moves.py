"""Moves: what was done in a conversation, each as one word of the page's address.

who=me                      the answer to a question; sudden=droop+limb ticks two boxes, sudden= is "none of these"
sudden+droop, sudden-droop  a box ticked, or unticked, and not yet given with Done
.q.back, .c.accept          any other button, without the tokens that differ in each conversation
:my face droops, :/learn    something written
~                           time passes until the bot writes

Answers and ticks name their question, so that they find their place again when the flow was edited around them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.triage.chat import Conversation
from bot.triage.inputs import Commanded, Said

_ANSWERED = re.compile(r"([a-z0-9_]{1,24})=((?:[a-z0-9_]{1,24})(?:\+[a-z0-9_]{1,24})*)?")
_TICKED = re.compile(r"([a-z0-9_]{1,24})([+-])([a-z0-9_]{1,24})")
_PRESSED = re.compile(r"\.([a-z](?:\.[\w+-]*)*)", re.ASCII)
_COMMAND = re.compile(r"/(\w{1,32})(?:\s+(.*))?", re.ASCII | re.DOTALL)
_OF_A_QUESTION = frozenset({"back", "why", "neither", "slip"})


@dataclass(frozen=True, slots=True)
class Answered:
    step: str
    options: frozenset[str]  # empty: "none of these"

    def __str__(self) -> str:
        return f"{self.step}={'+'.join(sorted(self.options))}"


@dataclass(frozen=True, slots=True)
class Ticked:
    step: str
    option: str
    on: bool

    def __str__(self) -> str:
        return f"{self.step}{'+' if self.on else '-'}{self.option}"


@dataclass(frozen=True, slots=True)
class Pressed:
    verb: str  # `q.back`

    def __str__(self) -> str:
        return f".{self.verb}"


@dataclass(frozen=True, slots=True)
class Wrote:
    text: str

    def __str__(self) -> str:
        return f":{self.text}"

    @property
    def input(self) -> Said | Commanded:
        found = _COMMAND.fullmatch(self.text)
        return Commanded(found[1].lower(), (found[2] or "").strip()) if found else Said(self.text)


@dataclass(frozen=True, slots=True)
class Waited:
    def __str__(self) -> str:
        return "~"


Move = Answered | Ticked | Pressed | Wrote | Waited


def read(word: str) -> Move | None:
    """The move that a word of the address stands for; None for a word that is none."""
    if word.startswith(":"):
        return Wrote(word[1:]) if word[1:].strip() else None
    if word == str(Waited()):
        return Waited()
    if found := _ANSWERED.fullmatch(word):
        return Answered(found[1], frozenset(found[2].split("+")) if found[2] else frozenset())
    if found := _TICKED.fullmatch(word):
        return Ticked(found[1], found[3], found[2] == "+")
    found = _PRESSED.fullmatch(word)
    return Pressed(found[1]) if found else None


def move_of(data: str, before: Conversation | None, after: Conversation | None) -> Move | None:
    """The move that a tap was, told by what the core made of it. None where a button of a question did nothing."""
    if before and after and before.id == after.id:
        for step, answer in after.answers.items():
            if before.answers.get(step) != answer:
                return Answered(step, answer)
        for step in {**before.ticks, **after.ticks} if after.revision == before.revision else ():
            old, new = (of.ticks.get(step, frozenset()) for of in (before, after))
            for option in old ^ new:
                return Ticked(step, option, option in new)
    place, *rest = data.split(".")
    if place == "q":
        return Pressed(f"q.{rest[-1]}") if rest and rest[-1] in _OF_A_QUESTION else None
    return Pressed(f"c.{rest[-1]}") if place == "c" and rest else Pressed(data)


def with_move(moves: Sequence[Move], move: Move) -> tuple[Move, ...]:
    """The moves and one more. An answer says all that the ticks before it said."""
    if isinstance(move, Answered):
        moves = [kept for kept in moves if not (isinstance(kept, Ticked) and kept.step == move.step)]
    return (*moves, move)
