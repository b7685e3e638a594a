"""The small Markdown of our texts as Telegram's HTML, cut into messages that Telegram takes.

Bold, emphasis, links, lists and headings; everything else is plain text, and nothing in a text can become a tag. A line
break stays a line break, and blank lines stay where they are, as authors of chat messages expect.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.triage.screen import Button

TEXT_LIMIT: Final = 4096
"""Characters of a message after entities are parsed. Counted in UTF-16 units, the strictest way to count them."""

_PARSER: Final = MarkdownIt("zero").enable(["emphasis", "link", "list", "heading", "newline", "escape"])
_TAGS: Final = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>"}
_LINKED: Final = {"http", "https", "tg"}
_INDENT: Final = "    "


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item. `gap` is what stands between it and the block before."""

    html: str
    plain: str
    gap: str


def size(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def length(text: str) -> int:
    """UTF-16 units of the text once its entities are parsed, as one message."""
    sizes = [size(block.gap) * bool(index) + size(block.plain) for index, block in enumerate(_blocks(text))]
    return sum(sizes)


@lru_cache(maxsize=1024)
def messages(text: str, limit: int = TEXT_LIMIT) -> tuple[str, ...]:
    """The text as HTML, in as many messages as it needs, parted between blocks; () for a text without content."""
    parts: list[str] = []
    html, used = "", 0
    for block in _cut(_blocks(text), limit):
        needed = (size(block.gap) if html else 0) + size(block.plain)
        if html and used + needed > limit:
            parts.append(html)
            html, used = "", 0
        html += (block.gap if html else "") + block.html
        used += needed
    return (*parts, html) if html else tuple(parts)


def _blocks(text: str) -> Iterator[Block]:
    """The blocks in order. Two that follow each other without a blank line stay without one."""
    markers: list[str] = []  # of the list items around, taken away by the first block of each
    marker, ended = "", 0
    heading = False
    for token in _PARSER.parse(text):
        match token.type:
            case "list_item_open":
                marker = f"{token.info}. " if token.info else "• "
                markers.append(marker)
            case "list_item_close":
                markers.pop()
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "inline":
                begins, ends = token.map or (ended, ended)
                lead = _INDENT * (len(markers) - 1) + marker if markers else ""
                html, plain = _inline(token.children or ())
                if plain.strip():
                    html = f"<b>{html}</b>" if heading else html
                    yield Block(lead + html, lead + plain, "\n\n" if begins > ended else "\n")
                    marker, ended = "", ends


def _inline(tokens: Iterable[Token]) -> tuple[str, str]:
    """A line of text as HTML and without markup."""
    html, plain = "", ""
    linked: list[bool] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                html += escape(token.content, quote=False)
                plain += token.content
            case "softbreak" | "hardbreak":
                html += "\n"
                plain += "\n"
            case "link_open":
                address = str(token.attrs["href"])
                linked.append(_opens(address))
                html += f'<a href="{escape(address)}">' if linked[-1] else ""
            case "link_close":
                html += "</a>" if linked.pop() else ""
            case kind:
                html += _TAGS[kind]
    return html, plain


def _opens(address: str) -> bool:
    """Whether Telegram makes a link of it; of a telephone number, it makes one by itself."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in _LINKED and bool(parts.netloc)


def _cut(blocks: Iterable[Block], limit: int) -> Iterator[Block]:
    """The same blocks, one that fits in no message cut between words; its pieces lose their bold and links."""
    for block in blocks:
        if size(block.plain) <= limit:
            yield block
        else:
            for number, piece in enumerate(_pieces(block.plain, limit)):
                yield Block(escape(piece, quote=False), piece, "\n" if number else block.gap)


def _pieces(text: str, limit: int) -> Iterator[str]:
    while text:
        end = _end(text, limit)
        if text[:end].strip():
            yield text[:end].strip()
        text = text[end:]


def _end(text: str, limit: int) -> int:
    """How much of the text fits: up to the last space if there is one, no character halved."""
    end = len(text) if size(text) <= limit else min(limit, len(text))
    while size(text[:end]) > limit:
        end -= max((size(text[:end]) - limit) // 2, 1)
    if end == len(text):
        return end
    space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
    return space + 1 if space > 0 else end


def keyboard(rows: Sequence[Sequence[Button]]) -> dict[str, object] | None:
    """Rows of buttons as an inline keyboard; None for no rows."""
    if not rows:
        return None
    return {"inline_keyboard": [[{"text": key.label, "callback_data": key.data} for key in row] for row in rows]}
