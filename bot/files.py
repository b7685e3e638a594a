"""A document as a file: everything held as JSON, or a page for a clinician as PDF. Made when it is sent, never kept."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.triage.screen import Document, Point, Report

if TYPE_CHECKING:
    from fpdf import FPDF

SIZES = (11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0)  # points; the largest at which all of it fits onto one page
PICTURE = 30.0  # millimetres high
MARGIN = 18.0  # millimetres
TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-"})


def content_of(document: Document | Report) -> bytes:
    """The bytes of the file."""
    return document.text.encode() if isinstance(document, Document) else pdf(document)


def pdf(report: Report) -> bytes:
    """One A4 page: the visits, a small picture of the course, and the note. Smaller letters where much was said."""
    drawn = [_drawn(report, SIZES[0])]
    for size in SIZES[1:]:
        if drawn[-1].pages_count == 1:
            break
        drawn.append(_drawn(report, size))
    return bytes(drawn[-1].output())


def _drawn(report: Report, size: float) -> FPDF:
    from fpdf import FPDF  # here, as it would cost each start a third of a second and 20 MiB

    page = FPDF(format="A4")
    page.set_margin(MARGIN)
    page.set_title(_plain(report.title))
    page.add_page()
    _line(page, report.title, size + 4, bold=True)
    for section in report.sections:
        page.ln(size / 5)
        _line(page, section.heading, size + 1, bold=True)
        for line in section.lines:
            _line(page, f"-  {line}", size)
    _course(page, report, size)
    _line(page, report.note, size)
    return page


def _line(page: FPDF, text: str, size: float, *, bold: bool = False) -> None:
    page.set_font("helvetica", "B" if bold else "", size)
    page.multi_cell(0, size * 0.5, _plain(text), new_x="LMARGIN", new_y="NEXT")


def _course(page: FPDF, report: Report, size: float) -> None:
    """A step for each level, a dot for each visit, evenly apart; the words beside it, so that no colour is needed."""
    if page.will_page_break(PICTURE + size):
        page.add_page()
    top, left = page.get_y() + size / 2, MARGIN + 60
    step = PICTURE / len(report.levels)
    page.set_font("helvetica", "", max(size - 2, 5))
    for index, level in enumerate(report.levels):
        height = top + PICTURE - step * (index + 0.5)
        page.text(MARGIN, height + 1, _plain(level))
        page.set_draw_color(200)
        page.line(left, height, page.w - MARGIN, height)
    page.set_draw_color(0)
    places = [_place(page, point, index, report, top, left, step) for index, point in enumerate(report.course)]
    for (x, y), (next_x, next_y) in pairwise(places):
        page.line(x, y, next_x, next_y)
    page.set_y(top + PICTURE + size)


def _place(
    page: FPDF, point: Point, index: int, report: Report, top: float, left: float, step: float
) -> tuple[float, float]:
    """Draw one visit; where it stands."""
    width = page.w - MARGIN - left
    x = left + width * (index + 0.5) / len(report.course)
    y = top + PICTURE - step * (point.urgency + 0.5)
    page.set_fill_color(0)
    page.circle(x, y, 1.2, style="F")
    page.text(x - 8, top + PICTURE + 3, _plain(point.label))
    return x, y


def _plain(text: str) -> str:
    """What the fonts built into every PDF reader can show."""
    return text.translate(TYPOGRAPHY).encode("latin-1", "replace").decode("latin-1")
