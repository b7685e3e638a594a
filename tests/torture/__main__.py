"""All tortures, long: `python -m tests.torture --minutes 60 --seed 1`. Ends at the first broken promise."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import SystemRandom

from tests.torture import crash, flood, fuzz, outage, power, storm

KILLS = 40  # in one round
CUTS = 150
STORM = 30.0  # seconds
FUZZ = 8  # seconds for each target


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    given = arguments.parse_args()
    print(f"Torture for {given.minutes:g} minutes, seed {given.seed}", flush=True)
    if not fuzz.is_guided():
        print("Without atheris: nonsense is made at random, not guided by what it reaches")
    survived = Counter[str]()
    ends = time.monotonic() + 60 * given.minutes
    try:
        for seed in range(given.seed, 10**9):
            with tempfile.TemporaryDirectory() as folder:
                _round(Path(folder), seed, survived)
            if time.monotonic() > ends:
                break
    finally:
        print("\nSurvived: " + ", ".join(f"{count} {what}" for what, count in survived.items()))


def _round(folder: Path, seed: int, survived: Counter[str]) -> None:
    """One of each."""
    with asyncio.Runner() as runner:
        killed = runner.run(crash.torture(_new(folder / "crash"), KILLS, seed, walkers=5, askers=2))
        posted = runner.run(crash.torture(_new(folder / "hook"), KILLS // 4, seed, 5, 2, crash.by_webhook))
        for crashed in (killed, posted):
            survived.update({"kills": crashed.kills, "acts": crashed.acts, "check-ins": crashed.check_ins})
            survived.update({"messages said twice by a crash": crashed.doubled})
        weathered = runner.run(storm.torture(_new(folder / "storm"), STORM, seed, hangs=True))
        survived.update({"faults injected": weathered.faults, "acts": weathered.acts})
        outlasted = runner.run(outage.torture(_new(folder / "outage"), 40, 80, 5))
        survived.update({"outages": 1, "replies and check-ins after them": outlasted.replies + outlasted.check_ins})
        flooded = runner.run(flood.torture(_new(folder / "flood"), 10, flood.FLOOR))
        survived.update({"taps of floods": flooded.taps})
    cut = power.torture(_new(folder / "power"), CUTS, seed)
    survived.update({"power cuts": cut.cuts, "that had a message said again": cut.said_again})
    for target in fuzz.TARGETS:
        tried = fuzz.guided(target, FUZZ) if fuzz.is_guided() else fuzz.at_random(target, 3000, seed)
        survived.update({"inputs tried": tried})
    print(f"seed {seed}: {killed}\n  {posted}\n  {weathered}\n  {outlasted}\n  {flooded}", flush=True)


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main()
