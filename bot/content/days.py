"""Days, as authors write them: 2031-02-03."""

from __future__ import annotations

import re
from datetime import date

from bot.content.nodes import Node

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_day(node: Node) -> str:
    """A day of the calendar, as it was written."""
    word = node.word()
    if word and not _is_day(word):
        node.wrong(f"expected a day as 2031-02-03, found `{word}`")
    return word


def _is_day(word: str) -> bool:
    try:
        return bool(DAY.fullmatch(word) and date.fromisoformat(word))
    except ValueError:
        return False
