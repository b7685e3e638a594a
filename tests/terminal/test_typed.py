"""What a typed line means."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terminal.typed import Later, Meaning, NotUnderstood, Quit, meaning
from bot.triage.inputs import Commanded, Said, Tapped
from bot.triage.screen import Button

BUTTONS = (
    Button("⬜ Face droops", "q.abc.0.+droop"),
    Button("✅ Arm or leg weak", "q.abc.0.-limb"),
    Button("None of these", "q.abc.0.none"),
    Button("Done", "q.abc.0.done"),
    Button("« Back", "q.abc.0.back"),
)
DROOP, LIMB, NONE, DONE, BACK = (Tapped(button.data) for button in BUTTONS)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("1", (DROOP,)),
        ("1 2", (DROOP, LIMB)),
        ("1,2, 3", (DROOP, LIMB, NONE)),
        ("2 2", (LIMB,)),
        ("b", (BACK,)),
        ("B", (BACK,)),
        ("done", (DONE,)),
        ("none", (NONE,)),
        ("face droops", (DROOP,)),
        ("WEAK", (LIMB,)),
        ("or leg", (LIMB,)),
        ("my arm is weak", (Said("my arm is weak"),)),
        ("of", (NONE,)),
        ("e", (Said("e"),)),
        ("/start lip_twitch", (Commanded("start", "lip_twitch"),)),
        ("/HELP", (Commanded("help"),)),
        ("/later 14d", Later(timedelta(days=14))),
        ("/LATER 1d", Later(timedelta(days=1))),
        ("/later\t1d ", Later(timedelta(days=1))),
        ("/later@checkback_bot 1d", Later(timedelta(days=1))),
        ("/stop@checkback_bot", (Commanded("stop"),)),
        ("/Medicines@checkback_bot aspirin", (Commanded("medicines", "aspirin"),)),
        ("/", (Said("/"),)),
        ("/Quit", Quit()),
        ("/later soon", NotUnderstood("/later soon")),
        ("/quit", Quit()),
        ("6", NotUnderstood("6")),
        ("0", NotUnderstood("0")),
        ("  1  ", (DROOP,)),
    ],
)
def test_a_line_means_what_a_person_would_expect(line: str, meant: Meaning) -> None:
    """Numbers, some words of a label, commands, and what is neither is text as on Telegram."""
    assert meaning(line, BUTTONS) == meant


def test_without_buttons_a_number_is_text() -> None:
    """There is nothing to choose from."""
    assert meaning("2", ()) == (Said("2"),)


def test_words_that_fit_two_buttons_choose_neither() -> None:
    """Rather ask again than choose for somebody."""
    twice = (Button("In 3 days", "c.x.three_days"), Button("In a week", "c.x.one_week"))
    assert meaning("in", twice) == (Said("in"),)


@given(st.text())
def test_any_line_means_something(line: str) -> None:
    """No line breaks the prompt."""
    meaning(line, BUTTONS)
