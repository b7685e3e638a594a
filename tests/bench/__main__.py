"""`make bench`, or `python -m tests.bench [taps] [check_ins] [commits] [proofs]`: all in about three minutes."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import time

from tests.bench import check_ins, commits, proofs, taps

PARTS = {"taps": taps.run, "check_ins": check_ins.run, "commits": commits.run, "proofs": proofs.run}


async def main(*names: str) -> None:
    """Run these, or all."""
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, load {load:.1f} (the idler, the truer)")
    for name in names or PARTS:
        begun = time.monotonic()
        print()
        await PARTS[name]()
        print(f"  ({time.monotonic() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
