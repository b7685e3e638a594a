"""The small Markdown of our texts as plain values, so that the page builds them without ever reading HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER: Final = MarkdownIt("zero").enable(["emphasis", "link", "list", "heading", "newline", "escape"])


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text that looks alike."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the item of a list at some depth with its marker."""

    spans: tuple[Span, ...]
    marker: str = ""
    depth: int = 0
    apart: bool = True  # a blank line stands before it


def blocks(text: str) -> Iterator[Block]:
    """The blocks in order, as Telegram shows them."""
    markers: list[str] = []
    marker, ended, heading = "", -1, False
    for token in _PARSER.parse(text):
        match token.type:
            case "list_item_open":
                marker = f"{token.info}." if token.info else "•"
                markers.append(marker)
            case "list_item_close":
                markers.pop()
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "inline":
                begins, ends = token.map or (ended, ended)
                spans = tuple(_spans(token.children or (), heading))
                if spans:
                    yield Block(spans, marker, len(markers), apart=begins > ended >= 0)
                    marker, ended = "", ends


def _spans(tokens: Iterable[Token], heading: bool) -> Iterator[Span]:
    bold, italic, href = int(heading), 0, ""
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                if token.content:
                    yield Span(token.content, bold > 0, italic > 0, href)
            case "softbreak" | "hardbreak":
                yield Span("\n", bold > 0, italic > 0, href)
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                href = _opens(str(token.attrs["href"]))
            case "link_close":
                href = ""


def _opens(address: str) -> str:
    """The address, if it is one of the web."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.netloc else ""
