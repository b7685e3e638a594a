"""Who goes through whatever is asked, and does all that can be done while a check-in is planned."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import cycle

from tests.bot_api import BotApi, Message
from tests.bot_api.world import Version
from tests.torture.persons import ALARM, ANSWERS, PATIENCE, UNKNOWN, Somebody, datas, says_something

SILENCE = 1.5  # seconds of watching that nothing comes
WORDS = 0.06  # how often a question is met with words
EMERGENCY = 90  # an emergency number stands within so many characters of the beginning of its card
STOPPED = "I have stopped"
CARRIED_ON = "Here is where we were"
UNKNOWN_HERE = (ANSWERS[UNKNOWN], "I do not know that name")  # the second where names of medicines are asked for
SNOOZED, TOMORROW = "All right. I will write", "in one day"
WEIGHTS = {"none": 60, "done": 40, "back": 1, "slip": 3, "neither": 5, "accept": 1, "agree": 1, "begin": 1}
SIGNS = {"=": 10, "+": 2, "-": 1}
"""What is tapped, and how often: most conversations come to a check-in, and some to an emergency."""
PLANNED = {"wait": 10, "ask": 4, "say": 4, "tap": 2, "delete": 2, "snooze": 2, "block": 2}
"""What somebody does who waits for a check-in, and how often."""


class Walker(Somebody):
    """Goes through whatever is asked, accepts check-ins, waits for them or wants none of them, and begins again."""

    def __init__(self, telegram: BotApi, id: int, seed: int) -> None:
        super().__init__(telegram, id, seed)
        self.emergency = False  # nothing need follow
        self.check_ins = 0
        self.stops = 0
        self._words = cycle((self.puzzle, self.alarm))  # in turn: the same answer twice would look like a double
        self.taken = Counter[str]()  # of what can be done while a check-in is planned
        self.unheard: set[int] = set()  # updates that mean nothing to the bot, so that it keeps none of them

    async def live(self, ended: asyncio.Event) -> None:
        """Until told to end, and then to the end of the act begun."""
        seen = await self.say("/start")
        while not ended.is_set():
            seen = await self.go_on(seen)

    async def go_on(self, seen: Message) -> Message:
        """One act, and what came of it."""
        asked = "Question " in seen.text[:EMERGENCY]
        self.emergency = not asked and (self.emergency or "112" in seen.text[:EMERGENCY])
        if asked and self.random.random() < WORDS:
            return await next(self._words)()
        if data := self._choice(seen.now):
            return await self.tap(data, seen)
        if stop := next((data for data in datas(seen.now) if data.endswith(".stop")), ""):
            how = self.random.choices([*PLANNED], [*PLANNED.values()])[0]
            return await self.planned(how, seen, stop.removesuffix("stop"))
        if not seen.now.rows and not self.emergency:
            since = seen.changed
            return await self.seen(lambda message: bool(message.now.rows) and message.changed > since)
        self.emergency = False
        return await self.say("/check")

    async def puzzle(self) -> Message:
        """Words that the bot does not know, in the middle of a question: it says so, and asks again."""
        since = self.act()
        await self.person.say(UNKNOWN)
        return await self.seen(
            lambda message: message.changed > since and any(answer in message.text for answer in UNKNOWN_HERE)
        )

    async def alarm(self) -> Message:
        """An emergency in words, in the middle of a question: the alarm, and on a no the question again."""
        since = self.act()
        await self.person.say(ALARM)
        told = await self.seen(lambda message: message.changed > since and ANSWERS[ALARM] in message.text)
        since = self.act()
        await self.person.press(next(data for data in datas(told.now) if data.endswith(".carry_on")), told)
        return await self.seen(lambda message: message.changed > since and CARRIED_ON in message.text)

    async def planned(self, how: str, seen: Message, check_in: str) -> Message:
        """Wait for a planned check-in, put it off, or have none of it. check_in: how its buttons' data begin."""
        self.taken[how] += 1
        match how:
            case "wait":
                return await self._invited(check_in)
            case "ask":
                await self.say("/status")
                return await self._invited(check_in)
            case "say":
                await self.say("/stop")
                return await self._left_in_peace()
            case "tap":
                await self.tap(f"{check_in}stop", seen)
                return await self._left_in_peace()
            case "snooze":
                return await self._put_off(check_in)
            case "block":
                return await self._away()
        assert how == "delete", how
        return await self._forgotten()

    async def _put_off(self, check_in: str) -> Message:
        """To tomorrow, and that is still so when asked."""
        offered = await self.say("/status")
        told = await self.tap(f"{check_in}tomorrow", offered)
        assert SNOOZED in told.text, f"not put off:\n{self.person.transcript()[-2000:]}"
        since = self.act()
        await self.person.say("/status")
        await self.seen(lambda message: message.changed > since and TOMORROW in message.text)
        return await self.say("/check")

    async def _away(self) -> Message:
        """Who blocks the bot and comes back is not written to until they say something."""
        update = await self.person.block()
        taken = lambda: True if update in self.person.server.updates.confirmed else None  # noqa: E731
        assert await self.world.until(taken, PATIENCE), f"person {self.person.id} blocked the bot in vain"
        since = self.world.serial
        self.unheard.add(await self.person.unblock())
        await asyncio.sleep(SILENCE)
        later = [message for message in self.person.messages if message.changed > since and says_something(message)]
        assert not later, f"after a block:\n{self.person.transcript()[-2000:]}"
        return await self.say("/check")

    async def _forgotten(self) -> Message:
        """All of it is deleted. The keyboard that asked is taken away later."""
        since = self.act()
        await self.person.say("/delete")
        asked = await self.seen(lambda message: message.changed > since and bool(_yes(message.now)))
        since = self.act()
        await self.person.press(_yes(asked.now), asked)
        await self.seen(lambda message: message.changed > since and "It is all deleted" in message.text)
        return await self.say("/start")

    async def _invited(self, check_in: str) -> Message:
        """The check-in comes, or has come already."""
        found = await self.seen(lambda message: f"{check_in}begin" in datas(message.now))
        self.check_ins += 1
        return found

    async def _left_in_peace(self) -> Message:
        """After the word that the bot has stopped, it does not write by itself."""
        self.stops += 1
        since = max(message.id for message in self.person.chat.messages.values() if not message.from_bot)
        told = await self.seen(lambda message: STOPPED in message.text)
        await asyncio.sleep(SILENCE)
        later = [message for message in self.person.messages if message.id > max(since, told.id)]
        assert not any("Hello" in message.text for message in later), (
            f"after a stop:\n{self.person.transcript()[-2000:]}"
        )
        return await self.say("/check")

    def _choice(self, shown: Version) -> str | None:
        """A button that surely changes what is shown; none where nothing of the kind stands here."""
        found = datas(shown)
        ticked = any(_verb(data).startswith("-") for data in found)
        weights = [_weight(data, ticked=ticked) for data in found]
        return self.random.choices(found, weights)[0] if any(weights) else None


def _yes(shown: Version) -> str:
    """What the button carries that deletes everything; it ends with the request that it belongs to."""
    return next((data for data in datas(shown) if data.startswith("d.yes.")), "")


def _verb(data: str) -> str:
    return data.rpartition(".")[2]


def _weight(data: str, *, ticked: bool) -> int:
    if data.startswith("b."):
        return 1  # a flow to begin
    verb = _verb(data)
    if verb == "done" and not ticked:
        return 0
    return SIGNS.get(verb[:1]) or WEIGHTS.get(verb, 0)
