"""kill -9, again and again, while persons tap, write, are checked on, stop the bot and delete everything."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.bot_api import BotApi
from tests.telegram.receiver import free_port
from tests.torture import audit
from tests.torture.forge import ForgedProcess
from tests.torture.persons import Asker
from tests.torture.walker import Walker

MOMENTS = (0.0, 0.0, 0.0005, 0.002, 0.01)
"""Seconds after a request arrived: before it was carried out, while it is answered, while it is written down."""

FRONT = "https://bot.test"  # what Telegram calls; a proxy leads from there to the bot
BOOT = 10.0  # seconds in which it makes its first request
IDLE = 1.5  # seconds in which it makes some more, if there is anything to do


@dataclass(frozen=True, slots=True)
class Survived:
    """What one torture by crashes was."""

    kills: int
    acts: int
    check_ins: int
    stops: int
    planned: Mapping[str, int]  # what was done while a check-in was planned, how often
    doubled: int


Hears = Callable[[BotApi], Mapping[str, str]]
"""The settings by which the bot hears of updates."""


def by_polling(telegram: BotApi) -> Mapping[str, str]:
    """It asks for them."""
    return {}


def by_webhook(telegram: BotApi) -> Mapping[str, str]:
    """They are posted to it, through a proxy, again and again until it is there."""
    address = f"127.0.0.1:{free_port()}"
    telegram.webhooks.proxies[FRONT] = f"http://{address}"
    return {"webhook_url": f"{FRONT}/hook", "webhook_secret": "only-Telegram-knows", "listen": address}


async def torture(
    folder: Path, kills: int, seed: int, walkers: int = 4, askers: int = 1, hears: Hears = by_polling
) -> Survived:
    """Raises AssertionError for anything lost, doubled without a crash, or sent to who said stop."""
    random = Random(seed)
    async with BotApi() as telegram:
        bot = ForgedProcess(telegram, folder, check_in_after="1s", send_rate="0", **hears(telegram))
        persons = [Walker(telegram, 100 + n, seed) for n in range(walkers)]
        asking = [Asker(telegram, 500 + n, seed) for n in range(askers)]

        def check() -> None:
            _check(bot, telegram, persons)

        async with alive([*persons, *asking]):
            starts = [await _kill(bot, telegram, random, check) for _ in range(kills)] + [time.monotonic()]
            await bot.start()
            await _works(telegram, 10 * len(persons))
        await telegram.settled(quiet=1, within=60)
        await bot.end()
        await bot.close()
        check()
        return Survived(
            kills,
            sum(one.acts for one in (*persons, *asking)),
            sum(walker.check_ins for walker in persons),
            sum(walker.stops for walker in persons),
            dict(sum((walker.taken for walker in persons), Counter())),
            audit.doubled(telegram, starts),
        )


@contextlib.asynccontextmanager
async def alive(persons: Sequence[Walker | Asker]) -> AsyncIterator[None]:
    """Meanwhile these live; what fails for one of them fails for all."""
    ended = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for person in persons:
            tasks.create_task(person.live(ended))
        yield
        ended.set()


async def _kill(bot: ForgedProcess, telegram: BotApi, random: Random, check: Callable[[], None]) -> float:
    """Start it, kill it at some moment, look at what it leaves; when it was started, by the monotonic clock."""
    started = time.monotonic()
    await bot.start()
    if random.random() < 0.9:
        await _works(telegram, random.randrange(1, 40))
        await asyncio.sleep(random.choice(MOMENTS))
    else:
        await asyncio.sleep(random.random() * 2)
    await bot.end(signal.SIGKILL)
    check()
    return started


async def _works(telegram: BotApi, requests: int) -> None:
    """Until it is there and has made so many requests, or has nothing to do."""
    begun = len(telegram.requests)
    await _requested(telegram, begun + 1, BOOT)
    await _requested(telegram, begun + requests, IDLE)


async def _requested(telegram: BotApi, times: int, within: float) -> None:
    await telegram.world.until(lambda: True if len(telegram.requests) >= times else None, within)


def _check(bot: ForgedProcess, telegram: BotApi, persons: Sequence[Walker]) -> None:
    unheard = set[int]().union(*(walker.unheard for walker in persons))
    audit.check_files(bot.database, telegram.updates.confirmed - unheard)
    assert telegram.complaints == []
    assert "fault of ours" not in bot.said
    assert "Traceback" not in bot.said
