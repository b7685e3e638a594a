"""Forgetting in time: what has been kept for long enough goes through the same door as a person's tap."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.service import Arrival, Service, StoreUnavailable
from bot.triage.inputs import Expired

log = logging.getLogger(__name__)

AT_ONCE = 30
EVERY = 3600.0  # seconds by the clock
LOOK = 1.0  # seconds until the clock is looked at again
SOON = 0.05  # seconds, while there is more: people who wait come in between


async def run(service: Service, answers: timedelta, chats: timedelta, clock: Clock) -> None:
    """Sweep each hour, until cancelled. answers, chats: how long they are kept."""
    swept: float | None = None
    while True:
        now = clock()
        if swept is None or abs(now - swept) >= EVERY:
            what = Expired(int(now - answers.total_seconds()), int(now - chats.total_seconds()))
            try:
                await sweep(service, what)
                swept = now
            except StoreUnavailable:
                pass  # the service has said so; what is past its time stays so
        await asyncio.sleep(LOOK)


async def sweep(service: Service, what: Expired) -> int:
    """Forget all of it, a bounded number at once, and let nothing linger in the files. From how many chats.

    Raises StoreUnavailable.
    """
    before: Sequence[int] = ()
    count = 0
    while (found := await service.expired(what, AT_ONCE)) and found != before:  # the same again: by a fault of ours
        await service.receive([Arrival(chat_id, what) for chat_id in found])
        count, before = count + len(found), found
        await asyncio.sleep(SOON)
    await service.tidy()
    if count:
        log.info("What had been kept for long enough was forgotten, in %d chats", count)
    return count
