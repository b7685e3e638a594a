"""CPU per tap of the whole bot process, beside three empty bots that only answer the tap and edit the message.

Checkback's people go the whole way through the lip twitch, from /check to the planned check-in. Each answer is read,
walked, encrypted and committed, and all that is sent on the way is charged to their taps. The others' people tap as
often. First all tap at once, each as soon as the next button is there; then one person after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import cycle, islice

from tests.bench.checkback import afresh
from tests.bench.crowd import Crowd
from tests.bench.processes import cpu_seconds, launched
from tests.bot_api import BotApi
from tests.end_to_end.paths import ACCEPT, HEALTHY

PEOPLE = 50
WAY = ("/check", *HEALTHY[1:], ACCEPT)
OTHERS_WAY = ("/start", *islice(cycle("123"), len(WAY) - 1))

Start = Callable[[BotApi], AbstractAsyncContextManager[int]]


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot that is measured on its way, after a greeting that is not."""

    name: str
    start: Start
    greeting: Sequence[str] = ("/start", "1")
    way: Sequence[str] = OTHERS_WAY


def peer(module: str, *arguments: str) -> Start:
    return lambda telegram: launched(f"tests.bench.peers.{module}", telegram.url, telegram.token, *arguments)


CHECKBACK = Contender("Checkback", afresh, ("/start", *HEALTHY, ACCEPT), WAY)


def contenders() -> tuple[Contender, ...]:
    """Each is compared with the first."""
    return (
        Contender(f"python-telegram-bot {version('python-telegram-bot')}, empty", peer("ptb")),
        Contender("the same on our aiohttp requests", peer("ptb", "aiohttp")),
        Contender(f"aiogram {version('aiogram')}, state in memory", peer("aiogram_echo")),
        CHECKBACK,
    )


async def costs(contender: Contender, people: int) -> list[float]:
    """Milliseconds of CPU per tap: when so many tap at once, and when they tap one after the other."""
    async with BotApi() as telegram, contender.start(telegram) as pid:
        crowd = Crowd(telegram, people)
        await crowd.walk(contender.greeting, people)
        spent = [await _spent(pid, crowd, contender.way, at_once) for at_once in (people, 1)]
        assert not telegram.complaints, telegram.complaints
    return [1000 * seconds / (people * len(contender.way)) for seconds in spent]


async def _spent(pid: int, crowd: Crowd, way: Sequence[str], at_once: int) -> float:
    """Seconds of CPU from quiet to quiet."""
    await crowd.quiet()
    begun = cpu_seconds(pid)
    await crowd.walk(way, at_once)
    await crowd.quiet()
    return cpu_seconds(pid) - begun


async def run() -> None:
    """Print the table."""
    print(f"{'CPU per tap, ms':<40}{PEOPLE:>10} at once   ratio       one alone   ratio")
    first: list[float] = []
    for contender in contenders():
        spent = await costs(contender, PEOPLE)
        first = first or spent
        cells = (f"{each:>18.2f}{each / base:>8.2f}" for each, base in zip(spent, first, strict=True))
        print(f"  {contender.name:<38}" + "".join(cells), flush=True)
