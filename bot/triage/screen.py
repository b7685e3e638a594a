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
    """A part of a report: the first visit. Its lines are small Markdown."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A later visit in a report, or what the columns are called. What was told is small Markdown."""

    when: str = ""
    course: str = ""  # how it went since
    told: tuple[str, ...] = ()
    level: str = ""  # and why


@dataclass(frozen=True, slots=True)
class Course:
    """One thing over time, to be drawn: the states that it can be in, and in which it was at each visit."""

    title: str
    states: tuple[str, ...]  # from the best to the worst
    at: tuple[int | None, ...]  # for each visit, one of the states; None: not told


@dataclass(frozen=True, slots=True)
class Report:
    """A page for a clinician. Adapters may make a PDF of it, on demand; it is kept nowhere."""

    filename: str
    title: str
    sections: tuple[Section, ...]
    note: str
    columns: Row = Row()
    rows: tuple[Row, ...] = ()
    courses: tuple[Course, ...] = ()
    days: tuple[str, ...] = ()  # of each visit, below the courses


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
