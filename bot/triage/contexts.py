"""Clauses of a message, and the ways of speaking in which a sign is no alarm: denied, long past, a mere question.

A context is made by a few words and covers a part of their clause. This is the ConText algorithm (Harkema 2009), on
clauses that are found without commas too, since people in a chat leave them out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from bot.triage.phrases import Found, Hit, Patterns
from bot.triage.spoken import FIRST, LAST, LINE, PAUSE, Spoken

REACH = 8  # words that a "no" covers after itself, or after the last comma or "or" of its list
LONGEST = 40  # words of a clause. Beyond them a new one begins, which bounds the work for a text without any pause


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a message falls into sentences and clauses."""

    small: frozenset[str] = frozenset()  # words that are skipped wherever they stand: "really", "a"
    ends: frozenset[str] = frozenset()  # words that end a sentence: "but", "however"
    subjects: frozenset[str] = frozenset()  # words that begin a clause of somebody: "I", "my"
    begins: frozenset[str] = frozenset()  # other words that begin a clause: "it", "today"
    carries: frozenset[str] = frozenset()  # words after which neither does: "in", "think"
    joins: frozenset[str] = frozenset()  # words that go on with a list: "and", "or"
    listed: Patterns = frozenset()  # what begins a clause after a comma or "and": "face drooping"


@dataclass(frozen=True, slots=True)
class Context:
    """A way of speaking in which a sign is no alarm."""

    id: str
    before: Patterns = frozenset()  # covers the words after it, in its clause
    after: Patterns = frozenset()  # covers the words before it; at the start of a clause, those of the clause before
    around: Patterns = frozenset()  # covers its whole clause
    but_not: Patterns = frozenset()  # looks like one of these but is none: "not sure"
    unless: Patterns = frozenset()  # in the same clause, speaks against it: "now" against long ago

    @property
    def groups(self) -> tuple[Patterns, ...]:
        return self.before, self.after, self.around, self.but_not, self.unless


class Cover(NamedTuple):
    """The words from `first` up to `end` that a context covers, and those (bit n: the n-th word) that made it do so."""

    first: int
    end: int
    taken: int


Covers = Mapping[int, Sequence[Cover]]
"""Clause -> what is covered in it."""


def sentences_of(said: Spoken, grammar: Grammar) -> list[int]:
    """Per word, the sentence that it belongs to."""
    return _numbered(said, lambda at: said.words[at] == FIRST or said.words[at] in grammar.ends)


def stretches_of(said: Spoken, sentences: Sequence[int], grammar: Grammar) -> list[int]:
    """Per word, the stretch that a pattern may span: a sentence or a line, or its part up to ", my" or "and I"."""

    def begins(at: int) -> bool:
        somebody = said.words[at] in grammar.subjects and _goes_on(said, at, grammar)
        return somebody or said.breaks[at] == LINE or sentences[at] != sentences[at - 1]

    return _numbered(said, begins)


def clauses_of(said: Spoken, stretches: Sequence[int], grammar: Grammar, found: Found) -> list[int]:
    """Per word, the clause that it belongs to: the part of a stretch that a "no" may cover."""
    listed = {hit.first for hit in found.get(grammar.listed, ())}

    def begins(at: int) -> bool:
        if stretches[at] != stretches[at - 1] or (at in listed and _goes_on(said, at, grammar)):
            return True
        free = said.breaks[at] == PAUSE or said.words[at - 1] not in grammar.carries
        return free and (said.words[at] in grammar.subjects or said.words[at] in grammar.begins)

    return _numbered(said, begins, LONGEST)


def _goes_on(said: Spoken, at: int, grammar: Grammar) -> bool:
    """Whether a comma, a new line or "and" stands before it; not "or", which goes on with what was denied."""
    before = said.words[at - 1]
    return said.breaks[at] in (PAUSE, LINE) or (before in grammar.joins and before not in grammar.carries)


def _numbered(said: Spoken, begins: Callable[[int], bool], longest: int | None = None) -> list[int]:
    """Number the parts of a message, given which words begin one. FIRST and LAST belong to their neighbours."""
    parts, length = [0], 1
    for at in range(1, len(said.words)):
        joined = said.words[at - 1] == FIRST or said.words[at] == LAST
        new = not joined and (begins(at) or length == longest)
        parts.append(parts[-1] + new)
        length = 1 if new else length + 1
    return parts


def covers(context: Context, said: Spoken, clauses: Sequence[int], grammar: Grammar, found: Found) -> Covers:
    """What the context covers in this message."""
    spared = taken(found.get(context.but_not, ()))
    against = {clauses[hit.last] for hit in found.get(context.unless, ())}
    covered: dict[int, list[Cover]] = {}

    def cover(patterns: Patterns, words: Callable[[Hit], tuple[int, int]]) -> None:
        for hit in found.get(patterns, ()):
            if not hit.taken & spared and clauses[hit.last] not in against:
                first, end = words(hit)
                covered.setdefault(clauses[first], []).append(Cover(first, end, hit.taken))

    cover(context.before, lambda hit: (hit.last, _reach(hit.last, said, clauses, grammar)))
    cover(context.after, lambda hit: (_begin(clauses, max(hit.first - 1, 0)), hit.first))
    cover(context.around, lambda hit: (_begin(clauses, hit.last), _end(clauses, hit.last)))
    return covered


def taken(hits: Iterable[Hit]) -> int:
    """All words that these took."""
    return reduce(or_, (hit.taken for hit in hits), 0)


def _reach(at: int, said: Spoken, clauses: Sequence[int], grammar: Grammar) -> int:
    """Where the words end that are covered by a "no" which ends at this word."""
    left = REACH
    for word in range(at + 1, _end(clauses, at)):
        left = REACH if said.breaks[word] or said.words[word] in grammar.joins else left - 1
        if left < 0:
            return word
    return _end(clauses, at)


def _begin(clauses: Sequence[int], at: int) -> int:
    """The first word of the clause at this word."""
    return bisect_left(clauses, clauses[at])


def _end(clauses: Sequence[int], at: int) -> int:
    """The word after the last one of the clause at this word."""
    return bisect_right(clauses, clauses[at])
