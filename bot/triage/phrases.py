"""Patterns of words: what a clinician's rules look for in a message.

A pattern is a row of items. An item is one of several words or phrases, or a number; between two items other words
may stand, as many as the later one allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these words and phrases."""

    phrases: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in figures, from `low` to `high`."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a pattern, and how many other words may stand before it."""

    item: OneOf | Number
    apart: int = 0


@dataclass(frozen=True, slots=True, eq=False)  # compared as objects: found by hash many times for each message
class Pattern:
    """A row of parts; `sign` is the one (counted from 0) that tells: of "face drooping", "drooping"."""

    parts: tuple[Part, ...]
    sign: int = -1


Patterns = frozenset[Pattern]
"""Patterns that mean the same. Found by their hash, which a frozenset keeps."""


class Hit(NamedTuple):
    """Where a pattern occurs: the words that it took (bit n: the n-th word), the first, the last, and the sign's."""

    taken: int
    first: int
    last: int
    sign: int


Found = Mapping[Patterns, Sequence[Hit]]
"""Where any of these occurs; those that do not are not in it."""
