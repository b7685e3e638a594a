"""A simulated power cut, the short form."""

from __future__ import annotations

from pathlib import Path

from tests.torture import power


def test_after_a_power_cut_what_was_confirmed_is_there_and_nothing_by_halves(tmp_path: Path) -> None:
    """Cut at any byte of the log, with anything behind it, or while it is brought into the database. What was received
    is there; of messages that were sent the last may be said again, and that does happen here."""
    survived = power.torture(tmp_path, cuts=100, seed=1)
    assert survived.cuts == 100
    assert survived.said_again > 0
