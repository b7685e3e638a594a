"""Lengths of time as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.triage.durations import parse_duration


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("20s", timedelta(seconds=20)),
        ("30m", timedelta(minutes=30)),
        ("3h", timedelta(hours=3)),
        (" 14d ", timedelta(days=14)),
        ("2w", timedelta(weeks=2)),
    ],
)
def test_a_number_and_a_unit_are_a_length_of_time(written: str, length: timedelta) -> None:
    """Seconds, minutes, hours, days and weeks have one letter each."""
    assert parse_duration(written) == length


@pytest.mark.parametrize(
    "written", ["", "14", "d", "14 d", "-2w", "1.5h", "2y", "14D", "١٤d", "0s", "3651d", "99999999w", "999999999w"]
)
def test_anything_else_is_none(written: str) -> None:
    """Neither nothing at all, nor another unit, nor more than ten years."""
    assert parse_duration(written) is None
