"""How hard a text is to read: the school grade on which common formulas agree, by textstat where it is installed."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

SHORTEST = 6  # words; a shorter text has no grade to speak of
NOT_MEASURED = "reading grade not measured"


def grade(*texts: str) -> str:
    """In words, for one screen; "" where it says too little. textstat comes with the tools for development."""
    text = _plain("\n".join(texts))
    if len(text.split()) < SHORTEST:
        return ""
    if not find_spec("textstat"):
        return NOT_MEASURED
    return f"reading grade {_measured(text):.0f}"


@lru_cache(maxsize=4096)
def _measured(text: str) -> float:
    return float(import_module("textstat").text_standard(text, float_output=True))


def _plain(text: str) -> str:
    """As it is read: no markup, no placeholders; a list item or a label is a sentence."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)|\*\*", r"\1", text)
    text = re.sub(r"\{[^}]*\}|/[a-z]+", "this", text)
    lines = (line.strip("- ").rstrip(":;,") for line in text.splitlines())
    return "\n".join(line if line.endswith((".", "?", "!")) else f"{line}." for line in lines if line)
