"""A flow as SVG: the questions in order on a line, what they raise beside them, emergencies leaving to the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

import svg

from bot.proofs.draw.arrows import head, straight
from bot.proofs.draw.card import Drawn, drawn_card, drawn_rows, legend
from bot.proofs.draw.ends import drawn_ends, middles
from bot.proofs.draw.lettering import FAINT, INK, Face, written
from bot.proofs.draw.outline import Question, from_before, outline
from bot.proofs.draw.plainly import general
from bot.proofs.draw.shapes import LOOKS
from bot.triage.flow import Flow, Urgency

WIDTH, HEAD, GAP = 1000, 118, 20
SPINE, RAIL = 34, WIDTH - 24  # where the line of the questions runs, and that of the emergencies
LEFT, INDENT, RIGHT = 68, 26, WIDTH - 56  # edges of the cards
LEVEL = 26  # how far below a card's upper edge its arrows meet it
ALARM, LINE = LOOKS[Urgency.EMERGENCY].colour, "#98a2b3"


@dataclass(frozen=True, slots=True)
class Piece:
    """What stays on one sheet, and where it begins."""

    top: float
    elements: tuple[svg.Element, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A question, where its card stands, and what it looks like."""

    question: Question
    x: float
    y: float
    card: Drawn

    @property
    def below(self) -> float:
        return self.y + self.card.height + GAP


def picture(flow: Flow, earlier: Iterable[Flow] = ()) -> str:
    """The SVG, complete in itself. earlier: the flows of the conversations that this one may look back on."""
    (whole,) = sheets(flow, earlier, inf)
    return whole


def sheets(flow: Flow, earlier: Iterable[Flow] = (), tallest: float = 1.3 * WIDTH) -> tuple[str, ...]:
    """The picture cut between the cards, to be printed: each a SVG, no higher than `tallest` unless one card is."""
    earlier = tuple(earlier)
    rows = from_before(flow, earlier)
    before = drawn_rows(rows, LEFT, HEAD, RIGHT - LEFT)
    questions = outline(flow, earlier)
    asked = list(
        _placed([each for each in questions if not each.step.on_card], HEAD + before.height + GAP * bool(rows))
    )
    end = (asked[-1].below if asked else HEAD) + 44
    ends = drawn_ends(flow, LEFT, end, RIGHT - LEFT)
    on_card = list(_placed([each for each in questions if each.step.on_card], end + ends.height + GAP + 6))
    height = on_card[-1].below if on_card else end + ends.height + GAP
    pieces = [
        Piece(0, (*_header(flow), *before.elements)),
        *(Piece(each.y - GAP / 2, tuple(_on_the_line(each))) for each in asked),
        Piece(end - 56, ends.elements),
        *(Piece(each.y - GAP / 2, each.card.elements) for each in on_card),
    ]
    lines = [*_spine(asked, end), *_rail(asked, on_card, end)]
    return tuple(_sheets(flow, lines, pieces, round(height), tallest))


def _sheets(
    flow: Flow, lines: Sequence[svg.Element], pieces: Sequence[Piece], height: float, tallest: float
) -> Iterator[str]:
    edges: list[float] = [0]
    for here, following in pairwise([*(piece.top for piece in pieces), height]):
        if following - edges[-1] > tallest and here > edges[-1]:
            edges.append(here)
    for top, bottom in pairwise([*edges, height]):
        within = [element for piece in pieces if top <= piece.top < bottom for element in piece.elements]
        yield _sheet(flow, [*lines, *within], top, bottom - top)


def _sheet(flow: Flow, elements: Iterable[svg.Element], top: float, height: float) -> str:
    title = svg.Title(text=svg.escape(f"The flow {general(flow.title)}"))
    ground = svg.Rect(x=0, y=top, width=WIDTH, height=height, fill="#f7f8fa")
    return str(
        svg.SVG(
            viewBox=svg.ViewBoxSpec(0, top, WIDTH, height),
            width=WIDTH,
            height=height,
            elements=[title, ground, *elements],
            extra={"role": "img"},
        )
    )


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


def _on_the_line(placed: Placed) -> Iterator[svg.Element]:
    """The card with its number on the line."""
    y, sometimes = placed.y + LEVEL, bool(placed.question.only_if)
    yield from placed.card.elements
    yield straight((SPINE + 14, y), (placed.x - 7, y), LINE, dashed=sometimes)
    yield head((placed.x - 1, y), LINE)
    fill, ink = ("#ffffff", INK) if sometimes else (INK, "#ffffff")
    yield svg.Circle(cx=SPINE, cy=y, r=14, fill=fill, stroke=INK, stroke_width=1.4)
    yield written((SPINE, y + 4.5), str(placed.question.number), Face(13, bold=True, colour=ink), "middle")


def _spine(asked: Sequence[Placed], end: float) -> Iterator[svg.Element]:
    """The ordinary course, down to the level that was raised."""
    if asked:
        bar, ways = end - 18, middles(LEFT, RIGHT - LEFT)
        yield straight((SPINE, asked[0].y + LEVEL), (SPINE, bar), LINE)
        yield straight((SPINE, bar), (ways[-1], bar), LINE)
        for x in ways:
            yield straight((x, bar), (x, end - 6), LINE)
            yield head((x, end - 1), LINE, "down")


def _rail(asked: Sequence[Placed], on_card: Sequence[Placed], end: float) -> Iterator[svg.Element]:
    """The way of emergencies: at once to the card, and on to what is asked there."""
    leaving = [each.card.alarm for each in asked if each.card.alarm is not None]
    entering = [end + LEVEL, *(each.y + LEVEL for each in on_card)]
    if leaving:
        yield straight((RAIL, leaving[0]), (RAIL, entering[-1]), ALARM, 2.4)
    for y in leaving:
        yield straight((RIGHT, y), (RAIL, y), ALARM, 2.4)
        yield svg.Circle(cx=RAIL, cy=y, r=4, fill=ALARM)
    for y in entering if leaving else []:
        yield straight((RAIL, y), (RIGHT + 7, y), ALARM, 2.4)
        yield head((RIGHT + 1, y), ALARM, "left")
