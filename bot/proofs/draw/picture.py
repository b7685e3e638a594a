"""A flow as SVG: the questions in order on a line, what they raise beside them, emergencies leaving to the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import svg

from bot.proofs.draw.card import PAD, Drawn, box, drawn_card, drawn_rows, legend, wrapped
from bot.proofs.draw.lettering import FAINT, INK, Face, written
from bot.proofs.draw.outline import Question, from_before, outline
from bot.proofs.draw.plainly import general
from bot.proofs.draw.shapes import LOOKS
from bot.triage.flow import CheckInPlan, Disposition, Flow, Urgency

WIDTH, HEAD, GAP = 1000, 118, 20
SPINE, RAIL = 34, WIDTH - 24  # where the line of the questions runs, and that of the emergencies
LEFT, INDENT, RIGHT = 68, 26, WIDTH - 56  # edges of the cards
SPACE = 12
END = (RIGHT - LEFT - 3 * SPACE) / 4  # width of the box of a level
ALARM, LINE = LOOKS[Urgency.EMERGENCY].colour, "#98a2b3"


@dataclass(frozen=True, slots=True)
class Placed:
    """A question, where its card stands on the sheet, and what it looks like."""

    question: Question
    x: float
    y: float
    card: Drawn

    @property
    def below(self) -> float:
        return self.y + self.card.height + GAP


def picture(flow: Flow, earlier: Iterable[Flow] = ()) -> str:
    """The SVG, complete in itself. earlier: the flows of the conversations that this one may look back on."""
    earlier = tuple(earlier)
    before = _drawn_before(flow, earlier)
    questions = outline(flow, earlier)
    asked = list(_placed([each for each in questions if not each.step.on_card], HEAD + before.height))
    end = asked[-1].below + 44 if asked else HEAD
    ends = _drawn_ends(flow, end)
    on_card = list(_placed([each for each in questions if each.step.on_card], end + ends.height + GAP + 6))
    height = on_card[-1].below if on_card else end + ends.height + GAP
    elements: list[svg.Element] = [
        svg.Title(text=svg.escape(f"The flow {general(flow.title)}")),
        svg.Rect(x=0, y=0, width=WIDTH, height=round(height), fill="#f7f8fa"),
        *_header(flow),
        *before.elements,
        *_spine(asked, end),
        *_rail(asked, on_card, end),
        *ends.elements,
        *(element for each in (*asked, *on_card) for element in _on_the_line(each)),
    ]
    view = svg.ViewBoxSpec(0, 0, WIDTH, round(height))
    return str(svg.SVG(viewBox=view, width=WIDTH, height=round(height), elements=elements, extra={"role": "img"}))


def _placed(questions: Sequence[Question], y: float) -> Iterator[Placed]:
    for question in questions:
        x = LEFT + (INDENT if question.only_if else 0)
        placed = Placed(question, x, y, drawn_card(question, x, y, RIGHT - x))
        yield placed
        y = placed.below


def _header(flow: Flow) -> list[svg.Element]:
    told = f"flow {flow.id}  ·  version {flow.version}  ·  {len(flow.steps)} questions  ·  digest {flow.digest}"
    return [
        written((SPINE - 14, 42), general(flow.title), Face(26, bold=True)),
        written((SPINE - 14, 66), told, Face(12.5, colour=FAINT)),
        *legend(SPINE - 14, 94),
    ]


def _drawn_before(flow: Flow, earlier: tuple[Flow, ...]) -> Drawn:
    """What earlier conversations raise before the first question."""
    rows = from_before(flow, earlier)
    drawn = drawn_rows(rows, LEFT, HEAD, RIGHT - LEFT)
    return Drawn(drawn.elements, drawn.height + GAP) if rows else Drawn((), 0)


def _on_the_line(placed: Placed) -> Iterator[svg.Element]:
    """The card with its number on the line."""
    yield from placed.card.elements
    if placed.question.step.on_card:
        return
    y, sometimes = placed.y + 26, bool(placed.question.only_if)
    yield _straight((SPINE + 14, y), (placed.x - 7, y), LINE, dashed=sometimes)
    yield _head((placed.x - 1, y), LINE)
    fill, ink = ("#ffffff", INK) if sometimes else (INK, "#ffffff")
    yield svg.Circle(cx=SPINE, cy=y, r=14, fill=fill, stroke=INK, stroke_width=1.4)
    yield written((SPINE, y + 4.5), str(placed.question.number), Face(13, bold=True, colour=ink), "middle")


def _spine(asked: Sequence[Placed], end: float) -> Iterator[svg.Element]:
    """The ordinary course, down to the level that was raised."""
    if asked:
        bar, middles = end - 18, [LEFT + (urgency + 0.5) * (END + SPACE) for urgency in Urgency]
        yield _straight((SPINE, asked[0].y + 26), (SPINE, bar), LINE)
        yield _straight((SPINE, bar), (middles[-1], bar), LINE)
        for x in middles:
            yield _straight((x, bar), (x, end - 6), LINE)
            yield _head((x, end - 1), LINE, "down")


def _rail(asked: Sequence[Placed], on_card: Sequence[Placed], end: float) -> Iterator[svg.Element]:
    """The way of emergencies: at once to the card, and on to what is asked there."""
    leaving = [each.card.alarm for each in asked if each.card.alarm is not None]
    entering = [end + 26, *(each.y + 26 for each in on_card)]
    if leaving:
        yield _straight((RAIL, leaving[0]), (RAIL, entering[-1]), ALARM, 2.4)
    for y in leaving:
        yield _straight((RIGHT, y), (RAIL, y), ALARM, 2.4)
        yield svg.Circle(cx=RAIL, cy=y, r=4, fill=ALARM)
    for y in entering if leaving else []:
        yield _straight((RAIL, y), (RIGHT + 7, y), ALARM, 2.4)
        yield _head((RIGHT + 1, y), ALARM, "left")


def _drawn_ends(flow: Flow, y: float) -> Drawn:
    """The four levels side by side: what is said first there, and when the bot checks back."""
    told = {urgency: wrapped(_told(flow.dispositions.get(urgency)), END) for urgency in Urgency}
    height = 76 + max(map(len, told.values())) * 17.5 + PAD
    boxes = (
        element
        for urgency in Urgency
        for element in box(LEFT + urgency * (END + SPACE), y, (END, height), urgency, told[urgency])
    )
    caption = "The highest level that was raised counts. An emergency ends the questions at once."
    return Drawn((written((LEFT, y - 30), caption, Face(12.5, colour=FAINT)), *boxes), height)


def _told(disposition: Disposition | None) -> str:
    if disposition is None:
        return ""
    plans = "; then ".join(map(_plan, disposition.check_ins))
    back = f" Checks back after {plans}." if plans else " No check-in."
    return general(disposition.headline) + back


def _plan(plan: CheckInPlan) -> str:
    days = plan.after / timedelta(days=1)
    return f"{days:g} {'day' if days == 1 else 'days'}" + (f", {plan.rounds} times" if plan.rounds > 1 else "")


def _straight(
    start: tuple[float, float], stop: tuple[float, float], ink: str, thick: float = 1.8, *, dashed: bool = False
) -> svg.Element:
    (x1, y1), (x2, y2) = start, stop
    return svg.Line(
        x1=x1, y1=y1, x2=x2, y2=y2, stroke=ink, stroke_width=thick, stroke_dasharray=[5, 4] if dashed else None
    )


def _head(tip: tuple[float, float], ink: str, way: str = "right") -> svg.Element:
    """An arrow's head."""
    x, y = tip
    corners = {
        "right": [(x, y), (x - 8, y - 5), (x - 8, y + 5)],
        "left": [(x, y), (x + 8, y - 5), (x + 8, y + 5)],
        "down": [(x, y), (x - 5, y - 8), (x + 5, y - 8)],
    }
    return svg.Polygon(points=[svg.Point(*corner) for corner in corners[way]], fill=ink)
