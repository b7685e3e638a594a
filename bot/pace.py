"""How fast messages may go out: over all, to one chat, when told to wait, and after failures.

No I/O and no clock: `now` is in seconds of a monotonic clock. A chat is any hashable name for it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Set

MARGIN = 1.05  # the network may draw together what was sent apart
BURST = 4  # messages to one chat at once, after a silence
LONGEST = 30.0  # seconds between two tries
LOOK = 1.0  # seconds: the longest between two looks at the clock
SOON = 0.02  # seconds: the shortest
EACH = 0.00005  # seconds more for each chat that rests: a look passes over all of them
PRUNE = 1000  # chats


class Pace:
    """Keeps to the limits by telling how many may go now, and which chats must rest."""

    def __init__(self, rate: float, chat_rate: float) -> None:
        """Messages a second, over all and to one chat; 0 for no limit."""
        self._most = max(1, int(rate / 3)) if rate else 0  # in any window of about a third of a second
        self._window = MARGIN * self._most / rate if rate else 0.0
        self._interval = 1 / chat_rate if chat_rate else 0.0
        self._taken: deque[float] = deque(maxlen=self._most)
        self._paid_until: dict[bytes, float] = {}  # chat -> when its last message will have been paid for
        self._prune_at = PRUNE
        self._resting: dict[bytes, float] = {}  # chat -> until
        self._told: dict[bytes, float] = {}  # chat -> until: those that met a 429
        self._failures: dict[bytes, int] = {}
        self._all_until = 0.0

    def room(self, now: float, most: int) -> int:
        """How many may go now, of at most so many."""
        if now < self._all_until:
            return 0
        if not self._most:
            return most
        while self._taken and self._taken[0] <= now - self._window:
            self._taken.popleft()
        return min(most, self._most - len(self._taken))

    def spare(self, now: float, most: int) -> int:
        """How many of those may be messages that nobody waits for: a third is kept for people who do."""
        return max(0, min(self.room(now, self._most or most) - self._most // 3, most))

    def resting(self, now: float) -> Set[bytes]:
        """The chats to which nothing may go now."""
        self._resting = {chat: until for chat, until in self._resting.items() if until > now}
        return self._resting.keys()

    def delay(self, chat: bytes, now: float) -> float:
        """Seconds until something may go to this chat."""
        full = self._taken[0] + self._window if self._most and not self.room(now, 1) and self._taken else now
        return max(self._all_until, self._resting.get(chat, now), full, now) - now

    def look(self, now: float) -> float:
        """Seconds until it is worth looking whether something may go that may not go now."""
        crowded = self._taken and len(self._taken) >= self._most - self._most // 3  # for what nobody waits for
        room = [self._taken[0] + self._window] if crowded else []
        soonest = min((*self._resting.values(), *room), default=now + LOOK)
        patience = SOON + EACH * len(self._resting)
        return min(max(soonest, self._all_until, now + patience) - now, LOOK)

    def took(self, chat: bytes, now: float) -> None:
        """One is on its way to this chat."""
        if self._most:
            self._taken.append(now)
        if not self._interval:
            return
        self._paid_until[chat] = max(self._paid_until.get(chat, now), now) + self._interval
        self._rest(chat, self._paid_until[chat] - (BURST - 1) * self._interval, now)
        if len(self._paid_until) > self._prune_at:
            self._paid_until = {chat: until for chat, until in self._paid_until.items() if until > now}
            self._prune_at = max(PRUNE, 2 * len(self._paid_until))

    def told_to_wait(self, chat: bytes, seconds: float, now: float) -> None:
        """A 429. It halts this chat; while another chat is halted too, it is about all of them."""
        self._told = {other: until for other, until in self._told.items() if until > now}
        if self._told.keys() - {chat}:
            self.halt(seconds, now)
        self._told[chat] = now + seconds
        self._rest(chat, now + seconds, now)

    def halt(self, seconds: float, now: float) -> None:
        """Nothing goes to anyone for so long."""
        self._all_until = max(self._all_until, now + seconds)

    def failed(self, chat: bytes, now: float) -> None:
        """A try failed: this chat rests, longer each time."""
        failures = self._failures.get(chat, 0) + 1
        self._failures[chat] = failures
        self._rest(chat, now + min(2.0 ** min(failures - 1, 10), LONGEST), now)

    def succeeded(self, chat: bytes) -> None:
        self._failures.pop(chat, None)

    def _rest(self, chat: bytes, until: float, now: float) -> None:
        if until > now:
            self._resting[chat] = max(until, self._resting.get(chat, until))
