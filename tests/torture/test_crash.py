"""kill -9 of the real process, the short form; and what the persons do who live through it, each thing once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bot_api import BotApi, Message
from tests.torture import crash
from tests.torture.crash import Hears, by_polling, by_webhook
from tests.torture.forge import ForgedProcess
from tests.torture.persons import ANSWERS, Asker, datas
from tests.torture.walker import PLANNED, Walker


@pytest.mark.parametrize(("hears", "kills"), [(by_polling, 8), (by_webhook, 4)])
async def test_killed_at_any_moment_it_loses_nothing(tmp_path: Path, hears: Hears, kills: int) -> None:
    """No tap that Telegram confirmed, no reply, no check-in; nobody who said stop is written to."""
    survived = await crash.torture(tmp_path, kills, seed=1, walkers=3, hears=hears)
    assert survived.acts > 20
    assert survived.doubled <= survived.kills * 4, "one for each request in flight"


async def test_whatever_the_persons_of_the_tortures_do_has_its_answer(tmp_path: Path) -> None:
    """Each thing once, without a crash: where the bot's words or buttons change, the load must not stand still."""
    async with BotApi() as telegram:
        bot = ForgedProcess(telegram, tmp_path, check_in_after="1s", send_rate="0")
        await bot.start()
        walkers = [Walker(telegram, 100 + number, seed=1) for number in range(len(PLANNED))]
        async with asyncio.TaskGroup() as tasks:
            for walker, how in zip(walkers, PLANNED, strict=True):
                tasks.create_task(_once(walker, how))
        assert [dict(walker.taken) for walker in walkers] == [{how: 1} for how in PLANNED]
        asker = Asker(telegram, 500, seed=1)
        for text, answer in ANSWERS.items():
            await asker.person.say(text)
            await asker.person.sees(answer)
        await bot.end()
        await bot.close()


async def _once(walker: Walker, how: str) -> None:
    """Words that are unknown and words that alarm, at a question; then on, until a check-in is planned, and this."""
    seen = await walker.say("/start")
    while "Question " not in seen.text:
        seen = await walker.go_on(seen)
    await walker.puzzle()
    seen = await walker.alarm()
    while not (stop := _stop(seen)):
        seen = await walker.go_on(seen)
    await walker.planned(how, seen, stop.removesuffix("stop"))


def _stop(seen: Message) -> str:
    return next((data for data in datas(seen.now) if data.endswith(".stop")), "")
