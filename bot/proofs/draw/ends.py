"""Where a flow ends: a box for each level, with what is said first there and when the bot checks back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import svg

from bot.proofs.draw.card import PAD, Drawn
from bot.proofs.draw.lettering import FAINT, Face, lines, written
from bot.proofs.draw.plainly import general
from bot.proofs.draw.shapes import LOOKS, called, mark
from bot.triage.flow import CheckInPlan, Disposition, Flow, Urgency

SPACE = 12
SMALL = Face(12.5)
CAPTION = "The highest level that was raised counts. An emergency ends the questions at once."


def drawn_ends(flow: Flow, x: float, y: float, room: float) -> Drawn:
    """The four levels side by side; above them is room for the line that leads there."""
    wide = (room - 3 * SPACE) / 4
    told = {urgency: lines(_told(flow.dispositions.get(urgency)), SMALL, wide - 2 * PAD) for urgency in Urgency}
    height = 76 + max(map(len, told.values())) * SMALL.line + PAD
    boxes = (
        element
        for urgency, text in told.items()
        for element in _box((x + urgency * (wide + SPACE), y), (wide, height), urgency, text)
    )
    return Drawn((written((x, y - 30), CAPTION, Face(12.5, colour=FAINT)), *boxes), height)


def middles(x: float, room: float) -> list[float]:
    """The middle of each box, from the lowest level on."""
    wide = (room - 3 * SPACE) / 4
    return [x + wide / 2 + urgency * (wide + SPACE) for urgency in Urgency]


def _box(
    at: tuple[float, float], size: tuple[float, float], urgency: Urgency, text: Sequence[str]
) -> list[svg.Element]:
    look, (x, y), (width, height) = LOOKS[urgency], at, size
    return [
        svg.Rect(x=x, y=y, width=width, height=height, rx=10, fill=look.tint, stroke=look.colour, stroke_width=1.6),
        *mark(urgency, x + 28, y + 30, 13),
        written((x + 50, y + 35), called(urgency), Face(16, bold=True, colour=look.colour)),
        written((x + PAD, y + 66), tuple(text), SMALL),
    ]


def _told(disposition: Disposition | None) -> str:
    if disposition is None:
        return ""
    plans = "; then ".join(map(_plan, disposition.check_ins))
    back = f" Checks back after {plans}." if plans else " No check-in."
    return general(disposition.headline) + back


def _plan(plan: CheckInPlan) -> str:
    days = plan.after / timedelta(days=1)
    return f"{days:g} {'day' if days == 1 else 'days'}" + (f", {plan.rounds} times" if plan.rounds > 1 else "")
