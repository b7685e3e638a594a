"""gettext's PO, read to the letter: what is written in another way is refused, as a guess might be said to people."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.compose import UNPRINTABLE, UnreadableError, text_of
from bot.content.nodes import Place

_LINE = re.compile(r'[ \t]*(?:(msgid|msgstr)[ \t]*)?"((?:[^"\\]|\\.)*)"[ \t]*')
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_COMMENT, _END = "#", "end"


@dataclass(frozen=True, slots=True)
class Entry:
    """A text, and what is said instead of it: "" while nothing is."""

    text: str
    said: str
    fuzzy: bool  # what is said belongs to an earlier wording, so nobody is shown it
    line: int
    notes: tuple[str, ...] = ()  # of translators


@dataclass(frozen=True, slots=True)
class Po:
    """What stands in a PO file."""

    notes: tuple[str, ...] = ()  # with which it begins
    entries: Mapping[str, Entry] = field(default_factory=dict)  # by their texts


def read_po(path: Path, name: str) -> Po:
    """Raises UnreadableError at the line that is no PO."""
    found: dict[str, Entry] = {}
    for entry in _entries(text_of(path, name), name):
        if entry.text in found:
            raise UnreadableError(Place(name, entry.line), f"this text stands in line {found[entry.text].line} already")
        found[entry.text] = entry
    head = found.pop("", None)
    return Po(head.notes if head else (), found)


def _entries(text: str, name: str) -> Iterator[Entry]:
    draft = _Draft(name)
    for line, kind, content in (*_lines(text, name), (0, _END, "")):
        if draft.said and kind not in ("", "msgstr"):
            yield draft.entry()
            draft = _Draft(name)
        draft.take(line, kind, content)


def _lines(text: str, name: str) -> Iterator[tuple[int, str, str]]:
    """Number, kind and content of each line in which something stands, but for what is out of use (`#~`)."""
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        place, stripped = Place(name, number), line.strip()
        if bad := UNPRINTABLE.search(line):
            raise UnreadableError(place, f"the character U+{ord(bad[0]):04X} is not allowed")
        if stripped.startswith("#"):
            yield from () if stripped.startswith("#~") else ((number, _COMMENT, stripped),)
        elif match := _LINE.fullmatch(line.rstrip("\n")):
            yield number, match[1] or "", _unescaped(match[2], place)
        elif stripped:
            raise UnreadableError(place, 'this is not PO: only msgid "..." and msgstr "..." stand here, and comments')


def _unescaped(quoted: str, place: Place) -> str:
    def one(match: re.Match[str]) -> str:
        if match[1] not in _ESCAPES:
            raise UnreadableError(
                place, f'this is not PO: `{match[0]}`; a backslash stands before n, r, t, " and \\ alone'
            )
        return _ESCAPES[match[1]]

    return re.sub(r"\\(.)", one, quoted)


@dataclass(slots=True)
class _Draft:
    """The entry that is being read: its comments, its msgid and its msgstr, line by line."""

    name: str
    comments: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    line: int = 0

    def take(self, line: int, kind: str, content: str) -> None:
        match kind:
            case "msgid" if not self.text:
                self.text, self.line = [content], line
            case "msgstr" if self.text and not self.said:
                self.said = [content]
            case "" if self.text:
                (self.said or self.text).append(content)
            case "#":
                self.comments.append(content)
            case _ if kind != _END or self.text:
                place = Place(self.name, self.line or line)
                raise UnreadableError(place, "this is not PO: each msgid has one msgstr, which follows it")

    def entry(self) -> Entry:
        flags = {
            flag.strip() for comment in self.comments if comment.startswith("#,") for flag in comment[2:].split(",")
        }
        notes = (comment[1:].strip() for comment in self.comments if comment[1:2] not in tuple(".,:|"))
        return Entry("".join(self.text), "".join(self.said), "fuzzy" in flags, self.line, tuple(notes))
