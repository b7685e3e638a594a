"""Persons who use the bot for ever, each act once and never again: one lost tap or reply, and they stand still."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from random import Random

from tests.bot_api import BotApi, Message
from tests.bot_api.world import Version

PATIENCE = 60.0  # seconds, in which the bot may be killed several times
BEGIN = ("/start", "/check")
ANSWERS = {
    "/help": "What I can do",
    "/privacy": "What is kept",
    "/redflags": "the worst headache ever",
    "/medicines qwxyz": "I do not know that name",
    "/status": "No message from me is planned",
    "my face is drooping and I can't speak": "Is this happening now",
    "the weather is nice": "I work best with taps",
}
ALARM, UNKNOWN = "my face is drooping and I can't speak", "the weather is nice"

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
        since, fits = self.act(), _begins if text in BEGIN else says_something
        await self.person.say(text)
        return await self.seen(lambda message: message.changed > since and fits(message))

    async def tap(self, data: str, on: Message) -> Message:
        """What is seen after a tap: something from which that button is gone."""
        since = self.act()
        await self.person.press(data, on)
        return await self.seen(
            lambda message: message.changed > since and data not in datas(message.now) and says_something(message)
        )

    async def seen(self, fits: Looks) -> Message:
        """The newest message that fits, as soon as there is one."""

        def look() -> Message | None:
            return next((message for message in reversed(self.person.messages) if fits(message)), None)

        found = await self.world.until(look, PATIENCE)
        assert found, f"person {self.person.id} waited in vain:\n{self.person.transcript()[-3000:]}"
        return found

    def act(self) -> int:
        """One act more; what is seen of it is later than this."""
        self.acts += 1
        return self.world.serial


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


def _begins(message: Message) -> bool:
    """The choice of a flow, the question of consent, or a first question."""
    return any(data[:2] in {"b.", "y."} or data.split(".")[2:3] == ["0"] for data in datas(message.now))


def says_something(message: Message) -> bool:
    """A new message, or one drawn anew; not one that only lost its keyboard."""
    return not message.versions or bool(message.now.rows) or message.versions[-1].text != message.text
