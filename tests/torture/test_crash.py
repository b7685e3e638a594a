"""kill -9 of the real process, the short form."""

from __future__ import annotations

from pathlib import Path

from tests.torture import crash


async def test_killed_at_any_moment_it_loses_nothing(tmp_path: Path) -> None:
    """No tap that Telegram confirmed, no reply, no check-in; nobody who said stop is written to."""
    survived = await crash.torture(tmp_path, kills=8, seed=1, walkers=3)
    assert survived.acts > 20
    assert survived.doubled <= survived.kills * 4, "one for each request in flight"
