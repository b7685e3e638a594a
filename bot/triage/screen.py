"""What a person sees: a screen is text, rows of buttons and a kind. Adapters only draw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """How long a screen stays. A question gives way to the next question; everything else stays in the chat."""

    QUESTION = "question"
    DISPOSITION = "disposition"
    NOTICE = "notice"
    ALARM = "alarm"
    CHECK_IN = "check_in"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    data: str  # 1 to 64 bytes, as Telegram's callback_data


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file for the person, made on demand and kept nowhere."""

    filename: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: one visit."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One visit in the picture of the course."""

    at: int  # Unix seconds
    urgency: int  # 0 to 3, low to high
    label: str  # the day


@dataclass(frozen=True, slots=True)
class Report:
    """A page for a clinician. Adapters may make a PDF of it, on demand; it is kept nowhere."""

    filename: str
    title: str
    sections: tuple[Section, ...]
    course: tuple[Point, ...]
    levels: tuple[str, ...]  # how the levels are called, low to high
    note: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One message. `text` is small Markdown: bold, links, lists."""

    kind: Kind
    text: str
    rows: Rows = ()
    replaces: bool = False  # a question drawn over the one just answered; otherwise it is a new message
    document: Document | Report | None = None


def under_last(screens: Sequence[Screen], rows: Rows) -> tuple[Screen, ...]:
    """The rows beneath the last of these: only the last message of a chat keeps its buttons."""
    *before, last = screens
    return (*before, replace(last, rows=last.rows + rows))
