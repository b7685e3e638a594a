"""A simulated power cut, the short form."""

from __future__ import annotations

from pathlib import Path

from tests.torture import power


def test_after_a_power_cut_what_was_committed_is_there_and_nothing_by_halves(tmp_path: Path) -> None:
    """Cut at any byte of the log, with zeros or garbage behind it, or while it is brought into the database."""
    assert power.torture(tmp_path, cuts=60, seed=1) == 60
