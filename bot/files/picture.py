"""The course over time: a named row for each state, for each visit a mark of its own shape, and a line through them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.files.letters import plain
from bot.triage.screen import Course, Report

if TYPE_CHECKING:
    from fpdf import FPDF

Spot = tuple[float, float]
"""Millimetres from the left and from the top of the page."""

HALF = 0.28  # of a row: how far a mark reaches from its middle
ROW = 0.5  # millimetres high, for each point of the letters
GREY, BLACK = 190, 0


def draw_courses(page: FPDF, report: Report, size: float) -> None:
    """All courses below each other, the visits evenly apart and the same in each; the days beneath."""
    step = size * ROW
    high = step * (sum(len(course.states) + 1 for course in report.courses) + 1)
    if page.will_page_break(high + step):
        page.add_page()
    page.set_y(page.get_y() + step / 2)
    page.set_font("helvetica", "", size)
    names = [plain(name) for course in report.courses for name in course.states]
    left = page.l_margin + max((page.get_string_width(name) for name in names), default=0) + 4
    for course in report.courses:
        _draw(page, course, left, step, size)
    for index, day in enumerate(report.days):
        text = plain(day)
        page.text(
            _across(page, left, index, len(report.days)) - page.get_string_width(text) / 2, page.get_y() + 2, text
        )
    page.set_y(page.get_y() + step * 1.5)


def _draw(page: FPDF, course: Course, left: float, step: float, size: float) -> None:
    """The title and the rows, the worst on top; then the marks, joined where one visit follows the other."""
    page.set_font("helvetica", "B", size)
    page.text(page.l_margin, page.get_y() + step * 0.7, plain(course.title))
    page.set_font("helvetica", "", size)
    bottom = page.get_y() + step * (len(course.states) + 0.5)
    page.set_draw_color(GREY)
    for index, name in enumerate(course.states):
        y = bottom - step * index
        page.text(page.l_margin, y + size * 0.12, plain(name))
        page.line(left, y, page.w - page.r_margin, y)
    page.set_draw_color(BLACK)
    spots = [
        (_across(page, left, visit, len(course.at)), bottom - step * state, state)
        for visit, state in enumerate(course.at)
        if state is not None
    ]
    for (x, y, _), (next_x, next_y, _) in pairwise(spots):
        page.line(x, y, next_x, next_y)
    for x, y, state in spots:
        SHAPES[state % len(SHAPES)](page, (x, y), step * HALF)
    page.set_y(bottom + step * 0.6)


def _across(page: FPDF, left: float, index: int, count: int) -> float:
    return left + (page.w - page.r_margin - left) * (index + 0.5) / count


def _ring(page: FPDF, at: Spot, half: float) -> None:
    page.set_fill_color(255)
    page.circle(*at, half, style="DF")


def _polygon(*corners: Spot) -> Callable[[FPDF, Spot, float], None]:
    """A filled shape, its corners as seen from its middle."""

    def draw(page: FPDF, at: Spot, half: float) -> None:
        page.set_fill_color(BLACK)
        page.polygon([(at[0] + x * half, at[1] + y * half) for x, y in corners], style="DF")

    return draw


SHAPES = (
    _ring,
    _polygon((-1, -0.9), (1, -0.9), (0, 1)),  # points down
    _polygon((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    _polygon((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    _polygon((-1, 0.9), (1, 0.9), (0, -1)),  # points up
)
"""The mark of each state, from the best to the worst: no colour is needed to tell them apart."""
