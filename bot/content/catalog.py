"""A translation file: gettext's PO, with each text of the flows as its msgid. Babel merges and writes it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.content.compose import UnreadableError
from bot.content.nodes import Node, Place
from bot.content.po import Entry, Po, read_po
from bot.triage.errors import Problem

CODE = re.compile(r"[a-z]{2}")  # of ISO 639-1: by these Telegram keeps a menu for each language
WRITTEN = "en"  # in which the flows are written
WIDTH = 120
_KEPT = re.compile(r"\{[^{}]*\}|(?<=\]\()[^)]*|(?<![\w/])/[a-z]+|\d+")
"""What stands in every language alike: placeholders, addresses of links, commands and numbers."""

Places = Mapping[str, Sequence[str]]
"""Text of the flows -> where it stands: `words.yaml#done`."""


def own_name(code: str) -> str:
    """What the language is called in itself: `de` -> "Deutsch".

    Raises ValueError for a code that is none, or that of the flows themselves.
    """
    if code == WRITTEN:
        raise ValueError(f"`{code}` is the language of the flows themselves, which nobody translates into")
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
        finished = [entry for entry in read_po(path, name).entries.values() if entry.said and not entry.fuzzy]
    except UnreadableError as error:
        problems.append(error.problem)
        return None
    problems += (Place(name, entry.line).problem(f"leaves out {lost}") for entry in finished for lost in _lost(entry))
    return Node({entry.text: _pair(entry, name, problems) for entry in finished}, Place(name), problems)


def _lost(entry: Entry) -> list[str]:
    """What must stand in every language and is in the text only: a number to call, a page to read."""
    kept = _KEPT.findall(entry.said)
    return [f"`{each}`" for each in dict.fromkeys(_KEPT.findall(entry.text)) if each not in kept]


def _pair(entry: Entry, name: str, problems: list[Problem]) -> tuple[Node, Node]:
    place = Place(name, entry.line)
    return Node(entry.text, place, problems), Node(entry.said, place, problems)


def merged(now: Po, texts: Places, code: str) -> str:
    """The PO file for the texts of today: new ones are empty, reworded ones fuzzy, and what is gone goes."""
    template, catalog = Catalog(), Catalog()
    for entry in now.entries.values():
        catalog.add(entry.text, entry.said, flags=["fuzzy"] if entry.fuzzy else [], user_comments=entry.notes)
    for each, places in texts.items():
        template.add(each, auto_comments=places)
    catalog.update(template, update_creation_date=False)
    catalog.obsolete.clear()
    body = io.BytesIO()
    write_po(body, catalog, width=WIDTH, omit_header=True)
    return f"{_head(now.notes, code)}\n{body.getvalue().decode()}"


def _head(notes: Iterable[str], code: str) -> str:
    """Babel's own names people and moments that nobody keeps."""
    told = "".join(f"# {note}".rstrip() + "\n" for note in notes) or f"# Checkback in {own_name(code)}\n"
    fields = (f"Language: {code}", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8")
    lines = "".join(f'"{field}\\n"\n' for field in (*fields, "Content-Transfer-Encoding: 8bit"))
    return f'{told}msgid ""\nmsgstr ""\n{lines}'
