"""Misspelt words: read as the known words that they are nearly.

- five letters or more: one letter wrong, missing, too many, or swapped with the next ("siezure", "slured");
- four letters: two letters swapped ("hnad");
- three consonants or more without a vowel: any vowels may be missing ("hnd", "cnt", "chst");
- letters held down: as without ("heeelp").

The first letter must be right. Words that are known to be other words ("month" is not "mouth") are never corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

SHORTEST = 5  # letters: in a shorter word, one letter more or less makes another word

_DRAWN_OUT = re.compile(r"(.)\1\1+")
_VOWELS = re.compile("[aeiou]")


class Spelling:
    """The words that are known, and those that may be meant by others. Nothing of what it reads is kept."""

    def __init__(self, words: Iterable[str], ordinary: frozenset[str] = frozenset()) -> None:
        self.words = frozenset(words)
        self._ordinary = ordinary
        letters = sorted(word for word in self.words if word.isalpha())
        self._near = _by_key((key, word) for word in letters for key in _keys(word))
        self._bare = _by_key((bare, word) for word in letters if len(bare := _VOWELS.sub("", word)) > 2)

    def read(self, word: str) -> tuple[str, ...]:
        """The known words that this one is or may be meant to be; () for an unknown one."""
        if word in self.words:
            return (word,)
        if _DRAWN_OUT.search(word):
            return self._drawn_out(word)
        if word in self._ordinary:
            return ()
        if not _VOWELS.search(word):
            return self._bare.get(word, ())
        return self._misspelt(word)

    def _drawn_out(self, word: str) -> tuple[str, ...]:
        """What a word with letters held, as in "heeeelp", is without."""
        shorter = (_DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word))
        return next((found for short in shorter if (found := self.read(short))), ())

    def _misspelt(self, word: str) -> tuple[str, ...]:
        near = {meant for key in _keys(word) for meant in self._near.get(key, ())}
        return tuple(sorted(meant for meant in near if _one_off(word, meant))) if near else ()


def _by_key(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, word in pairs:
        found.setdefault(key, []).append(word)
    return {key: tuple(words) for key, words in found.items()}


def _keys(word: str) -> set[str]:
    """What a word and its misspellings have in common: its letters in order but one; of a short one, all letters."""
    if len(word) < SHORTEST:
        return {word[0] + "".join(sorted(word[1:]))} if len(word) == SHORTEST - 1 else set()
    return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}


def _one_off(word: str, other: str) -> bool:
    """Whether one letter put in, left out, changed or swapped with the next makes one of the other."""
    at = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    if len(word) > len(other):
        return word[at + 1 :] == other[at:]
    if len(word) < len(other):
        return word[at:] == other[at + 1 :]
    swapped = word[at + 1 : at + 2] + word[at : at + 1] == other[at : at + 2]
    return (len(word) >= SHORTEST and word[at + 1 :] == other[at + 1 :]) or (
        swapped and word[at + 2 :] == other[at + 2 :]
    )
