"""Patterns are found in words: in order, near enough, never beyond their stretch."""

from __future__ import annotations

import pytest

from bot.triage.finder import Finder
from bot.triage.phrases import Found, Hit, Number, OneOf, Part, Pattern

FACE = OneOf(frozenset({("face",), ("corner", "of", "mouth")}))
DROOPS = OneOf(frozenset({("droops",), ("hangs", "down")}))
FACE_DROOPS = frozenset({Pattern((Part(FACE), Part(DROOPS, apart=2)))})
DROOPS_FACE = frozenset({Pattern((Part(DROOPS), Part(FACE, apart=2)), sign=0)})
WEEKS = frozenset({Pattern((Part(Number(20, 42.5)), Part(OneOf(frozenset({("weeks",)})))))})
FINDER = Finder([FACE_DROOPS, DROOPS_FACE, WEEKS, frozenset()])


def found(text: str, stretches: str | None = None) -> Found:
    words = text.split()
    return FINDER.find(words, [int(number) for number in stretches or "0" * len(words)])


def test_a_hit_says_which_words_it_took() -> None:
    """Those between are not taken; the sign is the last word of its part."""
    assert found("my face really hangs down now") == {FACE_DROOPS: [Hit(0b11010, 1, 4, 4)]}


def test_the_sign_may_stand_first() -> None:
    """Of "droops face", "droops" is the sign."""
    assert found("droops corner of mouth") == {DROOPS_FACE: [Hit(0b1111, 0, 3, 0)]}


@pytest.mark.parametrize(
    ("text", "stretches"),
    [("face one two three droops", None), ("face droops", "01"), ("face", None), ("corner of", None), ("", None)],
)
def test_what_is_too_far_or_incomplete_is_not_found(text: str, stretches: str | None) -> None:
    """More words between than allowed, another stretch, the end of the message."""
    assert found(text, stretches) == {}


def test_every_way_to_match_is_found() -> None:
    """One may be denied and the other not."""
    hits = found("face droops droops")[FACE_DROOPS]
    assert [(hit.first, hit.last) for hit in hits] == [(0, 1), (0, 2)]


@pytest.mark.parametrize(
    ("figures", "fits"),
    [("20", True), ("42,5", True), ("42.6", False), ("19", False), ("٣٠", True), ("9" * 400, False)],
)
def test_numbers_lie_within_their_range(figures: str, fits: bool) -> None:
    """In any script, with a point or a comma."""
    assert (WEEKS in found(f"{figures} weeks")) is fits


def test_the_words_of_all_patterns_are_known() -> None:
    """So that a message can be cut and spelt by them."""
    assert FINDER.words == {"face", "corner", "of", "mouth", "droops", "hangs", "down", "weeks"}
