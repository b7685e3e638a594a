"""Texts as HTML: our small Markdown, and the mark of a level. Nothing in a text becomes a tag."""

from __future__ import annotations

from typing import Final

import svg
from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.proofs.draw.shapes import called, mark
from bot.triage.flow import Urgency

_PARSER: Final = MarkdownIt("zero", {"breaks": True}).enable(
    ["emphasis", "link", "list", "heading", "newline", "escape"]
)


def html(text: str) -> Markup:
    """A text as the person sees it: its lines and gaps stay, as in a chat."""
    return ready("".join(map(_PARSER.render, text.split("\n\n"))))


def badge(urgency: Urgency | None, cause: str | None = None) -> Markup:
    """Shape, colour and word of a level."""
    shape = ready(str(svg.SVG(width=16, height=16, elements=mark(urgency, 8, 8, 7), extra={"aria-hidden": "true"})))
    kind = urgency.word if urgency is not None else "nothing"
    return Markup('<span class="level {}">{} {}</span>').format(kind, shape, called(urgency, cause or ""))


def ready(markup: str) -> Markup:
    """Markup in which every text is escaped already: by the parser of Markdown, or by the drawing of a picture."""
    return Markup(markup)  # nosec B704
