"""What stands on the pages of a PDF that fpdf2 made, read from its drawing commands. Lengths in millimetres."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

MM = 72 / 25.4  # points
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
LINE = re.compile(r"^([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S", re.MULTILINE)
TEXT = re.compile(r"/(F\d+) ([\d.]+) Tf|([\d.]+) ([\d.]+) Td|\(((?:[^()\\]|\\.)*)\) Tj", re.DOTALL)

Spot = tuple[float, float]
"""From the left and from the bottom of the page."""


@dataclass(frozen=True, slots=True)
class Letters:
    """A piece of text: where its line begins, and how large it is (points)."""

    text: str
    at: Spot
    size: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that was drawn, and on how many pages."""

    pages: int
    letters: tuple[Letters, ...]
    lines: tuple[tuple[Spot, Spot], ...]

    @property
    def text(self) -> str:
        """Every word, one space between them."""
        return " ".join(" ".join(each.text for each in self.letters).split())

    def find(self, text: str) -> Letters:
        """The last piece that is this text alone."""
        return next(each for each in reversed(self.letters) if each.text == text)


def read(pdf: bytes) -> Sheet:
    drawn = commands(pdf)
    lines = tuple((_spot(x, y), _spot(to_x, to_y)) for x, y, to_x, to_y in LINE.findall(drawn))
    return Sheet(len(re.findall(rb"/Type /Page\b", pdf)), tuple(_letters(drawn)), lines)


def commands(pdf: bytes) -> str:
    """All that the pages draw, as PDF says it."""
    return "\n".join(_unpacked(found).decode("latin-1") for found in STREAM.findall(pdf))


def _letters(drawn: str) -> list[Letters]:
    """Each text, at the place and in the size that were set last before it."""
    found, size, at = [], 0.0, (0.0, 0.0)
    for match in TEXT.finditer(drawn):
        if match[1]:
            size = float(match[2])
        elif match[3]:
            at = _spot(match[3], match[4])
        else:
            found.append(Letters(re.sub(r"\\(.)", r"\1", match[5]), at, size))
    return found


def _spot(x: str, y: str) -> Spot:
    return float(x) / MM, float(y) / MM


def _unpacked(stream: bytes) -> bytes:
    """What a stream holds; nothing of one that is not packed, as the file's own description of itself."""
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
