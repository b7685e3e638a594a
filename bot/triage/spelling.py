"""Misspelt words: a word of five letters or more is also known with one letter wrong, missing, doubled or swapped.

The first letter must be right. Words that are known to be other words ("month" is not "mouth") are never corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SHORTEST = 5  # letters: in a shorter word, one letter more or less makes another word

_DRAWN_OUT = re.compile(r"(.)\1\1+")


class Spelling:
    """The words that are known, and those that may be meant by others. Nothing of what it reads is kept."""

    def __init__(self, words: Iterable[str], ordinary: frozenset[str] = frozenset()) -> None:
        self.words = frozenset(words)
        self._ordinary = ordinary
        self._near: dict[str, tuple[str, ...]] = {}
        for word in sorted(self.words):
            if len(word) >= SHORTEST and word.isalpha():
                for key in _keys(word):
                    self._near[key] = (*self._near.get(key, ()), word)

    def read(self, word: str) -> tuple[str, ...]:
        """The known words that this one is or may be meant to be; () for an unknown one."""
        if word in self.words:
            return (word,)
        if _DRAWN_OUT.search(word):
            return self._drawn_out(word)
        if len(word) < SHORTEST or word in self._ordinary:
            return ()
        return self._misspelt(word)

    def _drawn_out(self, word: str) -> tuple[str, ...]:
        """What a word with letters held, as in "heeeelp", is without."""
        shorter = (_DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word))
        return next((found for short in shorter if (found := self.read(short))), ())

    def _misspelt(self, word: str) -> tuple[str, ...]:
        keys = {near for key in _keys(word) for near in self._near.get(key, ())}
        return tuple(sorted(near for near in keys if _one_off(word, near))) if keys else ()


def _keys(word: str) -> set[str]:
    """The word and what is left of it without one letter. Two words that are one letter off have one in common."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}


def _one_off(word: str, other: str) -> bool:
    """Whether one letter put in, left out, changed or swapped with the next makes one of the other."""
    at = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    if len(word) > len(other):
        return word[at + 1 :] == other[at:]
    if len(word) < len(other):
        return word[at:] == other[at + 1 :]
    swapped = word[at + 1 : at + 2] + word[at : at + 1] == other[at : at + 2]
    return word[at + 1 :] == other[at + 1 :] or (swapped and word[at + 2 :] == other[at + 2 :])
