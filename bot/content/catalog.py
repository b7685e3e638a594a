"""A translation file: gettext's PO, with each text of the flows as its msgid. Babel reads and writes it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from bot.content.compose import UnreadableError, text_of
from bot.content.nodes import Node, Place
from bot.triage.errors import Problem

CODE = re.compile(r"[a-z]{2}")  # of ISO 639-1: by these Telegram keeps a menu for each language
WIDTH = 120
_FILLED = re.compile(r"\{[^{}]*\}|(?<=\]\()[^)]*")  # placeholders, addresses of links

Places = Mapping[str, Sequence[str]]
"""Text of the flows -> where it stands: `words.yaml#done`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text, and what is said instead of it: "" while nothing is."""

    text: str
    said: str
    fuzzy: bool  # what is said belongs to an earlier wording, so nobody is shown it
    line: int


def own_name(code: str) -> str:
    """What the language is called in itself: `de` -> "Deutsch". Raises ValueError for a code that is none."""
    try:
        name = Locale(code).get_display_name() if CODE.fullmatch(code) else None
    except UnknownLocaleError:
        name = None
    if not name:
        raise ValueError(f"`{code}` is no language; write the two letters of ISO 639-1, as in de")
    return name[0].upper() + name[1:]


def read_catalog(path: Path, name: str, problems: list[Problem]) -> Node | None:
    """What is said in this language: text -> translation, each at its line. None: the file cannot be read at all."""
    try:
        finished = [entry for entry in entries(text_of(path, name)) if entry.said and not entry.fuzzy]
    except UnreadableError as error:
        problems.append(error.problem)
    except PoFileError as error:
        problems.append(Place(name, error.lineno + 1).problem(f"this is not PO: {error}"))
    else:
        problems += (
            Place(name, entry.line).problem(f"leaves out {lost}") for entry in finished for lost in _lost(entry)
        )
        return Node({entry.text: _pair(entry, name, problems) for entry in finished}, Place(name), problems)
    return None


def _lost(entry: Entry) -> list[str]:
    """What must be filled in or opened and is in the text only: a number to call, a page to read."""
    kept = _FILLED.findall(entry.said)
    return [f"`{each}`" for each in dict.fromkeys(_FILLED.findall(entry.text)) if each not in kept]


def _pair(entry: Entry, name: str, problems: list[Problem]) -> tuple[Node, Node]:
    place = Place(name, entry.line)
    return Node(entry.text, place, problems), Node(entry.said, place, problems)


def entries(text: str) -> Iterator[Entry]:
    """What stands in a PO file. Raises PoFileError."""
    for message in _parsed(text):
        if message.id and isinstance(message.id, str) and isinstance(message.string, str):
            yield Entry(message.id, message.string, message.fuzzy, message.lineno or 1)


def merged(text: str, texts: Places) -> str:
    """The entries of a PO file ("" for none yet) for the texts of today: new ones are empty, reworded ones fuzzy, and
    what is gone goes. Raises PoFileError.
    """
    template, catalog = Catalog(), _parsed(text)
    for each, places in texts.items():
        template.add(each, auto_comments=places)
    catalog.update(template, update_creation_date=False)
    catalog.obsolete.clear()
    body = io.BytesIO()
    write_po(body, catalog, width=WIDTH, omit_header=True)
    return body.getvalue().decode()


def head_of(text: str, code: str) -> str:
    """The head of a PO file ("" for none yet), with the comment that it begins with.

    Babel's own names people and moments that nobody keeps.
    """
    comment = "".join(takewhile(lambda line: line.startswith("#"), text.splitlines(keepends=True)))
    default = f"# Checkback in {own_name(code)}\n"
    fields = (f"Language: {code}", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8")
    told = "".join(f'"{field}\\n"\n' for field in (*fields, "Content-Transfer-Encoding: 8bit"))
    return f'{comment or default}msgid ""\nmsgstr ""\n{told}'


def _parsed(text: str) -> Catalog:
    return read_po(io.StringIO(text), abort_invalid=True)
