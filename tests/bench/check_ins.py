"""A million pending check-ins: starting the real process, inviting the next thirty people, and memory.

Beside it python-telegram-bot's JobQueue with fewer, as a million would take it many minutes; what it needs grows with
their number. The database takes about 1 GB of disk while this runs.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from functools import partial

from bot.check_ins import AT_ONCE, tick
from bot.content.load import load, packaged_flows
from bot.service import Service
from bot.triage.conversation import advance
from tests.bench import checkback
from tests.bench.processes import ROOT, memory_mib
from tests.bot_api import BotApi
from tests.conversing import Clock
from tests.store.made import Home, chat

PENDING = 1_000_000
QUEUED = 100_000
TOGETHER = 50_000  # chats written in one transaction
FIRST_DUE = 3600.0  # seconds from now; from then on, one each second
TIMES = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """What it costs to have so many pending."""

    name: str
    pending: int
    start: float  # seconds
    due: float  # milliseconds until the thirty that are due have been dealt with
    memory: float  # MiB more than with none

    def __str__(self) -> str:
        return f"  {self.name:<34}{self.pending:>12,}{self.start:>9.2f} s{self.due:>9.1f} ms{self.memory:>9.1f} MiB"


async def run() -> None:
    """Print the table."""
    print(f"{'Pending check-ins':<36}{'pending':>12}{'start':>11}{'next 30':>12}{'memory':>13}")
    print(queue := await job_queue(QUEUED), flush=True)
    with checkback.home() as empty:
        start, memory = await started(empty)
        print(f"  {'Checkback, started with none':<46}{start:>9.2f} s", flush=True)
    with checkback.home() as full:
        now = time.time()
        fill(full, PENDING, now + FIRST_DUE)
        slower, more = await started(full)
        ours = Figures("Checkback", PENDING, slower, await thirty(full, now + FIRST_DUE), more - memory)
    print(ours)
    ratios = f"{ours.start / queue.start:>11.2f}{ours.due / queue.due:>12.2f}{ours.memory / queue.memory:>13.3f}"
    print(f"  {f'ratio, at {ours.pending // queue.pending} times as many':<46}{ratios}")


def fill(home: Home, count: int, due: float) -> None:
    """Chats that wait for their check-in, one due each second."""
    with home.opened() as store:
        for first in range(0, count, TOGETHER):
            with store.transaction():
                for id in range(first, min(first + TOGETHER, count)):
                    store.chats.put(store.vault.hash(id), id, chat(due_at=int(due) + id), None)


async def started(home: Home) -> tuple[float, float]:
    """Seconds until the process listens for updates, and the MiB that it holds then."""
    begun = time.monotonic()
    async with BotApi() as telegram, checkback.running(telegram, home) as pid:
        await telegram.called("deleteWebhook", within=60)
        return time.monotonic() - begun, memory_mib(pid)


async def thirty(home: Home, due: float) -> float:
    """Milliseconds in which the next thirty are found and their invitations committed; the best of a few times."""
    clock = Clock(due)
    with home.opened() as store:
        async with Service(store, partial(advance, load(packaged_flows())), clock, lambda: "benchmrk") as service:
            return min([await _one_tick(service, clock) for _ in range(TIMES)])


async def _one_tick(service: Service, clock: Clock) -> float:
    clock.now += AT_ONCE
    begun = time.perf_counter()
    assert await tick(service) == AT_ONCE
    return 1000 * (time.perf_counter() - begun)


async def job_queue(count: int) -> Figures:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.peers.job_queue", str(count), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    found = json.loads(told)
    return Figures("python-telegram-bot's JobQueue", count, found["seconds"], found["due_ms"], found["mib"])
