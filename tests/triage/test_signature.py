"""/help says whether a clinician has signed what the bot says."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.conversation import advance
from bot.triage.inputs import Commanded
from bot.triage.library import Library, Signature
from tests.triage.made import library


def help_of(library: Library) -> str:
    return advance(library, None, Commanded("help"), now=0, fresh="fresh").screens[0].text


def test_help_says_that_nobody_has_signed() -> None:
    """Nobody is left to think that a clinician stands behind the words."""
    made = library()
    assert help_of(made) == f"{made.words.help}\n\n{made.words.not_signed}"


def test_help_says_who_signed_and_when() -> None:
    """The name and the date; braces in a name are only braces."""
    made = replace(library(), signed=Signature("Dr {A}", "2031-02-03"))
    assert made.words.not_signed not in help_of(made)
    assert "Dr {A}" in help_of(made)
    assert "2031-02-03" in help_of(made)
