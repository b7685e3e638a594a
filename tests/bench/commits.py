"""Group commit: CPU of an arrival by how many come together, each transaction synced to the disk.

An arrival is a box ticked by one of many people: read, opened, walked, drawn, sealed and written. Compared with the
same arrivals in a transaction of their own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle, islice

from bot.content.load import load, packaged_flows
from bot.service import Arrival, Service
from bot.triage.conversation import advance
from bot.triage.inputs import Commanded, Tapped
from bot.triage.library import Library
from tests.bench import checkback
from tests.end_to_end.paths import HEALTHY

PEOPLE = 100
ARRIVALS = 500
SIZES = (1, 5, 20, 100)
TOKEN = "benchmrk"  # of every conversation, as nobody here taps another's button


async def run() -> None:
    """Print the table."""
    print(f"{'CPU per arrival, by how many are committed together':<62}{'ms':>6}   ratio")
    spent = await costs(ARRIVALS)
    for size, each in zip(SIZES, spent, strict=True):
        print(f"  {size:<60}{each:>6.2f}{each / spent[0]:>8.2f}")


async def costs(count: int) -> list[float]:
    """Milliseconds of CPU per arrival, for each size, of so many arrivals."""
    library = load(packaged_flows())
    begin, box = buttons(library)
    with checkback.home() as home, home.opened() as store:
        async with Service(store, partial(advance, library), time.time, lambda: TOKEN) as service:
            for button in begin:
                await service.receive([Arrival(person, Tapped(button)) for person in range(PEOPLE)])
            taps = ticks(box)
            return [await cost(service, list(islice(taps, count)), size) for size in SIZES]


async def cost(service: Service, arrivals: Sequence[Arrival], size: int) -> float:
    """Milliseconds of CPU, of both threads."""
    begun = time.process_time()
    for first in range(0, len(arrivals), size):
        await service.receive(arrivals[first : first + size])
    return 1000 * (time.process_time() - begun) / len(arrivals)


def ticks(box: str) -> Iterator[Arrival]:
    """Everybody in turn ticks the box, then everybody unticks it, and so on."""
    for sign in cycle("+-"):
        for person in range(PEOPLE):
            yield Arrival(person, Tapped(box.replace("+", sign)))


def buttons(library: Library) -> tuple[list[str], str]:
    """What leads a healthy person to the first question with boxes, and its first box."""
    turn, tapped = advance(library, None, Commanded("start"), 0, TOKEN), list[str]()
    for wanted in HEALTHY:
        shown = [button for row in turn.screens[0].rows for button in row]
        tapped.append(next(button.data for button in shown if wanted in button.label or button.data.endswith(wanted)))
        turn = advance(library, turn.chat, Tapped(tapped[-1]), 0, TOKEN)
        if boxes := [button.data for row in turn.screens[0].rows for button in row if ".+" in button.data]:
            return tapped, boxes[0]
    raise LookupError("no question has boxes")
