"""A message cut into words: without case, accents, apostrophes and marks nobody sees, but with the pauses kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass

PAUSE, LINE, STOP = 1, 2, 3
"""What stands before a word: a comma, bracket or dash; a new line; the end of a sentence. 0: nothing."""

FIRST, LAST = "^", "$"
"""Words that nobody writes: the beginning and the end of a sentence."""

SHORTEST = 4  # letters of a word that is found glued to another

_PUNCTUATION = {".": STOP, "!": STOP, "?": STOP, ";": STOP, "\n": LINE, ",": PAUSE, "(": PAUSE, ")": PAUSE}
_TOKENS = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:['*]+[^\W\d_]+)*|\.\.+|\s[-–—]+\s|—|[^\w\s]|\n")
_UNSEEN = re.compile("[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_APOSTROPHES = re.compile("[`´‘’ʼ′]")
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a message in order, FIRST and LAST around each sentence, and the break before each word."""

    words: tuple[str, ...]
    breaks: tuple[int, ...]


def plain(text: str) -> str:
    """The text without case, accents and invisible marks; every kind of apostrophe is a straight one."""
    text = _APOSTROPHES.sub("'", text)
    if text.isascii():
        return text.lower()
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text.casefold()))


def spellings(word: str) -> tuple[str, ...]:
    """How a word is typed, each as it is read: without marks and, where it has umlauts, with an "e" for them too."""
    both = (word, unicodedata.normalize("NFC", word).lower().translate(_SPELT_OUT))
    return tuple(dict.fromkeys(plain(spelling).replace("'", "") for spelling in both))


def cut(text: str, known: Container[str] = (), small: Container[str] = ()) -> Spoken:
    """The words of the text. known: words, and signs such as an emoji, that stand for something; two of them that
    are written as one, as in "chestpain", are taken apart. small: words that are left out."""
    words, breaks, pause = [FIRST], [STOP], 0
    for token in _TOKENS.findall(plain(text)):
        for word in _apart(token.replace("'", ""), known) if token[0].isalnum() else (token,) * (token in known):
            if word not in small:
                ended = pause == STOP and words[-1] != FIRST
                words += (LAST, FIRST, word) if ended else (word,)
                breaks += (0, STOP, 0) if ended else (pause,)
                pause = 0
        pause = max(pause, _break(token))
    return Spoken((*words, LAST), (*breaks, pause))


def is_one_word(text: str) -> bool:
    """Whether this is read as one word, a number or one sign."""
    return _TOKENS.fullmatch(text) is not None


def _apart(word: str, known: Container[str]) -> tuple[str, ...]:
    """The word, or the two known words that it is made of."""
    if len(word) < 2 * SHORTEST or word in known:
        return (word,)
    cuts = ((word[:at], word[at:]) for at in range(SHORTEST, len(word) - SHORTEST + 1))
    return next((pair for pair in cuts if pair[0] in known and pair[1] in known), (word,))


def _break(token: str) -> int:
    if token[0].isspace() or token.startswith(("..", "—")):
        return LINE if token == "\n" else PAUSE
    return _PUNCTUATION.get(token, 0)
