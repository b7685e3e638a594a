"""The small Markdown of texts, looked at as it is written: what would reach a person as bare signs, or lead astray."""

from __future__ import annotations

import re

from bot.content.nodes import Node

_BOLD = re.compile(r"\*\*(?=\S)(?:(?!\n\s*\n).)+?(?<=\S)\*\*", re.DOTALL)  # within one paragraph
_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]*)")
_ADDRESS = re.compile(r"https://|tel:|\{")  # a placeholder is filled with an address that is checked where it stands


def check_markup(node: Node, text: str) -> None:
    """Report bold that does not end and links that lead elsewhere than to a page or a telephone."""
    if "**" in _BOLD.sub("", text):
        node.wrong("`**` stands alone: bold begins and ends in one paragraph, with no space within the stars")
    for link in _LINK.finditer(text):
        if not _ADDRESS.match(link[1].lower()):
            node.wrong(f"a link leads to `https://` or `tel:`, not to `{link[1]}`")
