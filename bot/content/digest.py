"""The digest of a flow: what was written, whatever its comments, its layout and the country."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from bot.content.nodes import Node

Plain = str | list["Plain"] | dict[str, "Plain"]


def digest(nodes: Iterable[Node], digits: int = 16) -> str:
    """So many hex digits (at most 64) over all that stands there. The same for the same words in the same order."""
    written = json.dumps([plain(node) for node in nodes], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:digits]


def plain(node: Node) -> Plain:
    """What was written, without its places."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    return {key: plain(value) for key, (_, value) in node.value.items()}
