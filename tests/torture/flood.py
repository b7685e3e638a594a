"""One person taps far faster than anybody can: the others must not notice, and the bot must not grow."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from tests.bot_api import BotApi, Message, Person
from tests.torture.forge import ForgedProcess
from tests.torture.persons import ANSWERS, Somebody, datas

MOST_OF_ONE = 110  # rows that may wait for one chat: the outbox's bound, and what is on its way

LEAST = 10  # people who ask

FLOOR = 0.1
"""Seconds. In peace an answer takes some hundredths, in which a loaded machine's own pauses are no small part."""


@dataclass(frozen=True, slots=True)
class Flooded:
    """What one flood was. Latencies in seconds: how long 19 of 20 others waited at most for an answer, in peace and in
    the flood."""

    taps: int
    peace: float
    flood: float
    waiting: int  # rows for the flooder at most
    caught_up: float  # seconds after the flood until all taps were dealt with


async def torture(folder: Path, seconds: float, floor: float, rate: int = 200) -> Flooded:
    """floor: a wait, in seconds, that is good enough whatever it is in peace; below it, the machine is measured.

    Raises AssertionError where somebody is not served, or waits more than twice as long as in peace, or the flooder
    does not end on the latest question.
    """
    async with BotApi() as telegram:
        bot = ForgedProcess(telegram, folder, send_rate="30", chat_send_rate="1")
        await bot.start()
        flooder = telegram.person(7)
        question = await _to_ticks(Somebody(telegram, 7, 0))
        peace = await _latency(telegram, 100, seconds / 2)
        ended = asyncio.Event()
        tapping = asyncio.create_task(_tap(flooder, question, rate, ended))
        watching = asyncio.create_task(_watch(bot.database, ended))
        flood = await _latency(telegram, 300, seconds)
        ended.set()
        taps, waiting = await tapping, await watching
        begun = time.monotonic()
        await telegram.settled(quiet=1.5, within=60)
        caught_up = time.monotonic() - begun - 1.5
        shown = question.now
        assert shown.key(".-fever" if taps % 2 else ".+fever"), f"not the latest:\n{shown.shown}"
        assert waiting <= MOST_OF_ONE
        assert flood <= max(2 * peace, floor), f"19 of 20 waited {flood:.3f} s at most, in peace {peace:.3f} s"
        await bot.end()
        await bot.close()
        return Flooded(taps, peace, flood, waiting, caught_up)


async def _to_ticks(somebody: Somebody) -> Message:
    """From the beginning to a question with boxes."""
    seen = await somebody.say("/start")
    while not seen.now.key(".+fever"):
        steps = (data for data in datas(seen.now) if data.endswith((".agree", ".=me", ".none")) or data[:2] == "b.")
        seen = await somebody.tap(next(steps), seen)
    return seen


async def _tap(person: Person, question: Message, rate: int, ended: asyncio.Event) -> int:
    """Tick and untick, so many times a second; how many taps."""
    key = question.now.key(".+fever")
    assert key
    on, off = key.data, key.data.replace("+fever", "-fever")
    taps, begun = 0, time.monotonic()
    while not ended.is_set():
        await person.press(off if taps % 2 else on, question)
        taps += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), max(0.0, begun + taps / rate - time.monotonic()))
    return taps


async def _watch(database: Path, ended: asyncio.Event) -> int:
    """How many rows waited at most."""
    most = 0
    with closing(sqlite3.connect(database)) as connection:
        while not ended.is_set():
            most = max(most, connection.execute("SELECT count(*) FROM outbox").fetchone()[0])
            await asyncio.sleep(0.1)
    return most


async def _latency(telegram: BotApi, first: int, seconds: float) -> float:
    """How long 19 of 20 waited at most, of people who ask one thing each, one after the other."""
    waits: list[float] = []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or len(waits) < LEAST:
        person = telegram.person(first + len(waits))
        begun = time.monotonic()
        await person.say("/redflags")
        await person.sees(ANSWERS["/redflags"], within=20)
        waits.append(time.monotonic() - begun)
        await asyncio.sleep(0.05)
    return quantiles(waits, n=20, method="inclusive")[-1]
