"""The real process on a bad network, the short form."""

from __future__ import annotations

from pathlib import Path

from tests.torture import outage, storm


async def test_a_storm_is_weathered(tmp_path: Path) -> None:
    """Nothing is lost or out of order; only what was carried out without an answer is said twice."""
    weathered = await storm.torture(tmp_path, seconds=4, seed=1, walkers=2)
    assert weathered.faults > 3


async def test_after_an_outage_people_come_first_and_the_rates_are_held(tmp_path: Path) -> None:
    """Replies before check-ins, in order, each once, and never a 429 of our own making."""
    outlasted = await outage.torture(tmp_path, writers=12, due=24, seconds=2)
    assert outlasted.replies == 36
    assert outlasted.check_ins == 24
