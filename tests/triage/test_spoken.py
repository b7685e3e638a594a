"""A message is cut into words and pauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.spoken import FIRST, LAST, LINE, PAUSE, STOP, cut, is_one_word, spellings

KNOWN = frozenset({"chest", "pain", "😭", "?"})


def words(text: str) -> list[str]:
    return list(cut(text, KNOWN, frozenset({"really"})).words[1:-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can’t", ["i", "cant"]),
        ("I can`t", ["i", "cant"]),
        ("Straße", ["strasse"]),
        ("naïve Café", ["naive", "cafe"]),
        ("a\u200bb", ["ab"]),
        ("sugar 2.4 or 2,5", ["sugar", "2.4", "or", "2,5"]),
        ("400mg", ["400", "mg"]),
        ("pre-eclampsia", ["pre", "eclampsia"]),
        ("k*ll", ["k*ll"]),
        ("really bad", ["bad"]),
        ("😭🎉?!", ["😭", "?"]),
        ("chestpain", ["chest", "pain"]),
        ("chestnut", ["chestnut"]),
        ("боль в груди", ["боль", "в", "груди"]),
    ],
)
def test_words_are_plain(text: str, expected: list[str]) -> None:
    """Small letters, no accents or apostrophes; numbers by themselves; only known signs; glued words apart."""
    assert words(text) == expected


@pytest.mark.parametrize(
    ("between", "pause"),
    [
        (" ", 0),
        (", ", PAUSE),
        (" - ", PAUSE),
        ("... ", PAUSE),
        (" (", PAUSE),
        ("\n", LINE),
        (",\n", LINE),
    ],
)
def test_pauses_are_kept(between: str, pause: int) -> None:
    """The strongest of those between two words of a sentence."""
    assert cut(f"one{between}two").breaks[2] == pause


def test_each_sentence_has_its_beginning_and_end() -> None:
    """Known signs at its end belong to it, so that "chest pain? no" can be told from "no idea"."""
    said = cut("Pain?! No. ", KNOWN)
    assert said.words == (FIRST, "pain", "?", LAST, FIRST, "no", LAST)
    assert said.breaks == (STOP, 0, 0, 0, STOP, 0, STOP)


@given(st.text())
def test_any_text_is_cut(text: str) -> None:
    """There is a break for each word, and no word is empty."""
    said = cut(text, KNOWN)
    assert len(said.words) == len(said.breaks)
    assert all(said.words)


@given(st.text(alphabet="abc '", min_size=1))
def test_a_word_is_what_cutting_leaves_whole(text: str) -> None:
    """is_one_word says what cut does."""
    if is_one_word(text):
        assert len(cut(text, known=(text,)).words) == 3


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("can't", ("cant",)),
        ("café", ("cafe",)),
        ("hängt", ("hangt", "haengt")),
        ("ha\u0308ngt", ("hangt", "haengt")),
        ("Übelkeit", ("ubelkeit", "uebelkeit")),
        ("heiß", ("heiss",)),
        ("blue", ("blue",)),
    ],
)
def test_umlauts_are_typed_in_two_ways(word: str, expected: tuple[str, ...]) -> None:
    """A keyboard may have none, and some leave out the dots. Words without umlauts have one spelling."""
    assert spellings(word) == expected
