"""Which spellings a typed word is near to: letters left out, doubled or swapped, or written as it sounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SOUNDS = (
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("oe", "e"),
    ("ae", "e"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
    ("y", "i"),
)
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class Spellings:
    """Some words, ready to be compared with."""

    written: Mapping[str, str]
    sounding: Mapping[str, str]

    def near(self, typed: str) -> list[tuple[int, str]]:
        """How many letters each near word is off, nearest first; 0 where it sounds the same.

        A word of 4 letters may be off by one letter, one of 8 by two, one of 11 by three.
        """
        most = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2 if len(typed) < 11 else 3
        if not most:
            return []
        off: dict[str, int] = {}
        for form, words in ((typed, self.written), (sound(typed), self.sounding)):
            matches = process.extract(form, words, scorer=OSA.distance, score_cutoff=most, limit=None)
            for _, distance, word in matches:
                off[word] = min(int(distance), off.get(word, most))
        return sorted((distance, word) for word, distance in off.items())


def spellings(words: Iterable[str]) -> Spellings:
    written = {word: word for word in words}
    return Spellings(written, {word: sound(word) for word in written})


def sound(word: str) -> str:
    """Roughly how it sounds, so that "sudaphed" and "prosack" are heard as what they were meant to be."""
    for letters, sounding in _SOUNDS:
        word = word.replace(letters, sounding)
    return _TWICE.sub(r"\1", word)
