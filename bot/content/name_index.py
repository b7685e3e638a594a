"""The names of a table, arranged so that typed words find them: as written, without their form, or by likeness."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.content.everyday import EVERYDAY, FORMS, ORDINARY
from bot.content.likeness import Spellings, spellings
from bot.triage.library import Named

MOST_LETTERS = 8192  # some single signs spell out into many letters
MOST_MEANINGS = 4  # what one "Did you mean" can offer

_APOSTROPHES = re.compile(r"['’‘`´]")
_WORDS = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Trap:
    """Names that stand for different things in different places: it is always asked which is meant."""

    names: tuple[str, ...]
    ask: str
    means: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name leads to."""

    means: tuple[Named, ...]
    sure: bool  # nothing needs to be asked
    words: int = 1


@dataclass(frozen=True, slots=True)
class Index:
    """All names under their keys: their letters in one, so that spaces and hyphens do not matter."""

    entries: Mapping[str, Entry]
    starts: Mapping[str, Entry]  # the first word of longer names, where it is no name itself
    widest: int  # how many words the longest name has
    spellings: Spellings
    long_spellings: Spellings  # of names of several words

    def near(self, words: Sequence[str]) -> Entry | None:
        """The names a few letters off.

        Sure only if it sounds the same, or one letter of a long name is off, and no name of another class is near.
        """
        typed = "".join(words)
        ranked = (self.spellings if len(words) == 1 else self.long_spellings).near(typed)
        if not ranked:
            return None
        closest = ranked[0][0]
        near = [self.entries[key] for distance, key in ranked if distance <= closest + 1]
        means = tuple(dict.fromkeys(named for entry in near for named in entry.means))
        alike = all(entry.sure for entry in near) and len({named.option for named in means}) == 1
        return Entry(means[:MOST_MEANINGS], alike and closest <= (1 if len(typed) > 7 else 0))


def index_of(names: Mapping[str, str], traps: Iterable[Trap]) -> Index:
    entries = {
        **_without_form(names),
        **{_key(name): Entry((Named(name, option),), True, len(words_of(name))) for name, option in names.items()},
        **{_key(name): Entry(trap.means, False, len(words_of(name))) for trap in traps for name in trap.names},
    }
    guessable = [key for key in entries if len(key) > 4 and key not in ORDINARY]  # slang is not guessed at
    return Index(
        entries,
        {word: entry for word, entry in _starts(names).items() if word not in entries},
        max((entry.words for entry in entries.values()), default=0),
        spellings(guessable),
        spellings(key for key in guessable if entries[key].words > 1),
    )


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, without case, accents and apostrophes."""
    spelt_out = unicodedata.normalize("NFKD", text)[:MOST_LETTERS]
    plain = "".join(char for char in spelt_out if not unicodedata.combining(char))
    return _WORDS.findall(_APOSTROPHES.sub("", plain).casefold())


def _key(name: str) -> str:
    return "".join(words_of(name))


def _without_form(names: Mapping[str, str]) -> dict[str, Entry]:
    """ "Efexor XL" is also found as "Efexor"; "water tablets" not as "water"."""
    found: dict[str, Entry] = {}
    for name, option in names.items():
        short = [word for word in words_of(name) if word not in FORMS]
        if len("".join(short)) > 3 and not EVERYDAY.issuperset(short):
            found.setdefault("".join(short), Entry((Named(name, option),), True, len(short)))
    return found


def _starts(names: Mapping[str, str]) -> dict[str, Entry]:
    """ "Panadol" may be meant for "Panadol Extra"."""
    found: dict[str, tuple[Named, ...]] = {}
    for name, option in names.items():
        first, *rest = words_of(name) or [""]
        if rest and len(first) > 4:
            found[first] = (*found.get(first, ()), Named(name, option))
    return {word: Entry(means[:MOST_MEANINGS], False) for word, means in found.items()}
