"""The mark of each level: a colour, a shape and a word, so that none of them is needed to tell the levels apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

import svg

from bot.proofs.draw.lettering import FAINT, Face, written
from bot.proofs.draw.plainly import LEVELS
from bot.triage.flow import Urgency


@dataclass(frozen=True, slots=True)
class Look:
    colour: str
    tint: str
    corners: int  # of its shape; 0: a circle
    turn: float  # of the first corner, in degrees from the right, clockwise
    sign: str = ""


LOOKS = {
    Urgency.EMERGENCY: Look("#b42318", "#fef3f2", 8, 22.5, "!"),
    Urgency.URGENT: Look("#b54708", "#fffaeb", 3, -90, "!"),
    Urgency.ROUTINE: Look("#175cd3", "#eff8ff", 4, -90),
    Urgency.SELF_CARE: Look("#067647", "#ecfdf3", 0, 0),
}


def mark(urgency: Urgency | None, x: float, y: float, radius: float = 8) -> list[svg.Element]:
    """The shape of a level around a point; None: a small empty ring, for what raises nothing."""
    if urgency is None:
        return [svg.Circle(cx=x, cy=y, r=radius / 2, fill="none", stroke=FAINT, stroke_width=1.2)]
    look = LOOKS[urgency]
    if not look.corners:
        return [svg.Circle(cx=x, cy=y, r=radius, fill=look.colour)]
    lower = radius * 0.15 if look.corners == 3 else 0  # a triangle's middle is higher than it looks
    reach = radius * (1.15 if look.corners < 8 else 1)
    points = [_corner(x, y + lower, reach, look, corner) for corner in range(look.corners)]
    sign = written((x, y + radius * 0.55), look.sign, Face(radius * 1.4, bold=True, colour="#ffffff"), "middle")
    return [svg.Polygon(points=points, fill=look.colour), *([sign] if look.sign else [])]


def called(urgency: Urgency | None, cause: str = "") -> str:
    """The word of a level; of an emergency, with its cause."""
    if urgency is None:
        return "Raises nothing"
    return f"{LEVELS[urgency]}: {cause.replace('_', ' ')}" if cause else LEVELS[urgency]


def colour(urgency: Urgency | None) -> str:
    return FAINT if urgency is None else LOOKS[urgency].colour


def _corner(x: float, y: float, radius: float, look: Look, corner: int) -> svg.Point:
    angle = (look.turn + 360 * corner / look.corners) * pi / 180
    return svg.Point(round(x + radius * cos(angle), 1), round(y + radius * sin(angle), 1))
