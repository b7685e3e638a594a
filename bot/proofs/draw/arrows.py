"""Lines and the heads of arrows."""

from __future__ import annotations

import svg

Spot = tuple[float, float]


def straight(start: Spot, stop: Spot, ink: str, thick: float = 1.8, *, dashed: bool = False) -> svg.Element:
    (x1, y1), (x2, y2) = start, stop
    return svg.Line(
        x1=x1, y1=y1, x2=x2, y2=y2, stroke=ink, stroke_width=thick, stroke_dasharray=[5, 4] if dashed else None
    )


def head(tip: Spot, ink: str, way: str = "right") -> svg.Element:
    """An arrow's head that points `right`, `left` or `down`."""
    x, y = tip
    corners = {
        "right": [(x, y), (x - 8, y - 5), (x - 8, y + 5)],
        "left": [(x, y), (x + 8, y - 5), (x + 8, y + 5)],
        "down": [(x, y), (x - 5, y - 8), (x + 5, y - 8)],
    }
    return svg.Polygon(points=[svg.Point(*corner) for corner in corners[way]], fill=ink)
