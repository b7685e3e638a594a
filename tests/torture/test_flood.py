"""A flood of taps, the short form."""

from __future__ import annotations

from pathlib import Path

from tests.torture import flood


async def test_a_flood_is_bounded_and_others_are_served(tmp_path: Path) -> None:
    """The flooder ends on the latest question; what waits for them is bounded; everybody else is answered, on a machine
    that does many other things in seconds; `make torture` is stricter."""
    flooded = await flood.torture(tmp_path, seconds=2, floor=3)
    assert flooded.taps > 50, flooded
