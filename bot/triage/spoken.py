"""A message cut into words: without case, accents, apostrophes and marks nobody sees, but with the pauses kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass

PAUSE, LINE, STOP = 1, 2, 3
"""What stands before a word: a comma, bracket or dash; a new line; the end of a sentence. 0: nothing."""

FIRST, LAST = "^", "$"
"""Words that nobody writes: the beginning and the end of a message."""

_PUNCTUATION = {".": STOP, "!": STOP, "?": STOP, ";": STOP, "\n": LINE, ",": PAUSE, "(": PAUSE, ")": PAUSE}
_TOKENS = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:['*]+[^\W\d_]+)*|\.\.+|\s[-–—]+\s|—|[^\w\s]|\n")
_UNSEEN = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_APOSTROPHES = re.compile("[`´‘’ʼ′]")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a message in order, from FIRST to LAST, and the break before each."""

    words: tuple[str, ...]
    breaks: tuple[int, ...]


def plain(text: str) -> str:
    """The text without case, accents and invisible marks; every kind of apostrophe is a straight one."""
    text = _APOSTROPHES.sub("'", text)
    if text.isascii():
        return text.lower()
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text.casefold()))


def cut(text: str, known: Container[str] = (), small: Container[str] = ()) -> Spoken:
    """The words of the text. known: words and signs such as "od'd" or an emoji that stand for themselves;
    small: words that are left out."""
    words, breaks, pause = [FIRST], [STOP], 0
    for token in _TOKENS.findall(plain(text)):
        word = token if token in known else token.replace("'", "")
        broken = _break(token)
        pause = max(pause, broken)
        if word not in small and (token[0].isalnum() or token in known):
            words.append(word)
            breaks.append(pause)
            pause = 0
    return Spoken((*words, LAST), (*breaks, pause))


def _break(token: str) -> int:
    if token[0].isspace() or token.startswith(("..", "—")):
        return LINE if token == "\n" else PAUSE
    return _PUNCTUATION.get(token, 0)
