"""Long polling against a real Bot API: nothing is confirmed before it is received, and nothing stops it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from bot.delivery import Unauthorised
from bot.telegram.answers import MOST_WAITING, Answers
from bot.telegram.bot import PlainBot, build_bot, connect
from bot.telegram.ingress import Answer, Ingress
from bot.telegram.polling import CHUNK, NUMBERLESS_PAUSE, QUIET_SECONDS, Polling
from bot.triage.inputs import Left, Tapped
from tests.bot_api import BotApi, faults
from tests.telegram.receiver import Receiver


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that are seconds in life are short here."""
    for pause in ("FIRST_PAUSE", "LONGEST_PAUSE", "STORE_PAUSE", "CONFLICT_PAUSE"):
        monkeypatch.setattr(f"bot.telegram.polling.{pause}", 0.01)
    monkeypatch.setattr("bot.telegram.bot.FIRST_PAUSE", 0.01)


@asynccontextmanager
async def polling(bot: PlainBot, receiver: Receiver) -> AsyncIterator[Polling]:
    async with Answers(bot) as answers:
        polls = Polling(bot, Ingress(receiver.receive, lambda: bot.username), answers, poll_seconds=1)
        task = asyncio.create_task(polls.run())
        yield polls
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_updates_are_received_and_confirmed(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """What was said before the start and while polling arrives, each once and in order."""
    ada = bot_api.person(7)
    await ada.say("before")
    async with polling(bot, receiver) as polls:
        last = await ada.say("during")
        await bot_api.taken(last)
        assert polls.is_healthy
    assert receiver.texts == ["before", "during"]
    assert bot_api.updates.allowed == frozenset({"message", "callback_query", "my_chat_member"})


async def test_nothing_is_confirmed_before_it_is_on_the_disk(
    bot_api: BotApi, bot: PlainBot, receiver: Receiver
) -> None:
    """While the commit takes its time, Telegram keeps the update."""
    receiver.committing.clear()
    async with polling(bot, receiver):
        update = await bot_api.person(7).say("hello")
        await bot_api.called("getUpdates")
        await asyncio.sleep(0.05)
        assert update not in bot_api.updates.confirmed
        receiver.committing.set()
        await bot_api.taken(update)


async def test_a_store_that_fails_gets_them_again(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """Nothing is confirmed and nothing lost; Telegram gives the same updates until they are kept."""
    receiver.broken = 3
    async with polling(bot, receiver):
        await bot_api.taken(await bot_api.person(7).say("hello"))
    assert receiver.texts == ["hello"]


async def test_a_big_batch_is_received_in_chunks(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """Those at its front need not wait for all; what was kept before a failure is confirmed, the rest comes again."""
    ada = bot_api.person(7)
    said = [str(number) for number in range(3 * CHUNK)]
    updates = [await ada.say(text) for text in said]
    async with polling(bot, receiver):
        await bot_api.taken(updates[-1])
    assert receiver.texts == said
    assert max(receiver.calls) == CHUNK


async def test_bad_updates_are_skipped(
    bot_api: BotApi, bot: PlainBot, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    """They spoil no batch, are fetched once, and the log tells nothing of what stood in them."""
    ada = bot_api.person(7)
    await ada.say("one")
    bot_api.push({"message": {"chat": "secret words"}})
    bot_api.push({"callback_query": {"id": 7, "data": "secret words"}})
    bot_api.push({"message": ["secret words"]})
    async with polling(bot, receiver) as polls:
        await bot_api.taken(await ada.say("two"))
        assert polls._ingress.skipped == 3
    assert receiver.texts == ["one", "two"]
    assert "secret words" not in caplog.text
    assert "skipped" in caplog.text


async def test_a_tap_is_answered_with_its_toast(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """After the commit, and again when the same tap comes again."""
    receiver.toast = "Ticked: " + "x" * 300
    ada = bot_api.person(7)
    await ada.say("/start")
    await bot.call("sendMessage", chat_id=7, text="Question")
    async with polling(bot, receiver):
        tap = await ada.press("abc.1.yes", ada.last)
        assert await tap.answer() == receiver.toast[:200]
    assert receiver.inputs[-1] == Tapped("abc.1.yes")
    assert receiver.arrivals[-1].message_id == ada.last.id


async def test_taps_that_waited_are_all_answered(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """Those that came while the bot was away too: each button spins until it is answered."""
    ada = bot_api.person(7)
    await ada.say("/start")
    await bot.call("sendMessage", chat_id=7, text="Question")
    taps = [await ada.press(f"abc.1.{number}", ada.last) for number in range(6)]
    async with polling(bot, receiver):
        assert [await tap.answer() for tap in taps] == [""] * 6


async def test_a_late_answer_is_let_go(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """Telegram refuses it; polling goes on."""
    ada = bot_api.person(7)
    await ada.say("/start")
    await bot.call("sendMessage", chat_id=7, text="Question")
    async with polling(bot, receiver):
        for fault in (faults.DROP_BEFORE, faults.too_many(5), faults.error(400, "Bad Request: query is too old")):
            bot_api.faults.plan(fault, "answerCallbackQuery")
            await bot_api.taken((await ada.press("abc.1.yes", ada.last)).update_id)
        tap = await ada.press("abc.1.yes", ada.last)
        assert await tap.answer() == ""


async def test_answers_never_hold_up_polling(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """Even when no answer comes through at all, what people say is received."""
    bot_api.faults.plan(faults.HANG_BEFORE, "answerCallbackQuery", times=1000)
    ada = bot_api.person(7)
    await ada.say("/start")
    await bot.call("sendMessage", chat_id=7, text="Question")
    async with polling(bot, receiver):
        for _ in range(60):
            await ada.press("abc.1.yes", ada.last)
        await bot_api.taken(await ada.say("still there?"))
    assert receiver.texts == ["still there?"]


async def test_answers_are_bounded(bot: PlainBot) -> None:
    """What cannot wait is dropped; memory stays flat under a flood."""
    answers = Answers(bot)
    answers.give(Answer(str(number)) for number in range(2 * MOST_WAITING))
    assert answers._waiting.qsize() == MOST_WAITING


async def test_being_blocked_is_heard(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """my_chat_member is among the updates we ask for."""
    ada = bot_api.person(7)
    async with polling(bot, receiver):
        await bot_api.taken(await ada.block())
    assert receiver.inputs == [Left()]


BAD_DAYS = [faults.DROP_BEFORE, faults.DROP_AFTER, faults.BAD_GATEWAY, faults.GARBAGE_AFTER, faults.REDIRECT]


@pytest.mark.parametrize("fault", BAD_DAYS)
async def test_a_bad_network_is_outlasted(
    bot_api: BotApi, bot: PlainBot, receiver: Receiver, fault: faults.Fault, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged without the token, and nothing is lost or doubled."""
    bot_api.faults.plan(fault, "getUpdates", times=3)
    async with polling(bot, receiver):
        await bot_api.taken(await bot_api.person(7).say("hello"))
    assert receiver.texts == ["hello"]
    assert "Telegram cannot be heard" in caplog.text
    assert bot_api.token not in caplog.text


async def test_a_wait_that_telegram_asks_for_is_kept(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """429: nothing is asked again before the seconds are over."""
    await bot_api.person(7).say("hello")
    bot_api.faults.plan(faults.too_many(1), "getUpdates")
    async with polling(bot, receiver):
        first, second = await bot_api.called("getUpdates", times=2)
    assert second.at - first.at >= 1


async def test_an_outage_is_outlasted(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """Telegram goes away altogether and comes back."""
    ada = bot_api.person(7)
    async with polling(bot, receiver):
        await bot_api.taken(await ada.say("one"))
        await bot_api.stop()
        last = await ada.say("two")
        await asyncio.sleep(0.1)
        await bot_api.start()
        await bot_api.taken(last)
    assert receiver.texts == ["one", "two"]


async def test_after_an_outage_it_knows_when_it_has_caught_up(
    bot_api: BotApi, bot: PlainBot, receiver: Receiver
) -> None:
    """Behind until an answer came, and all of it was received; that first answer is not waited for."""
    ingress = Ingress(receiver.receive, lambda: bot.username)
    receiver.committing.clear()
    async with Answers(bot) as answers:
        task = asyncio.create_task(Polling(bot, ingress, answers, poll_seconds=1).run())
        update = await bot_api.person(7).say("meanwhile")
        await bot_api.world.until(lambda: bot_api.calls("getUpdates")[:1] or None, 5)
        await asyncio.sleep(0.05)
        assert ingress.behind
        receiver.committing.set()
        await bot_api.taken(update)
        assert not ingress.behind
        task.cancel()
    timeouts = [call.parameters["timeout"] for call in bot_api.calls("getUpdates")]
    assert timeouts == [0, 1]


async def test_two_bots_with_one_token(
    bot_api: BotApi, bot: PlainBot, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    """The conflict is reported and tried again, and ends nobody."""
    other = build_bot(bot_api.token, bot_api.url)
    await connect(other)
    async with polling(bot, receiver), polling(other, receiver):
        for number in range(5):
            await bot_api.taken(await bot_api.person(7).say(str(number)))
    await other.shutdown()
    assert receiver.texts == ["0", "1", "2", "3", "4"]
    assert "Another process polls with this token" in caplog.text


async def test_a_webhook_left_over_is_removed(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """And what waited there is not dropped."""
    await bot_api.stop()
    await bot_api.start()
    update = await bot_api.person(7).say("waited")
    await bot.call("setWebhook", url="http://127.0.0.1:9/nobody")
    async with polling(bot, receiver):
        await bot_api.taken(update)
    assert receiver.texts == ["waited"]


async def test_numbers_that_begin_anew(bot_api: BotApi, bot: PlainBot, receiver: Receiver) -> None:
    """After a quiet week Telegram may go on at a lower number."""
    ada = bot_api.person(7)
    async with polling(bot, receiver):
        await bot_api.taken(await ada.say("old"))
        bot_api.updates.restart_ids(100)
        await bot_api.taken(await ada.say("new"))
        await bot_api.taken(await ada.say("newer"))
    assert receiver.texts == ["old", "new", "newer"]


async def test_a_bad_token_is_fatal_at_the_start(bot_api: BotApi) -> None:
    """The operator is told, without the token."""
    bot = build_bot("7000000001:wrong-wrong-wrong-wrong-wrong-wrong", bot_api.url)
    with pytest.raises(Unauthorised) as caught:
        await connect(bot)
    assert "wrong" not in str(caught.value)
    await bot.shutdown()


async def test_a_token_refused_later_is_tried_again(
    bot_api: BotApi, bot: PlainBot, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    """A proxy may be at fault; the log says it as an error."""
    async with polling(bot, receiver):
        await bot_api.taken(await bot_api.person(7).say("one"))
        bot_api.faults.plan(faults.error(401, "Unauthorized"), "getUpdates", times=2)
        await bot_api.taken(await bot_api.person(7).say("two"))
    assert [record.levelno for record in caplog.records if "accept the token" in record.message] == [logging.ERROR] * 2


@pytest.mark.parametrize("fault", [faults.DROP_BEFORE, faults.BAD_GATEWAY, faults.GARBAGE_BEFORE])
async def test_telegram_silent_at_the_start(bot_api: BotApi, fault: faults.Fault) -> None:
    """getMe is tried until it is answered."""
    bot_api.faults.plan(fault, "getMe", times=3)
    bot = build_bot(bot_api.token, bot_api.url)
    await connect(bot)
    assert bot.username == "checkback_test_bot"
    await bot.shutdown()


def test_a_minute_of_silence_is_unhealthy(bot_api: BotApi, receiver: Receiver) -> None:
    """By the monotonic clock, so that no change of the time of day matters."""
    now = 1000.0
    bot = build_bot(bot_api.token, bot_api.url)
    polls = Polling(bot, Ingress(receiver.receive, str), Answers(bot), monotonic=lambda: now)
    assert not polls.is_healthy
    polls.heard_at = now
    now += QUIET_SECONDS - 1
    assert polls.is_healthy
    now += 1
    assert not polls.is_healthy


@pytest.mark.parametrize("number", ["none", None, True, 4.5, 2**63, 2**64 + 5])
async def test_an_update_whose_number_cannot_be_read_is_skipped(
    bot_api: BotApi,
    bot: PlainBot,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    number: object,
) -> None:
    """Nothing can confirm it, so it comes again at once: each time a pause, until an update with a number follows. What
    people do is received meanwhile, check-ins do not wait, and nobody is told that Telegram is away."""
    assert NUMBERLESS_PAUSE > 1
    monkeypatch.setattr("bot.telegram.polling.NUMBERLESS_PAUSE", 0.2)
    message = {"message_id": 1, "date": 1, "text": "hi", "chat": {"id": 7, "type": "private"}, "from": {"id": 7}}
    poll = bot_api.updates.poll

    async def poisoned(limit: int, _: float) -> list[dict[str, Any]]:
        return [{"update_id": number, "message": message}, *await poll(limit, 0)]

    monkeypatch.setattr(bot_api.updates, "poll", poisoned)
    async with polling(bot, receiver) as polls:
        await asyncio.sleep(0.5)
        assert 1 <= polls._ingress.skipped <= 4
        assert not polls._ingress.behind
        await bot_api.taken(await bot_api.person(7).say("hello"))
    assert receiver.texts == ["hello"]
    assert "skipped" in caplog.text
    assert "cannot be heard" not in caplog.text


async def test_only_a_number_confirms(bot: PlainBot, receiver: Receiver) -> None:
    """Of a batch, the last that can be read."""
    polls = Polling(bot, Ingress(receiver.receive, str), Answers(bot))
    assert not await polls._take([{"message": {}}, "nonsense", {"update_id": True}, {"update_id": -7}])
    assert polls._offset is None
    assert await polls._take([{"update_id": True}, {"update_id": 4, "message": {"chat": 1}}, {"update_id": 2.0**64}])
    assert polls._offset == 5
    assert receiver.inputs == []
