"""A report as a PDF of one page: the first visit, a row for each later one, the course as a picture, the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.files.letters import plain
from bot.files.picture import draw_courses
from bot.triage.screen import Report, Row

if TYPE_CHECKING:
    from fpdf import FPDF

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
"""Points; the largest at which all of it fits onto one page is taken."""

MARGIN = 15.0  # millimetres
LINE = 0.44  # millimetres from one line to the next, for each point
GAP = 0.15  # of a line, between what was told of one subject and of the next
COLUMNS = (15, 12, 48, 25)  # how wide: when, how it was, what was told, the level


def pdf(report: Report) -> bytes:
    """One A4 page, in smaller letters where much was said."""
    for size in SIZES:
        page = _drawn(report, size)
        if page.pages_count == 1:
            break
    return bytes(page.output())


def _drawn(report: Report, size: float) -> FPDF:
    from fpdf import FPDF  # here, as it would cost each start a third of a second and 20 MiB

    page = FPDF(format="A4")
    page.set_margin(MARGIN)
    page.set_auto_page_break(auto=True, margin=MARGIN)
    page.c_margin = 0  # as the picture has none
    page.set_title(plain(report.title))
    page.add_page()
    _line(page, f"**{report.title}**", size + 3)
    for section in report.sections:
        page.ln(size * LINE / 2)
        _line(page, f"**{section.heading}**", size + 1)
        for line in section.lines:
            _line(page, line, size)
            page.ln(size * LINE * GAP)
    if report.rows:
        _table(page, report, size)
    draw_courses(page, report, size)
    _line(page, report.note, size)
    return page


def _line(page: FPDF, text: str, size: float) -> None:
    """A line of small Markdown, over as many lines as it needs."""
    page.set_font("helvetica", "", size)
    page.multi_cell(0, size * LINE, plain(text), new_x="LMARGIN", new_y="NEXT", align="L", markdown=True)


def _table(page: FPDF, report: Report, size: float) -> None:
    page.ln(size * LINE / 2)
    page.set_font("helvetica", "", size)
    kind = {"line_height": size * LINE, "padding": 0.8, "text_align": "LEFT", "v_align": "TOP", "markdown": True}
    with page.table(col_widths=COLUMNS, **kind) as table:
        for row in (report.columns, *report.rows):
            table.row(_cells(row))


def _cells(row: Row) -> list[str]:
    return [plain(text) for text in (row.when, row.course, "\n".join(row.told), row.level)]
