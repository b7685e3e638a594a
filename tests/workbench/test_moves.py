"""Moves as words of the address, and what a tap was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workbench.moves import Answered, Move, Pressed, Ticked, Waited, Wrote, read, with_move

IDS = st.from_regex(r"[a-z0-9_]{1,24}", fullmatch=True)
MOVES: st.SearchStrategy[Move] = st.one_of(
    st.builds(Answered, IDS, st.frozensets(IDS, max_size=4)),
    st.builds(Ticked, IDS, IDS, st.booleans()),
    st.builds(Pressed, st.sampled_from(["q.back", "c.accept", "a.stroke+airway.carry_on", "r."])),
    st.builds(Wrote, st.text(min_size=1).filter(str.strip)),
    st.just(Waited()),
)


@given(MOVES)
def test_a_move_is_read_as_it_was_written(move: Move) -> None:
    """The address says all that the move is."""
    assert read(str(move)) == move


@given(st.text())
def test_any_word_of_an_address_is_a_move_or_none(word: str) -> None:
    """Addresses are typed and mangled; reading one never fails."""
    move = read(word)
    assert move is None or read(str(move)) == move


@pytest.mark.parametrize("word", ["", "who", "who=Me", "=", "who=a++b", ".", ".Q", ":", ":  ", "~~", "who+", "a/b"])
def test_what_is_no_move_is_none(word: str) -> None:
    """It falls away."""
    assert read(word) is None


def test_an_answer_takes_the_place_of_its_ticks() -> None:
    """The address stays short: Done says what the ticks before it said, and leaves those of other questions."""
    moves = [Ticked("signs", "numb", True), Ticked("also", "pen", True)]
    answered = Answered("signs", frozenset({"numb"}))
    assert with_move(moves, answered) == (Ticked("also", "pen", True), answered)
