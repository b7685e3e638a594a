"""Persons who use the bot for ever, each act once and never again: one lost tap or reply, and they stand still."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from random import Random

from tests.bot_api import BotApi, Message
from tests.bot_api.world import Version

PATIENCE = 60.0  # seconds, in which the bot may be killed several times
SILENCE = 1.5  # seconds of watching that nothing comes
EMERGENCY = 90  # an emergency number stands within so many characters of the beginning of its card
BEGIN = ("/start", "/check")
STOPPED = "I have stopped"
ANSWERS = {
    "/help": "What I can do",
    "/privacy": "What is kept",
    "/redflags": "the worst headache ever",
    "/medicines qwxyz": "I do not know that name",
    "/status": "No message from me is planned",
}
WEIGHTS = {"none": 14, "done": 12, "back": 1, "slip": 3, "neither": 5, "accept": 1, "agree": 1, "begin": 1}
SIGNS = {"=": 10, "+": 2, "-": 1}

Looks = Callable[[Message], bool]


class Somebody:
    """Who acts and waits for what comes of it."""

    def __init__(self, telegram: BotApi, id: int, seed: int) -> None:
        self.person = telegram.person(id)
        self.world = telegram.world
        self.random = Random(f"{seed} {id}")
        self.acts = 0

    async def say(self, text: str) -> Message:
        """What is seen next; after a command to begin, something with which to begin."""
        since, fits = self._act(), _begins if text in BEGIN else _says_something
        await self.person.say(text)
        return await self.seen(lambda message: message.changed > since and fits(message))

    async def tap(self, data: str, on: Message) -> Message:
        """What is seen after a tap: something from which that button is gone."""
        since = self._act()
        await self.person.press(data, on)
        return await self.seen(
            lambda message: message.changed > since and data not in datas(message.now) and _says_something(message)
        )

    async def seen(self, fits: Looks) -> Message:
        """The newest message that fits, as soon as there is one."""

        def look() -> Message | None:
            return next((message for message in reversed(self.person.messages) if fits(message)), None)

        found = await self.world.until(look, PATIENCE)
        assert found, f"person {self.person.id} waited in vain:\n{self.person.transcript()[-3000:]}"
        return found

    def _act(self) -> int:
        self.acts += 1
        return self.world.serial


class Walker(Somebody):
    """Goes through whatever is asked, accepts check-ins, waits for them or wants none of them, and begins again."""

    def __init__(self, telegram: BotApi, id: int, seed: int) -> None:
        super().__init__(telegram, id, seed)
        self.emergency = False  # nothing need follow
        self.check_ins = 0
        self.stops = 0

    async def live(self, ended: asyncio.Event) -> None:
        """Until told to end, and then to the end of the act begun."""
        seen = await self.say("/start")
        while not ended.is_set():
            seen = await self._go_on(seen)

    async def _go_on(self, seen: Message) -> Message:
        """One act, and what came of it."""
        asked = "Question " in seen.text[:EMERGENCY]
        self.emergency = not asked and (self.emergency or "112" in seen.text[:EMERGENCY])
        if data := self._choice(seen.now):
            return await self.tap(data, seen)
        if stop := next((data for data in datas(seen.now) if data.endswith(".stop")), ""):
            return await self._planned(seen, stop)
        if not seen.now.rows and not self.emergency:
            since = seen.changed
            return await self.seen(lambda message: bool(message.now.rows) and message.changed > since)
        self.emergency = False
        return await self.say("/check")

    async def _planned(self, seen: Message, stop: str) -> Message:
        """A check-in is planned: wait for it, ask when, or have none of it."""
        begin = stop.removesuffix("stop") + "begin"
        match self.random.choices(("wait", "ask", "say", "tap", "delete"), (5, 2, 2, 1, 1))[0]:
            case "wait":
                return await self._invited(begin)
            case "ask":
                await self.say("/status")
                return await self._invited(begin)
            case "say":
                await self.say("/stop")
                return await self._left_in_peace()
            case "tap":
                await self.tap(stop, seen)
                return await self._left_in_peace()
        await self.say("/delete")
        asked = await self.seen(lambda message: "d.yes" in datas(message.now))
        since = asked.changed  # its keyboard is taken away later
        await self.tap("d.yes", asked)
        await self.seen(lambda message: message.changed > since and "It is all deleted" in message.text)
        return await self.say("/start")

    async def _invited(self, begin: str) -> Message:
        """The check-in comes, or has come already."""
        found = await self.seen(lambda message: begin in datas(message.now))
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


class Asker(Somebody):
    """Asks several things at once, and gets each answered, in order."""

    async def live(self, ended: asyncio.Event) -> None:
        """Until told to end."""
        last = ""
        while not ended.is_set():
            asked = self.random.sample(sorted(ANSWERS.keys() - {last}), 3)
            since = self.world.serial
            self.acts += len(asked)
            for text in asked:
                await self.person.say(text)
            answers = [await self._answer(text, since) for text in asked]
            order = [message.id for message in answers]
            assert order == sorted(order), f"answered out of order:\n{self.person.transcript()[-2000:]}"
            last = asked[-1]
            await asyncio.sleep(self.random.random())

    async def _answer(self, asked: str, since: int) -> Message:
        """The first one: a crash may have sent it twice."""
        await self.seen(lambda message: message.changed > since and ANSWERS[asked] in message.text)
        return next(one for one in self.person.messages if one.changed > since and ANSWERS[asked] in one.text)


def datas(shown: Version) -> Sequence[str]:
    """What the buttons carry."""
    return [key.data for row in shown.rows for key in row]


def _verb(data: str) -> str:
    return data.rpartition(".")[2]


def _weight(data: str, *, ticked: bool) -> int:
    if data.startswith("b."):
        return 1  # a flow to begin
    verb = _verb(data)
    if verb == "done" and not ticked:
        return 0
    return SIGNS.get(verb[:1]) or WEIGHTS.get(verb, 0)


def _begins(message: Message) -> bool:
    """The choice of a flow, the question of consent, or a first question."""
    return any(data[:2] in {"b.", "y."} or data.split(".")[2:3] == ["0"] for data in datas(message.now))


def _says_something(message: Message) -> bool:
    """A new message, or one drawn anew; not one that only lost its keyboard."""
    return not message.versions or bool(message.now.rows) or message.versions[-1].text != message.text
