"""How hard a text is to read."""

from __future__ import annotations

import pytest

from bot.review import reading
from bot.review.reading import grade


def test_a_hard_text_has_a_higher_grade_than_an_easy_one() -> None:
    """By the number in the words."""
    easy = grade("Do you feel ill? Do not go. Sit on the bed. It is all right.")
    hard = grade(
        "Individuals experiencing fasciculations should immediately discontinue pharmacological interventions."
    )
    assert int(easy.split()[-1]) < 4 < int(hard.split()[-1])


@pytest.mark.parametrize(
    "text", ["", "Done", "**None** of these", "A [link](https://long.example/a/very/long/way) there"]
)
def test_a_text_of_a_few_words_has_no_grade(text: str) -> None:
    """A formula says nothing of it."""
    assert grade(text) == ""


def test_markup_and_placeholders_do_not_count() -> None:
    """A link's address is not read aloud."""
    plain = grade("Call this number now if it is there again. Sit down.")
    marked = (
        "**Call** {emergency} [number](https://example.org/incomprehensibilities) now if it is there again. Sit down."
    )
    assert grade(marked) == plain


def test_without_textstat_the_page_says_that_nothing_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes with the tools for development only."""
    monkeypatch.setattr(reading, "find_spec", lambda name: None)
    assert grade("Do you feel ill? Do not go. Sit down.") == "reading grade not measured"
