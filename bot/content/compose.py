"""YAML text -> nodes. Every scalar stays the word that was written: `no`, `1.0` and `null` are words.

We compose the nodes from PyYAML's events ourselves: its own composer recurses without a limit (in C, which ends the
process), shares aliased nodes and loses the place of an alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from bot.content.nodes import Node, Place
from bot.triage.errors import Problem

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is many times faster, but does not install everywhere
LARGEST = 1 << 20  # bytes
DEEPEST = 32  # levels
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML does not allow, and the line ends that no editor counts as such: then our lines are the editor's."""


class UnreadableError(Exception):
    """The file cannot be read beyond this place."""

    def __init__(self, place: Place, message: str) -> None:
        self.problem = place.problem(message)
        super().__init__(str(self.problem))


def read_file(path: Path, name: str, problems: list[Problem]) -> Node | None:
    """The file's one document, or None where it cannot be read at all; `name` is what problems call the file."""
    try:
        return compose(text_of(path, name), name, problems)
    except UnreadableError as error:
        problems.append(error.problem)
        return None


def compose(text: str, name: str, problems: list[Problem]) -> Node:
    """The one document in `text`. Raises UnreadableError where it is not YAML, or YAML of a kind that is refused."""
    if bad := UNPRINTABLE.search(text):
        raise UnreadableError(_place_of(text, bad.start(), name), f"the character U+{ord(bad[0]):04X} is not allowed")
    try:
        return _Composer(name, problems).document(yaml.parse(text, Loader=LOADER))
    except yaml.MarkedYAMLError as error:
        raise UnreadableError(_place(error.problem_mark, name), f"this is not YAML: {error.problem}") from None


class _Composer:
    """Builds the nodes of one document from its events, and refuses what content has no use for."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = problems

    def document(self, events: Iterator[yaml.Event]) -> Node:
        found = None
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                found = self.node(event, events, DEEPEST)
            elif found and isinstance(event, yaml.DocumentStartEvent):
                raise self.refused(event, "only one document may stand in a file")
        if found is None:
            raise UnreadableError(Place(self.name), "the file is empty")
        return found

    def node(self, event: yaml.NodeEvent, events: Iterator[yaml.Event], depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self.refused(event, "anchors and aliases are not allowed")
        if tag := getattr(event, "tag", None):
            raise self.refused(event, f"tags are not allowed: {tag}")
        place = _place(event.start_mark, self.name)
        if isinstance(event, yaml.ScalarEvent):
            return Node(event.value, place, self.problems)
        if depth == 0:
            raise self.refused(event, f"nested deeper than {DEEPEST} levels")
        children = list(self.children(events, depth - 1))
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(tuple(children), place, self.problems)
        return Node(_mapping(children), place, self.problems)

    def children(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
        for event in events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            if isinstance(event, yaml.NodeEvent):
                yield self.node(event, events, depth)

    def refused(self, event: yaml.Event, message: str) -> UnreadableError:
        return UnreadableError(_place(event.start_mark, self.name), message)


def _mapping(children: list[Node]) -> dict[str, tuple[Node, Node]]:
    """Keys and values by key. Of a duplicate key the first stays."""
    found: dict[str, tuple[Node, Node]] = {}
    for key, value in zip(children[::2], children[1::2], strict=True):
        word = key.word()
        if word in found:
            key.wrong(f"duplicate key `{word}`, first in line {found[word][0].place.line}")
        elif word:
            found[word] = (key, value)
    return found


def text_of(path: Path, name: str) -> str:
    """What stands in a file of UTF-8. Raises UnreadableError, also for one that is too large."""
    data = _bytes(path, name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        raise UnreadableError(_place_of(before, len(before), name), "the file is not UTF-8") from None


def _bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableError(Place(name), f"the file cannot be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise UnreadableError(Place(name), f"the file is larger than {LARGEST} bytes")
    return data


def _place_of(text: str, position: int, name: str) -> Place:
    lines = text[:position].split("\n")
    return Place(name, len(lines), len(lines[-1]) + 1)


def _place(mark: yaml.Mark | CMark | None, name: str) -> Place:
    return Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
