"""Misspelt words are read as the known words that they may be meant to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.spelling import Spelling

KNOWN = ("hand", "face", "numb", "cant", "mouth", "chest", "droop", "slurred", "seizure", "siesta", "help", "die", "to")
SPELLING = Spelling(KNOWN, {"dye": ("die",), "2": ("to",), "to": ("die",)}, frozenset({"month"}))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("seizure", "seizure"),
        ("siezure", "seizure"),
        ("seizur", "seizure"),
        ("seizzure", "seizure"),
        ("seixure", "seizure"),
        ("slured", "slurred"),
        ("chset", "chest"),
        ("chst", "chest"),
        ("hnad", "hand"),
        ("nubm", "numb"),
        ("hnd", "hand"),
        ("cnt", "cant"),
        ("heeeelp", "help"),
        ("drooooop", "droop"),
        ("dye", "die"),
        ("2", "to"),
    ],
)
def test_a_misspelt_word_is_known(written: str, meant: str) -> None:
    """One letter off, swapped, held, or vowels left out; or as listed."""
    assert SPELLING.read(written) == (meant,)


@pytest.mark.parametrize("word", ["month", "band", "fact", "nub", "south", "aseizure", "eizure", "", "x", "😭", "123"])
def test_another_word_is_not_known(word: str) -> None:
    """Ordinary words, short words one letter off, a wrong first letter."""
    assert SPELLING.read(word) == ()


def test_a_listed_word_that_is_known_itself_may_mean_both() -> None:
    """It may have been meant as it stands."""
    assert SPELLING.read("to") == ("die", "to")


@given(st.text(max_size=30))
def test_any_text_may_be_read(word: str) -> None:
    """Whatever it is, the answer is known words."""
    assert set(SPELLING.read(word)) <= set(KNOWN)


@given(st.sampled_from([word for word in KNOWN if len(word) > 4]), st.data())
def test_one_letter_left_out_is_always_known(word: str, data: st.DataObject) -> None:
    """Any but the first."""
    at = data.draw(st.integers(1, len(word) - 1))
    assert word in SPELLING.read(word[:at] + word[at + 1 :])
