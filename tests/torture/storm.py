"""A bad network: requests that are dropped before and after they were carried out, errors, garbage, waits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from tests.bot_api import BotApi, faults
from tests.torture import audit
from tests.torture.crash import alive
from tests.torture.forge import ForgedProcess
from tests.torture.persons import Asker
from tests.torture.walker import Walker

BAD_DAY = (
    faults.DROP_BEFORE,
    faults.DROP_AFTER,
    faults.BAD_GATEWAY,
    faults.SERVER_ERROR,
    faults.GARBAGE_BEFORE,
    faults.GARBAGE_AFTER,
    faults.REDIRECT,
    faults.slow(0.5),
    faults.too_many(1),
)
SHARE = 0.15  # of all requests
CONFLICT = faults.error(409, "Conflict: terminated by other getUpdates request")


@dataclass(frozen=True, slots=True)
class Weathered:
    """What one storm was."""

    faults: int
    acts: int
    doubled: int


async def torture(folder: Path, seconds: float, seed: int, walkers: int = 4, *, hangs: bool = False) -> Weathered:
    """Raises AssertionError for anything lost, out of order, or doubled where the bot could have known."""
    kinds = (*BAD_DAY, faults.HANG_BEFORE, faults.HANG_AFTER) if hangs else BAD_DAY
    async with BotApi() as telegram:
        bot = ForgedProcess(telegram, folder, check_in_after="1s", send_rate="0")
        telegram.faults.plan(faults.BAD_GATEWAY, "getMe")
        telegram.faults.plan(CONFLICT, "getUpdates")
        await bot.start()
        persons: list[Walker | Asker] = [
            *(Walker(telegram, 100 + n, seed) for n in range(walkers)),
            Asker(telegram, 500, seed),
        ]
        async with alive(persons):
            await telegram.called("sendMessage", within=30)
            telegram.faults.at_random(SHARE, kinds, seed)
            await asyncio.sleep(seconds)
            telegram.faults.clear()
        await telegram.settled(quiet=1, within=60)
        await bot.end()
        await bot.close()
        assert telegram.complaints == []
        assert "Another process polls with this token" in bot.said
        assert "fault of ours" not in bot.said
        assert "Traceback" not in bot.said
        assert telegram.token not in bot.said
        struck, acts = len(telegram.faults.struck), sum(person.acts for person in persons)
        return Weathered(struck, acts, audit.doubled(telegram, ()))
