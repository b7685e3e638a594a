"""Telegram's limits on sending, as buckets of tokens; and the halt that follows when one is overdrawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from tests.bot_api.errors import too_many

EVERYWHERE = "everywhere"


@dataclass
class Bucket:
    """So many at once, refilled at a rate."""

    rate: float
    size: float
    tokens: float
    at: float

    def take(self, now: float) -> float:
        """0 when there was a token, else the seconds until there is one."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.rate
        self.tokens -= 1
        return 0


@dataclass
class Rates:
    """`overall` and `per_chat` messages a second; edits count. Overdrawn: 429 for whole seconds."""

    overall: float = 30
    per_chat: float = 1
    burst: float = 5  # what one chat may take at once
    clock: Callable[[], float] = field(default=lambda: 0.0)
    _buckets: dict[Hashable, Bucket] = field(default_factory=dict)
    _halted: dict[Hashable, float] = field(default_factory=dict)

    def check(self, chat_id: Hashable) -> None:
        """Take one token of each. Raises ApiError 429 with `retry_after`."""
        now = self.clock()
        for who, rate, size in ((chat_id, self.per_chat, self.burst), (EVERYWHERE, self.overall, self.overall)):
            if (left := self._halted.get(who, now) - now) > 0:
                raise too_many(math.ceil(left))
            wait = self._buckets.setdefault(who, Bucket(rate, size, size, now)).take(now)
            if wait:
                self._halted[who] = now + math.ceil(wait)
                raise too_many(math.ceil(wait))
