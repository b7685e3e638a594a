"""Where patterns occur in a message. All are looked for at once, in time linear in the number of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.triage.phrases import Found, Hit, Number, OneOf, Pattern, Patterns
from bot.triage.spelling import Spelling

Item = int  # the number of an item in a Finder
Places = Sequence[Mapping[Item, Sequence[int]]]  # per word: the items that begin there -> where each of them ends


class _Row(NamedTuple):
    """A pattern made ready: its first item, those after it and how far off they may be, and all that it needs."""

    sign: int
    groups: tuple[Patterns, ...]  # that it belongs to
    first: Item
    rest: tuple[tuple[Item, int], ...]
    needs: frozenset[Item]


class _Stem:
    """The beginning of phrases: the items that end here, and how the others go on."""

    __slots__ = ("further", "items")

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.further: dict[str, _Stem] = {}

    def add(self, phrase: Sequence[str], item: Item) -> None:
        stem = self
        for word in phrase:
            stem = stem.further.setdefault(word, _Stem())
        stem.items.append(item)


class Finder:
    """Knows all patterns, and the words that they are made of."""

    def __init__(
        self,
        groups: Iterable[Patterns],
        by_ear: Mapping[str, tuple[str, ...]] | None = None,
        ordinary: frozenset[str] = frozenset(),
    ) -> None:
        self._items: dict[OneOf | Number, Item] = {}
        self._rows: dict[Item, list[_Row]] = {}
        for pattern, within in _by_pattern(groups).items():
            first, *rest = (self._items.setdefault(part.item, len(self._items)) for part in pattern.parts)
            gaps = (part.apart for part in pattern.parts[1:])
            row = _Row(pattern.sign, within, first, tuple(zip(rest, gaps, strict=True)), frozenset(rest))
            self._rows.setdefault(first, []).append(row)
        self._numbers = [(item, meant) for meant, item in self._items.items() if isinstance(meant, Number)]
        self._phrases = _Stem()
        for phrase, item in _phrases(self._items):
            self._phrases.add(phrase, item)
        self.words = frozenset(word for phrase, _ in _phrases(self._items) for word in phrase)
        self._spelling = Spelling(self.words, by_ear, ordinary)

    def find(self, words: Sequence[str], stretches: Sequence[int]) -> Found:
        """What occurs in these words. stretches: per word, the part of the message it is in."""
        places = self._places(words)
        present = {item for here in places for item in here}
        rows = {item: [row for row in self._rows.get(item, ()) if row.needs <= present] for item in present}
        found: dict[Patterns, list[Hit]] = {}
        for at, here in enumerate(places):
            for row in (row for item in here for row in rows[item]):
                for hit in _hits(row, places, stretches, at):
                    for group in row.groups:
                        found.setdefault(group, []).append(hit)
        return found

    def _places(self, words: Sequence[str]) -> Places:
        known = [self._spelling.read(word) for word in words]
        places = [self._begun(known, at) for at in range(len(words))]
        for at, word in enumerate(words):
            if word[0].isdecimal():
                places[at].update((item, [at + 1]) for item in self._measured(word))
        return places

    def _begun(self, known: Sequence[Sequence[str]], at: int) -> dict[Item, list[int]]:
        """The items whose phrases begin at this word, and where each ends."""
        here: dict[Item, list[int]] = {}
        stems = [self._phrases]
        for end in range(at, len(known)):
            stems = [stem.further[word] for stem in stems for word in known[end] if word in stem.further]
            if not stems:
                break
            for item in (item for stem in stems for item in stem.items):
                here.setdefault(item, []).append(end + 1)
        return here

    def _measured(self, figures: str) -> Iterator[Item]:
        value = float(figures.replace(",", "."))
        return (item for item, meant in self._numbers if meant.low <= value <= meant.high)


def _hits(row: _Row, places: Places, stretches: Sequence[int], at: int) -> Iterator[Hit]:
    """Every way in which the row matches with its first item at this word."""
    paths: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((at,), (end,)) for end in places[at][row.first]]
    for item, apart in row.rest:
        paths = [
            ((*starts, start), (*ends, end))
            for starts, ends in paths
            for start in range(ends[-1], min(ends[-1] + apart + 1, len(places)))
            if not apart or stretches[start] == stretches[at]
            for end in places[start].get(item, ())
        ]
    for starts, ends in paths:
        taken = sum((1 << end) - (1 << start) for start, end in zip(starts, ends, strict=True))
        yield Hit(taken, at, ends[-1] - 1, ends[row.sign] - 1)


def _by_pattern(groups: Iterable[Patterns]) -> dict[Pattern, tuple[Patterns, ...]]:
    """Each pattern, and the groups that it belongs to."""
    found: dict[Pattern, tuple[Patterns, ...]] = {}
    for group in groups:
        for pattern in group:
            found[pattern] = (*found.get(pattern, ()), group)
    return found


def _phrases(items: Mapping[OneOf | Number, Item]) -> Iterator[tuple[tuple[str, ...], Item]]:
    """Each phrase, and the item that it stands for."""
    return ((phrase, item) for meant, item in items.items() if isinstance(meant, OneOf) for phrase in meant.phrases)
