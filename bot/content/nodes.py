"""Nodes: what stands in a content file, before anyone knows what it means.

A reader takes a node and gives a value. Where something is wrong it says so with `wrong` and goes on with a
placeholder, so that one load finds every problem of every file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from textwrap import shorten

from bot.triage.errors import Problem

ID = re.compile(r"[a-z0-9_]{1,24}")
"""An id of a step, an option, a flow...: short enough that a button of it fits into Telegram's 64 bytes."""


LONGEST_MESSAGE = 300  # characters


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file (from its content folder on), line and column, both counted from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def problem(self, message: str) -> Problem:
        """A problem here, in one line whatever the message quotes."""
        return Problem(self.file, self.line, self.column, shorten(message, LONGEST_MESSAGE, placeholder="..."))


@dataclass(frozen=True, slots=True)
class Node:
    """A word, a list or a mapping, and where it stands. A mapping's keys are nodes too, as they have their place.

    Everything that reads the wrong kind of node reports it and gives an empty value.
    """

    value: str | tuple[Node, ...] | Mapping[str, tuple[Node, Node]]
    place: Place
    problems: list[Problem] = field(compare=False, repr=False)

    @property
    def kind(self) -> str:
        return "word" if isinstance(self.value, str) else "list" if isinstance(self.value, tuple) else "mapping"

    @property
    def mark(self) -> str:
        """`flows/lip_twitch.yaml:31:7`."""
        return str(self.place)

    def wrong(self, message: str) -> None:
        """Note a problem at this place."""
        self.problems.append(self.place.problem(message))

    def silent(self) -> Node:
        """A stand-in for what is missing here. It was reported already, so nobody hears its own problems."""
        return replace(self, value="", problems=[])

    def word(self) -> str:
        """The word or sentence, without the space around it; never empty."""
        if not isinstance(self.value, str):
            self.wrong(f"expected a word, found a {self.kind}")
            return ""
        if not self.value.strip():
            self.wrong("nothing stands here")
        return self.value.strip()

    def id(self) -> str:
        """A word that can name a step, an option, a flow."""
        word = self.word()
        if word and not ID.fullmatch(word):
            self.wrong(f"`{word}` is no id: 1 to 24 of a-z, 0-9 and _")
            return ""
        return word

    def choice(self, known: Collection[str] | None, what: str) -> str:
        """One of the known words; `what` names the kind of thing in the message.

        known: None where the file that names them could not be read: then nothing is checked.
        """
        word = self.word()
        if word and known is not None and word not in known:
            self.wrong(f"unknown {what} `{word}`{did_you_mean(word, known)}")
            return ""
        return word

    def number(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`; `low` where it is none."""
        word = self.word()
        if word.isascii() and word.isdigit() and len(word) < 10 and low <= int(word) <= high:
            return int(word)
        if word:
            self.wrong(f"expected a whole number from {low} to {high}, found `{word}`")
        return low

    def yes(self) -> bool:
        word = self.word()
        if word and word not in ("yes", "no"):
            self.wrong(f"expected yes or no, found `{word}`")
        return word == "yes"

    def items(self) -> tuple[Node, ...]:
        """The parts of a list that is not empty."""
        if not isinstance(self.value, tuple):
            self.wrong(f"expected a list, found a {self.kind}")
            return ()
        if not self.value:
            self.wrong("the list is empty")
        return self.value

    def each(self) -> tuple[Node, ...]:
        """The parts of a list, or this word alone: where one or several may stand."""
        return self.items() if isinstance(self.value, tuple) else (self,)

    def entries(self) -> tuple[tuple[Node, Node], ...]:
        """The keys and values of a mapping that is not empty, in file order."""
        if not isinstance(self.value, Mapping):
            self.wrong(f"expected a mapping, found a {self.kind}")
            return ()
        if not self.value:
            self.wrong("the mapping is empty")
        return tuple(self.value.values())

    def fields(self, needed: Sequence[str], optional: Sequence[str] = ()) -> Fields:
        """A mapping with known keys: unknown and missing ones are reported."""
        found = {}
        for key, value in self.entries():
            if key.choice((*needed, *optional), "key"):
                found[key.word()] = value
        fields = Fields(self, found)
        if isinstance(self.value, Mapping) and self.value:
            fields.need(*needed)
        return fields


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of a mapping by key."""

    node: Node
    found: Mapping[str, Node]

    def __contains__(self, name: str) -> bool:
        return name in self.found

    def __getitem__(self, name: str) -> Node:
        """A needed value; a silent stand-in where it is missing."""
        return self.found.get(name) or self.node.silent()

    def get(self, name: str) -> Node | None:
        """An optional value."""
        return self.found.get(name)

    def need(self, *names: str) -> None:
        """Report which of these are missing."""
        for name in names:
            if name not in self.found:
                self.node.wrong(f"`{name}` is missing")

    def each(self, name: str) -> Iterator[Node]:
        """What stands under `name`, one or several; nothing where it is absent."""
        if name in self.found:
            yield from self.found[name].each()


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a message about an unknown word: `; did you mean ...?`, or nothing where nothing is near."""
    before, dot, name = word.rpartition(".")  # only what follows `before.` can be near
    alike = [each.removeprefix(before + dot) for each in known if each.rpartition(".")[0] == before]
    near = get_close_matches(name, alike, n=1)
    return f"; did you mean `{before}{dot}{near[0]}`?" if near else ""
