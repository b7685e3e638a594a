"""The queue of updates with the semantics of Telegram: kept until confirmed, filtered when they arise, one reader."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random
from typing import Any

from tests.bot_api.errors import ApiError

NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
LONGEST_POLL = 50
CONFLICT = ApiError(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)

Update = dict[str, Any]


class Updates:
    """Updates not confirmed yet, oldest first."""

    def __init__(self, changed: Callable[[], object]) -> None:
        self._changed = changed
        self.waiting: list[Update] = []
        self.confirmed: set[int] = set()
        self.allowed: frozenset[str] | None = None
        self._next_id = Random().randrange(10_000, 900_000_000)
        self._arrived = asyncio.Event()
        self._reader: asyncio.Task[Any] | None = None

    def push(self, update: Update) -> int:
        """A new update; its id. One of a kind that is not allowed is never seen by the bot."""
        id = int(update.get("update_id", self._next_id))
        self._next_id = max(self._next_id, id) + 1
        if self._is_allowed(update):
            self.waiting.append({"update_id": id} | update)
            self.wake()
        return id

    def restart_ids(self, at: int) -> None:
        """As after a quiet week: ids go on from anywhere, perhaps lower."""
        self._next_id = at

    def confirm(self, offset: int) -> None:
        """Everything before this id is done with; a negative offset keeps only the last ones.

        An offset beyond the next id is from before the ids began anew; as on the real server, it confirms nothing.
        """
        if offset > self._next_id:
            return
        kept = self.waiting[offset:] if offset < 0 else [one for one in self.waiting if one["update_id"] >= offset]
        for update in self.waiting:
            if update not in kept:
                self.confirmed.add(update["update_id"])
        self.waiting = kept
        self.wake()

    def remove(self, update: Update) -> None:
        """This one is done with: a webhook took it."""
        self.waiting.remove(update)
        self.confirmed.add(update["update_id"])
        self.wake()

    async def poll(self, limit: int, seconds: float) -> list[Update]:
        """Up to `limit` updates, waiting for the first. A second reader ends the first one's wait with 409."""
        me = asyncio.current_task()
        self._reader = me
        self.wake()
        ends = asyncio.get_running_loop().time() + min(seconds, LONGEST_POLL)
        while not self.waiting and (left := ends - asyncio.get_running_loop().time()) > 0:
            await self.arrival(left)
            if self._reader is not me:
                raise CONFLICT
        return self.waiting[:limit]

    async def arrival(self, within: float | None = None) -> None:
        """Returns when something changed in the queue, or after so many seconds."""
        try:
            await asyncio.wait_for(self._arrived.wait(), within)
        except TimeoutError:
            return

    def wake(self) -> None:
        self._arrived.set()
        self._arrived = asyncio.Event()
        self._changed()

    def _is_allowed(self, update: Update) -> bool:
        kinds = update.keys() - {"update_id"}
        if self.allowed is None:
            return not kinds & NOT_BY_DEFAULT
        return not kinds or bool(kinds & self.allowed)
