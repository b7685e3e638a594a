"""An hour without Telegram: people go on writing, check-ins fall due; then all comes at once, at Telegram's rates."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.store.store import open_store
from bot.triage.chat import Stage
from tests.bot_api import BotApi, Call, Person, Rates
from tests.end_to_end.process import BotProcess
from tests.store.made import chat
from tests.torture.forge import ForgedProcess
from tests.torture.persons import ANSWERS

HOUR = 3600
INVITED = "Hello again"
ASKED = ("/help", "/privacy", "/redflags")


@dataclass(frozen=True, slots=True)
class Outlasted:
    """What came after the outage."""

    replies: int
    check_ins: int
    seconds: float
    early: int  # check-ins that were sent before the last reply, while its chat had to rest


async def torture(folder: Path, writers: int, due: int, seconds: float) -> Outlasted:
    """seconds: how long Telegram is really away; the bot's clock says an hour. Raises AssertionError."""
    async with BotApi() as telegram:
        bot = ForgedProcess(telegram, folder, chat_send_rate="1")
        _plan(telegram, bot, due)
        await bot.start()
        await _begun(telegram)
        telegram.limit(Rates())
        await telegram.stop()
        bot.later(HOUR)
        people = [telegram.person(100 + n) for n in range(writers)]
        for person in people:
            for text in ASKED:
                await person.say(text)
        await asyncio.sleep(seconds)
        before = len(telegram.requests)
        await telegram.start()
        await _served(telegram, people, due)
        await bot.end()
        await bot.close()
        return _judged(telegram, telegram.requests[before:], people)


def _plan(telegram: BotApi, bot: BotProcess, due: int) -> None:
    """Check-ins that fall due within the hour."""
    with open_store(bot.database, bot.folder / "key" / "checkback.key") as store, store.transaction():
        at = int(time.time()) + HOUR // 2
        for id in range(1000, 1000 + due):
            telegram.person(id).chat.started = True
            planned = chat(at=at - 14 * 24 * HOUR, due_at=at)
            assert planned.check_in is not None
            assert planned.check_in.stage is Stage.WAITING
            store.chats.put(store.vault.hash(id), id, replace(planned, conversation=None), None)


async def _begun(telegram: BotApi) -> None:
    """Somebody was answered."""
    await telegram.person(1).say("/help")
    await telegram.person(1).sees("What I can do", within=20)


async def _served(telegram: BotApi, people: Sequence[Person], due: int) -> None:
    for person in people:
        for text in ASKED:
            await person.sees(ANSWERS[text], within=120, ever=True)
    for id in range(1000, 1000 + due):
        await telegram.person(id).sees(INVITED, within=120, ever=True)
    await telegram.settled(quiet=1.5, within=30)


def _judged(telegram: BotApi, calls: Sequence[Call], people: Sequence[Person]) -> Outlasted:
    assert not [call for call in calls if call.status == 429], "a 429 of our own making"
    for person in people:
        told = [message.text for message in person.messages]
        assert len(told) == len(ASKED), "each once"
        assert all(ANSWERS[text] in said for text, said in zip(ASKED, told, strict=True)), "in order"
    sends = [call for call in calls if call.method == "sendMessage"]
    writers = {person.id for person in people}
    replies = [call for call in sends if call.chat_id in writers]
    check_ins = [call for call in sends if call.chat_id not in writers]
    answered = {call.chat_id: call.at for call in reversed(replies)}  # when each was first answered
    assert all(call.at >= max(answered.values()) for call in check_ins), "those who wait come first"
    last = max(call.at for call in replies)
    early = sum(call.at < last for call in check_ins)
    assert len({call.chat_id for call in check_ins}) == len(check_ins), "each check-in once"
    return Outlasted(len(replies), len(check_ins), sends[-1].at - sends[0].at, early)
