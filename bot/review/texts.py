"""First-match texts for the page: each line with the condition in words under which it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.proofs.draw.plainly import Plainly
from bot.review.markup import html
from bot.review.reading import grade
from bot.triage.flow import Text


@dataclass(frozen=True, slots=True)
class Line:
    """What is said, and when. when: "" where it is always said."""

    when: str
    text: str  # as it is written
    html: Markup


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a screen that has a name: "What to do now"."""

    name: str
    lines: tuple[Line, ...]


def lines(text: Text, plainly: Plainly) -> tuple[Line, ...]:
    return tuple(
        Line(_when(plainly.said(say.condition) if say.condition else "", index), say.text, html(say.text))
        for index, say in enumerate(text)
    )


def parts(named: Sequence[tuple[str, Text]], plainly: Plainly) -> tuple[Part, ...]:
    """Those that say something."""
    return tuple(Part(name, lines(text, plainly)) for name, text in named if text)


def longest(text: Text) -> str:
    return max((say.text for say in text), key=len, default="")


def screen_grade(*texts: Text) -> str:
    """Of a screen, with the longest line of each of its texts."""
    return grade(*(longest(text) for text in texts))


def _when(condition: str, index: int) -> str:
    if condition:
        return f"{'if' if index == 0 else 'else if'} {condition}"
    return "otherwise" if index else ""
