"""Feeds nonsense to a target: guided by what code it reaches (atheris), or seeds changed at random.

python -m tests.torture.fuzz TARGET SECONDS         # needs atheris
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random

STATISTIC = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
TARGETS = ("update", "tap", "text", "yaml", "blob")


def is_guided() -> bool:
    """Whether atheris is installed."""
    return find_spec("atheris") is not None


def guided(target: str, seconds: int) -> int:
    """How many inputs were tried, in a process of its own. Raises AssertionError with what it said of a fault."""
    command = [sys.executable, "-m", "tests.torture.fuzz", target, str(seconds)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
    assert told.returncode == 0, told.stderr[-4000:]
    found = STATISTIC.search(told.stderr)
    return int(found[1]) if found else 0


def at_random(target: str, inputs: int, seed: int) -> int:
    """The same without guidance: good inputs, changed a little or a lot."""
    from tests.torture.targets import SEEDS, TARGETS

    random = Random(seed)
    for _ in range(inputs):
        TARGETS[target](_changed(random.choice(SEEDS[target]), random))
    return inputs


def _changed(good: bytes, random: Random) -> bytes:
    data = bytearray(good)
    for _ in range(random.choice((0, 1, 1, 2, 5, 50))):
        at = random.randrange(len(data) + 1)
        match random.randrange(4):
            case 0:
                data[at:at] = random.randbytes(random.randrange(1, 4))
            case 1:
                del data[at : at + random.randrange(1, 9)]
            case 2:
                data[at:at] = data[random.randrange(len(data) + 1) :][:20]
            case 3:
                data[at : at + 1] = bytes([random.randrange(256)])
    return bytes(data)


def _fuzz(target: str, seconds: str) -> None:
    atheris = import_module("atheris")  # not there for everybody, so not known to mypy
    with atheris.instrument_imports(include=["bot"]):
        from tests.torture.targets import SEEDS, TARGETS

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(SEEDS[target]):
            (Path(corpus) / str(number)).write_bytes(seed)
        TARGETS[target](SEEDS[target][0])  # what is read once is read now
        atheris.Setup(
            [sys.argv[0], corpus, f"-max_total_time={seconds}", "-print_final_stats=1", "-timeout=20", "-max_len=5000"],
            TARGETS[target],
        )
        atheris.Fuzz()


if __name__ == "__main__":
    _fuzz(*sys.argv[1:])
