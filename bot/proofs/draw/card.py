"""One question of the picture: a card with what it asks, when, and what its answers raise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import svg

from bot.proofs.draw.lettering import FAINT, INK, Face, lines, width, written
from bot.proofs.draw.outline import Question, Row
from bot.proofs.draw.shapes import LOOKS, called, colour, mark
from bot.triage.flow import Urgency

PAD = 14
MARGIN = 206  # from the card's edge to the words of a row
ASKS, NOTE, WORDS, LEVEL = Face(15, bold=True), Face(12, colour=FAINT), Face(13), Face(12.5, bold=True)
ONLY_IF, CAPTION = Face(12.5, colour="#7a4a00"), Face(12, colour=FAINT, italic=True)
EDGE, PAPER, AMBER = "#d0d5dd", "#ffffff", "#fff6dd"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Elements, how high they stand, and at which height the emergencies of the card leave it."""

    elements: tuple[svg.Element, ...]
    height: float
    alarm: float | None = None


def drawn_card(question: Question, x: float, y: float, room: float) -> Drawn:
    """The card with its left upper corner at (x, y)."""
    inner = room - 2 * PAD
    asks, note = lines(question.text, ASKS, inner), f"{question.step.id}  ·  {'  ·  '.join(question.notes)}"
    notes = lines(note, NOTE, inner)
    condition = lines(f"Only if {question.only_if}", ONLY_IF, inner) if question.only_if else ()
    strip = len(condition) * ONLY_IF.line + 12 if condition else 0
    below_text = y + strip + PAD + len(asks) * ASKS.line + len(notes) * NOTE.line + 8
    rows = drawn_rows(question.rows, x, below_text, room)
    height = below_text - y + rows.height + PAD / 2
    return Drawn(
        (
            *_sheet(x, y, room, height, strip, dashed=bool(question.only_if)),
            *([written((x + PAD, y + 18), condition, ONLY_IF)] if condition else []),
            written((x + PAD, y + strip + PAD + 12), asks, ASKS),
            written((x + PAD, y + strip + PAD + 10 + len(asks) * ASKS.line), notes, NOTE),
            *rows.elements,
        ),
        height,
        rows.alarm,
    )


def drawn_rows(rows: Sequence[Row], x: float, y: float, room: float) -> Drawn:
    """The rows below each other; before those that need other answers too, a word on it."""
    elements: list[svg.Element] = []
    alarms: list[float] = []
    top, together = y, False
    for row in rows:
        if row.together and not together:
            together = True
            elements.append(written((x + PAD, top + 16), "Together with earlier answers", CAPTION))
            top += 24
        drawn = _drawn_row(row, x, top, room)
        elements += drawn.elements
        if row.urgency is Urgency.EMERGENCY:
            alarms.append(top + drawn.height / 2)
        top += drawn.height
    return Drawn(tuple(elements), top - y, alarms[0] if alarms else None)


def _drawn_row(row: Row, x: float, y: float, room: float) -> Drawn:
    words = lines("  ·  ".join(row.words), WORDS, room - MARGIN - PAD)
    level = lines(called(row.urgency, row.cause), LEVEL, MARGIN - PAD - 34)
    height = max(len(words) * WORDS.line, len(level) * LEVEL.line) + 8
    tint = [_tint(row.urgency, x, y, room, height)] if row.urgency is not None else []
    face = replace(LEVEL, colour=colour(row.urgency), bold=row.urgency is not None)
    return Drawn(
        (
            *tint,
            *mark(row.urgency, x + PAD + 9, y + 13),
            written((x + PAD + 26, y + 17), level, face),
            written((x + MARGIN, y + 17), words, WORDS),
        ),
        height,
    )


def _tint(urgency: Urgency, x: float, y: float, room: float, height: float) -> svg.Element:
    return svg.Rect(x=x + 6, y=y + 1, width=room - 12, height=height - 2, rx=5, fill=LOOKS[urgency].tint)


def _sheet(x: float, y: float, room: float, height: float, strip: float, *, dashed: bool) -> list[svg.Element]:
    """The paper of the card; a question that is not always asked has a dashed edge and a strip that says when."""
    paper = svg.Rect(x=x, y=y, width=room, height=height, rx=10, fill=PAPER)
    edge = svg.Rect(
        x=x,
        y=y,
        width=room,
        height=height,
        rx=10,
        fill="none",
        stroke="#b98a2f" if dashed else EDGE,
        stroke_width=1.4,
        stroke_dasharray=[6, 4] if dashed else None,
    )
    band = svg.Rect(x=x + 1, y=y + 1, width=room - 2, height=strip - 2, rx=9, fill=AMBER)
    return [paper, *([band] if strip else []), edge]


def legend(x: float, y: float) -> list[svg.Element]:
    """The marks with their words, side by side."""
    found: list[svg.Element] = []
    for urgency in (*reversed(Urgency), None):
        word = called(urgency)
        found += [*mark(urgency, x + 8, y - 4), written((x + 22, y), word, replace(LEVEL, colour=INK))]
        x += 22 + width(word, LEVEL) + 26
    return found
