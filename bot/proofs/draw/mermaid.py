"""A flow as Mermaid, the text from which many sites and editors draw: the questions in order, and what each raises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from bot.proofs.draw.outline import Question, Row, from_before, outline
from bot.proofs.draw.plainly import LEVELS, general
from bot.proofs.draw.shapes import LOOKS, called
from bot.triage.flow import Flow, Urgency

BRACKETS = {
    Urgency.EMERGENCY: ("{{", "}}"),  # a hexagon
    Urgency.URGENT: ("[/", "\\]"),  # a trapezium
    Urgency.ROUTINE: ("([", "])"),  # a stadium
    Urgency.SELF_CARE: ("((", "))"),  # a circle
    None: ("[", "]"),
}
ARROWS = {Urgency.EMERGENCY: "==>", None: "---"}
HEAD = """---
title: {title}
config:
  flowchart:
    wrappingWidth: 420
---
flowchart TD"""


def mermaid(flow: Flow, earlier: Iterable[Flow] = ()) -> str:
    """The whole text. earlier: the flows of the conversations that this one may look back on."""
    return "\n".join([HEAD.format(title=_quoted(general(flow.title))), *_lines(flow, tuple(earlier)), ""])


def _lines(flow: Flow, earlier: tuple[Flow, ...]) -> Iterator[str]:
    questions = outline(flow, earlier)
    asked = [question for question in questions if not question.step.on_card]
    before = from_before(flow, earlier)
    if before:
        yield '  q0["Before the first question"]'
        yield from _linked("q0", before, [f"q{question.number}" for question in asked[:1]])
    for question, after in zip_longest(asked, asked[1:]):
        yield _question(question)
        onward = [f"q{after.number}"] if after else [urgency.word for urgency in Urgency]
        yield from _linked(f"q{question.number}", question.rows, onward)
    yield from _ends()
    for question in questions[len(asked) :]:
        yield _question(question)
        yield f"  {Urgency.EMERGENCY.word} ==> q{question.number}"
        yield from _linked(f"q{question.number}", question.rows, [])
    yield from _styles()


def _question(question: Question) -> str:
    only_if = [f"<i>Only if {_escaped(question.only_if)}</i>"] if question.only_if else []
    asks = f"<b>{question.number}. {_escaped(question.text)}</b>"
    notes = _escaped(" · ".join((question.step.id, *question.notes)))
    kind = "sometimes" if question.only_if else "question"
    return f'  q{question.number}["{"<br/>".join([*only_if, asks, notes])}"]:::{kind}'


def _linked(origin: str, rows: Sequence[Row], onward: Iterable[str]) -> Iterator[str]:
    """What comes of a question: on one side emergencies, on the other lesser levels, between them the next question."""
    levels = sorted({row.urgency for row in rows}, key=lambda level: -1 if level is None else -level)
    emergency = Urgency.EMERGENCY in levels
    yield from (_raised(origin, level, rows) for level in levels[:emergency])
    yield from (f"  {origin} --> {each}" for each in onward)
    yield from (_raised(origin, level, rows) for level in levels[emergency:])


def _raised(origin: str, level: Urgency | None, rows: Iterable[Row]) -> str:
    """All that raises to one level."""
    opening, closing = BRACKETS[level]
    kind = level.word if level is not None else "nothing"
    told = (_told(row) for row in rows if row.urgency == level)
    words = "<br/>".join((f"<b>{_escaped(called(level))}</b>", *told))
    return f'  {origin} {ARROWS.get(level, "-->")} {origin}{kind}{opening}"{words}"{closing}:::{kind}'


def _told(row: Row) -> str:
    words = _escaped(" · ".join(row.words))
    return f"<i>{_escaped(row.cause.replace('_', ' '))}:</i> {words}" if row.cause else words


def _ends() -> Iterator[str]:
    for urgency in Urgency:
        opening, closing = BRACKETS[urgency]
        yield f'  {urgency.word}{opening}"<b>{LEVELS[urgency]}</b>"{closing}:::{urgency.word}'


def _styles() -> Iterator[str]:
    for urgency, look in LOOKS.items():
        yield f"  classDef {urgency.word} fill:{look.tint},stroke:{look.colour},stroke-width:2px,color:{look.colour}"
    yield "  classDef question fill:#fff,stroke:#344054,color:#1d2939"
    yield "  classDef sometimes fill:#fff6dd,stroke:#b98a2f,stroke-dasharray:6 4,color:#1d2939"
    yield "  classDef nothing fill:#fff,stroke:#d0d5dd,color:#5d6b82"


def _escaped(text: str) -> str:
    """Text as Mermaid's own entities, so that nothing in it is read as its syntax or as HTML."""
    return "".join(
        letter if letter.isalnum() or letter in " .,:?!'’“”·-_()+/" else f"#{ord(letter)};" for letter in text
    )


def _quoted(text: str) -> str:
    """A YAML word in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
