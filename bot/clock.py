"""Clocks: Unix seconds, from the machine or moved by hand. Passed in everywhere, so that a test can jump two weeks."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

Clock = Callable[[], float]


class ShiftedClock:
    """The machine's clock, moved ahead by `ahead` seconds: the terminal's /later."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


def clock_from(file: Path | None) -> Clock:
    """The machine's clock; with a file, ahead by as many seconds as the file says at each look: for tests."""
    return time.time if file is None else lambda: time.time() + _seconds_in(file)


def monotonic_from(file: Path | None) -> Clock:
    """Seconds that never go back, for time-outs; with a file, ahead as `clock_from` is."""
    return time.monotonic if file is None else lambda: time.monotonic() + _seconds_in(file)


def _seconds_in(file: Path) -> float:
    with suppress(OSError, ValueError):
        return float(file.read_text())
    return 0.0
