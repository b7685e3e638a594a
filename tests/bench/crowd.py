"""People who tap as fast as the bot answers, each at their own place on the same way."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bot_api import BotApi, Message, Person

PATIENCE = 30.0  # seconds


@dataclass(slots=True)
class _Walker:
    """One person on the way, and what is still before them."""

    person: Person
    ahead: deque[str]
    since: int = 0

    def button(self) -> tuple[Message, str] | None:
        """The next button, if it has come since the last tap; any message will do at the end of the way."""
        for message in reversed(self.person.chat.messages.values()):
            if message.from_bot and message.changed > self.since:
                if not self.ahead:
                    return message, ""
                if key := message.now.key(self.ahead[0]):
                    return message, key.data
        return None


class Crowd:
    """Everybody who uses the bot."""

    def __init__(self, telegram: BotApi, size: int) -> None:
        self._telegram = telegram
        self._people = [telegram.person(1000 + number) for number in range(size)]

    async def walk(self, way: Sequence[str], at_once: int) -> None:
        """All go this way once, so many of them at once: each says or taps the next as soon as it can be seen."""
        for first in range(0, len(self._people), at_once):
            await self._together(self._people[first : first + at_once], way)

    async def quiet(self) -> None:
        """Wait until the bot has nothing to do."""
        await self._telegram.settled(within=PATIENCE)

    async def _together(self, people: Sequence[Person], way: Sequence[str]) -> None:
        walkers = [_Walker(person, deque(way)) for person in people]
        for walker in walkers:
            await self._begin(walker)
        while walkers:
            await self._step(walkers)
            walkers = [walker for walker in walkers if walker.since >= 0]

    async def _begin(self, walker: _Walker) -> None:
        """A way begins with a command, or with a button that is there already."""
        if walker.ahead[0].startswith("/"):
            walker.since = self._telegram.world.serial
            await walker.person.say(walker.ahead.popleft())

    async def _step(self, walkers: Sequence[_Walker]) -> None:
        """Wait until somebody can go on, and let everybody who can."""

        def ready() -> list[tuple[_Walker, Message, str]] | None:
            return [(walker, *button) for walker in walkers if (button := walker.button())] or None

        found = await self._telegram.world.until(ready, PATIENCE)
        assert found, f"nobody can go on:\n{walkers[0].person.transcript()}\nthen {list(walkers[0].ahead)}"
        for walker, message, data in found:
            walker.since = self._telegram.world.serial if walker.ahead else -1
            if walker.ahead:
                walker.ahead.popleft()
                await walker.person.press(data, message)
