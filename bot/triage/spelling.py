"""Misspelt words: read as the known words that they may be meant to be.

- as listed: words that people write by ear ("dye" for die, "2" for to), beside what they are themselves;
- one letter missing from five or more ("slured", "chst");
- five letters or more: one letter wrong, too many, or swapped with the next ("siezure");
- four letters: two letters swapped ("hnad");
- three consonants or more and no vowel: the vowels are missing ("hnd", "cnt");
- letters held down: as without ("heeeelp").

The first letter must be right. Words that are known to be other words ("month" is not "mouth") are never corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

SHORTEST = 5  # letters: in a shorter word, one letter more or less makes another word

_DRAWN_OUT = re.compile(r"(.)\1\1+")
_VOWELS = re.compile("[aeiou]")

Words = tuple[str, ...]


class Spelling:
    """The words that are known, and those that may be meant by others. Nothing of what it reads is kept."""

    def __init__(
        self, words: Iterable[str], by_ear: Mapping[str, Words] | None = None, ordinary: frozenset[str] = frozenset()
    ) -> None:
        self.words = frozenset(words)
        self._by_ear = {word: tuple(sorted({word, *meant} & self.words)) for word, meant in (by_ear or {}).items()}
        self._ordinary = ordinary
        letters = sorted(word for word in self.words if word.isalpha())
        self._near = _by_key((key, word) for word in letters for key in _keys(word))
        self._bare = _by_key((bare, word) for word in letters if len(bare := _VOWELS.sub("", word)) > 2)

    def read(self, word: str) -> Words:
        """The known words that this one is or may be meant to be; () for an unknown one."""
        if word in self._by_ear:
            return self._by_ear[word]
        if word in self.words:
            return (word,)
        if word in self._ordinary:
            return ()
        if _DRAWN_OUT.search(word):
            return self._drawn_out(word)
        if not _VOWELS.search(word):
            return self._bare.get(word, ())
        return self._misspelt(word)

    def _drawn_out(self, word: str) -> Words:
        """What a word with letters held, as in "heeeelp", is without."""
        shorter = (_DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word))
        return next((found for short in shorter if (found := self.read(short))), ())

    def _misspelt(self, word: str) -> Words:
        near = {meant for key in _keys(word) for meant in self._near.get(key, ())}
        return tuple(sorted(meant for meant in near if _one_off(word, meant))) if near else ()


def _by_key(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, word in pairs:
        found.setdefault(key, []).append(word)
    return {key: tuple(words) for key, words in found.items()}


def _keys(word: str) -> set[str]:
    """What a word and its misspellings have in common: its letters in order but one; of a short one, all letters."""
    if len(word) >= SHORTEST:
        return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}
    return {word, word[0] + "".join(sorted(word[1:]))} if len(word) == SHORTEST - 1 else set()


def _one_off(word: str, meant: str) -> bool:
    """Whether one letter put in, left out, changed or swapped with the next makes the word of what was meant."""
    at = next((i for i, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), len(meant)))
    if len(word) < len(meant):
        return word[at:] == meant[at + 1 :]
    if len(word) > len(meant):
        return word[at + 1 :] == meant[at:] and len(meant) >= SHORTEST
    swapped = word[at + 1 : at + 2] + word[at : at + 1] == meant[at : at + 2] and word[at + 2 :] == meant[at + 2 :]
    return swapped or (word[at + 1 :] == meant[at + 1 :] and len(word) >= SHORTEST)
