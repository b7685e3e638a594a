"""Lettering: how wide a text will be, where its lines break, and the text as elements of an SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import svg

FONTS = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', 'DejaVu Sans', sans-serif"
INK, FAINT = "#1d2939", "#5d6b82"

_NARROW, _WIDE = frozenset("iljtfrI.,:;'’‘!|()[] “”·"), frozenset("mwMWQO@%—…")


@dataclass(frozen=True, slots=True)
class Face:
    """How letters look."""

    size: float = 13
    bold: bool = False
    colour: str = INK
    italic: bool = False

    @property
    def line(self) -> float:
        """From one line to the next."""
        return round(self.size * 1.4, 1)


def width(text: str, face: Face) -> float:
    """At most about so wide: the reader's fonts are not known, so DejaVu's wide letters are assumed."""
    return sum(map(_width, text)) * face.size * (1.12 if face.bold else 1)


def lines(text: str, face: Face, room: float) -> tuple[str, ...]:
    """The text broken at spaces; a word that is wider than the room has a line of its own."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and width(longer, face) <= room:
            found[-1] = longer
        else:
            found.append(word)
    return tuple(found)


def written(at: tuple[float, float], text: str | tuple[str, ...], face: Face, anchor: str = "start") -> svg.Text:
    """Lines of text; `at` is the left (or middle) of the first one's baseline."""
    x, y = at
    rows = (text,) if isinstance(text, str) else text
    return svg.Text(
        elements=list(_rows(rows, x, y, face)),
        font_family=FONTS,
        font_size=face.size,
        font_weight="bold" if face.bold else None,
        font_style="italic" if face.italic else None,
        fill=face.colour,
        text_anchor="middle" if anchor == "middle" else None,
    )


def _rows(rows: tuple[str, ...], x: float, y: float, face: Face) -> Iterator[svg.Element]:
    for number, row in enumerate(rows):
        yield svg.TSpan(x=_short(x), y=_short(y + number * face.line), text=svg.escape(row))


def _width(letter: str) -> float:
    """In parts of the size."""
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.9
    return 0.7 if letter.isupper() else 0.6


def _short(number: float) -> float:
    return round(number, 1)
