"""Names of medicines as people type them: misspelt, with strength and form, several at once. Never for red flags.

A text is cut at commas, lines and the like, and each part is read for the names of the table: first those that stand
there as written, the longest first, then those that are a few letters off. What is left and is no everyday word counts
as one unknown name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.content.everyday import EVERYDAY, FORMS, JOINING, ORDINARY
from bot.content.name_index import Entry, Index, Trap, index_of, words_of
from bot.triage.library import LookUp

__all__ = ["Trap", "look_up_in"]

MOST_GUESSED = 60  # words of a text that may be misspelt names; those well spelt are found among any number
WIDEST_GUESS = 3  # words that may together be one misspelt name

_BREAKS = re.compile(r"[,;:+/|•·()\[\]\n\r]|\s[-–—*]+\s")


def look_up_in(names: Mapping[str, str], traps: Sequence[Trap]) -> Callable[[str], LookUp]:
    """A look-up over a table. names: name -> id of its class. Deterministic; takes any text and never fails."""
    index = index_of(names, traps)

    def look_up(text: str) -> LookUp:
        return _gather(list(_read(index, text)))

    return look_up


def _gather(read: list[Entry | None]) -> LookUp:
    found = dict.fromkeys(entry.means[0] for entry in read if entry and entry.sure)
    ticked = {named.option for named in found}
    unsure = dict.fromkeys(entry.means for entry in read if entry and not entry.sure)
    still_open = tuple(means for means in unsure if not {named.option for named in means} <= ticked)
    return LookUp(tuple(found), still_open, read.count(None))


def _read(index: Index, text: str) -> Iterator[Entry | None]:
    """What each stretch of the text names, in order; None for a stretch of words that names nothing known."""
    left = MOST_GUESSED
    for part in _BREAKS.split(text.replace("&", " and ")):
        for piece in _pieces(index, words_of(part)):
            if isinstance(piece, Entry):
                yield piece
            else:
                yield from _guess(index, piece[:left])
                left = max(0, left - len(piece))


def _pieces(index: Index, words: Sequence[str]) -> Iterator[Entry | Sequence[str]]:
    """The names that stand there as written, and the stretches of words between them."""
    begun = at = 0
    while at < len(words):
        width, entry = _written(index, words, at)
        if entry or words[at] in JOINING:
            yield words[begun:at]
            begun = at + width
        at += width
        if entry:
            yield entry
            begun = at = _after_form(words, at)
    yield words[begun:]


def _after_form(words: Sequence[str], at: int) -> int:
    """Behind the strength and form that follow a name: the "inhaler" of "Ventolin inhaler" names nothing more."""
    while at < len(words) and (words[at] in FORMS or words[at].isdigit()):
        at += 1
    return at


def _written(index: Index, words: Sequence[str], at: int) -> tuple[int, Entry | None]:
    """The longest name that stands here as written, and how many words it takes (1 where there is none)."""
    for width in range(min(index.widest, len(words) - at), 0, -1):
        key = "".join(words[at : at + width])
        if key in index.entries and not _only_alone(key):
            return width, index.entries[key]
    return 1, None


def _only_alone(key: str) -> bool:
    """Whether this name means the medicine only where nothing else is said: "E", "K2", "ice", "pills"."""
    return len(key) < 3 or key in ORDINARY or key in FORMS


def _guess(index: Index, words: Sequence[str]) -> Iterator[Entry | None]:
    """What a stretch of words without a well spelt name may have been meant to name."""
    alone = _alone(index, words)
    if alone:
        yield alone
        return
    strange = False
    at = 0
    while at < len(words):
        width, entry = _nearest(index, words, at)
        if entry:
            yield entry
        else:
            strange = strange or (len(words[at]) > 2 and not _stands_around(words[at]))
        at += width
    if strange:
        yield None


def _alone(index: Index, words: Sequence[str]) -> Entry | None:
    """The name that these words are, once the words around it are taken away little by little."""
    spoken = [word for word in words if word not in EVERYDAY]
    formless = [word for word in spoken if word not in FORMS]
    bare = [word for word in formless if not word.isdigit()]
    keys = ("".join(some) for some in (words, spoken, formless, bare))
    return next((index.entries[key] for key in keys if key in index.entries), None)


def _nearest(index: Index, words: Sequence[str], at: int) -> tuple[int, Entry | None]:
    """What the words from here may have been meant to be, and how many of them it takes."""
    if _stands_around(words[at]):
        return 1, None
    for width in range(min(WIDEST_GUESS, len(words) - at), 0, -1):
        entry = index.near(words[at : at + width])
        if entry:
            return width, entry
    return 1, index.starts.get(words[at])


def _stands_around(word: str) -> bool:
    """Whether it is a word that stands around names, and no name."""
    return word in EVERYDAY or word in FORMS or word.isdigit()
