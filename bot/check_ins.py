"""The clock's side: what is due goes through the same door as a person's tap."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.service import Arrival, Service, StoreUnavailable
from bot.triage.inputs import CheckInDue

AT_ONCE = 30
MOST_WAITING = 100  # in the outbox: what is due waits in its table rather than in a queue
LOOK = 1.0  # seconds
SOON = 0.05  # seconds, while there is more


async def run(service: Service, behind: Callable[[], bool] = lambda: False) -> None:
    """Look at the clock, each second at least, until cancelled.

    behind: whether more may wait outside of what people did. After an outage they come first, and who said stop
    meanwhile is not written to.
    """
    while True:
        try:
            found = 0 if behind() else await tick(service)
        except StoreUnavailable:
            found = 0  # the service has said so; what is due stays due
        await asyncio.sleep(SOON if found else LOOK)


async def tick(service: Service) -> int:
    """Deal with what is due now, the longest due first, a bounded number. How many. Raises StoreUnavailable."""
    due = await service.due(AT_ONCE, MOST_WAITING)
    if due:
        await service.receive([Arrival(chat_id, CheckInDue()) for chat_id in due])
    return len(due)
