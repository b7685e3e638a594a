"""Lengths of time as people write them: `20s`, `30m`, `3h`, `14d`, `2w`. For flows, settings and the terminal alike."""

from __future__ import annotations

import re
from datetime import timedelta

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
WRITTEN = re.compile(r"([0-9]{1,8})([smhdw])")
LONGEST = timedelta(days=3650)


def parse_duration(text: str) -> timedelta | None:
    """The length of time written there, from one second to ten years; None where it is not one."""
    if not (written := WRITTEN.fullmatch(text.strip())):
        return None
    number, unit = written.groups()
    length = timedelta(**{UNITS[unit]: int(number)})
    return length if timedelta() < length <= LONGEST else None
