"""Telegram's HTML, read strictly: text and entities (offsets in UTF-16 units), or the error that Telegram gives.

Stricter than the real server where that is lenient and our bot would be wrong: a bare `&` or `>` is refused, and so
are entities inside `code` and links inside links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

from tests.bot_api.errors import malformed

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAGS = {
    "bold": "b strong",
    "italic": "i em",
    "underline": "u ins",
    "strikethrough": "s strike del",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "text_link": "a",
    "blockquote": "blockquote",
}
STYLES = {tag: style for style, tags in TAGS.items() for tag in tags.split()}
TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:=(?:\"[^\"]*\"|'[^']*'))?)*)\s*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([a-z-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'))?", re.IGNORECASE)
CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-f]{1,6}));", re.IGNORECASE)
MOST_ENTITIES = 100

Entity = dict[str, object]


@dataclass(frozen=True, slots=True)
class Open:
    """A tag that waits for its end."""

    name: str
    begins: int
    url: str | None


def length(text: str) -> int:
    """Telegram's length of a text: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text that a person sees, without white space around it, and its entities. Raises ApiError."""
    text, entities, opened = "", [], list[Open]()
    at = 0
    while at < len(source):
        if source[at] == "<":
            tag = TAG.match(source, at) or _fail(f"Unexpected or unclosed tag at character {at}")
            text_at = length(text)
            if tag[1]:
                entities += _closed(tag[2].lower(), opened, text_at)
            else:
                opened.append(_opened(tag[2].lower(), tag[3], opened, text_at))
            at = tag.end()
        elif source[at] == "&":
            character = CHARACTER.match(source, at) or _fail(f'Bare "&" at character {at}')
            text += _character(character)
            at = character.end()
        elif source[at] == ">":
            _fail(f'Bare ">" at character {at}')
        else:
            text += source[at]
            at += 1
    if opened:
        _fail(f'Can\'t find end tag corresponding to start tag "{opened[-1].name}"')
    if len(entities) > MOST_ENTITIES:
        _fail("more than 100 entities")
    return _trimmed(text, entities)


def _opened(name: str, attributes: str, opened: list[Open], at: int) -> Open:
    if name not in STYLES:
        _fail(f'Unsupported start tag "{name}"')
    around = [tag.name for tag in opened]
    if "code" in around or ("pre" in around and name != "code") or (name == "a" and "a" in around):
        _fail(f'"{name}" cannot stand inside {around}')
    values = {found[1].lower(): _plain(found[2] or found[3] or "") for found in ATTRIBUTE.finditer(attributes)}
    return Open(name, at, _link(values) if name == "a" else None)


def _closed(name: str, opened: list[Open], at: int) -> list[Entity]:
    if not opened:
        _fail(f'Unexpected end tag "{name}"')
    tag = opened.pop()
    if tag.name != name:
        _fail(f'Unmatched end tag, expected "</{tag.name}>", found "</{name}>"')
    if at == tag.begins:
        return []
    entity: Entity = {"type": STYLES[name], "offset": tag.begins, "length": at - tag.begins}
    return [entity | {"url": tag.url}] if tag.url else [entity]


def _link(values: dict[str, str]) -> str:
    parts = urlsplit(values.get("href", ""))
    if parts.scheme not in {"http", "https", "tg"} or not parts.netloc:
        _fail("a link without an address that Telegram opens")
    return parts.geturl()


def _plain(value: str) -> str:
    return CHARACTER.sub(_character, value)


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return NAMED[found[1].lower()]
    code = int(found[2]) if found[2] else int(found[3], 16)
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        _fail(f"character {code}")
    return chr(code)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """As Telegram stores it: white space at both ends is gone, entities are cut to what is left."""
    kept = text.strip()
    before = length(text[: len(text) - len(text.lstrip())])
    ends = length(kept)
    shifted = []
    for entity in entities:
        begin = max(int(str(entity["offset"])) - before, 0)
        end = min(int(str(entity["offset"])) + int(str(entity["length"])) - before, ends)
        if end > begin:
            shifted.append(entity | {"offset": begin, "length": end - begin})
    return kept, sorted(shifted, key=lambda entity: (int(str(entity["offset"])), -int(str(entity["length"]))))


def _fail(why: str) -> NoReturn:
    raise malformed(f"can't parse entities: {why}")
