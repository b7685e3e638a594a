"""The restore drill: an older copy is put back, and nothing is doubled or lost beyond the time since it was made."""

from __future__ import annotations

from pathlib import Path

from tests.bot_api import BotApi
from tests.end_to_end.paths import ACCEPT, AGREE, HEALTHY
from tests.end_to_end.process import BotProcess
from tests.end_to_end.test_conversation import taps

DAY, HOUR = 86400, 3600


def count(text: str, bot_api: BotApi, who: int) -> int:
    """How often this person was sent this."""
    return sum(text in message.text for message in bot_api.person(who).messages)


async def test_an_hour_old_copy_is_restored(bot_api: BotApi, tmp_path: Path) -> None:
    """Who talks goes on where they were an hour ago, what came meanwhile comes again, and each check-in once more at
    most: those of the lost hour twice, all others once."""
    process, copy = BotProcess(bot_api, tmp_path), str(tmp_path / "copy")
    await process.start()
    ada, bea, cleo, dan, eve = (bot_api.person(id) for id in range(1, 6))
    for person in (bea, eve):
        await person.say("/start")
        await taps(person, *HEALTHY, ACCEPT)
    process.later(2 * HOUR)
    await cleo.say("/start")
    await taps(cleo, *HEALTHY, ACCEPT)
    process.later(14 * DAY - HOUR)
    await ada.say("/start")
    await taps(ada, *AGREE, ".=me", ".none")
    await ada.sees("Question 3")
    code, said = await process.command("db", "backup", copy)
    assert (code, "4 chats, 3 of them with a check-in planned" in said) == (0, True)

    process.later(14 * DAY + 60)  # the hour that will be lost: two check-ins, an answer, a new person, a stop
    await bea.sees("Hello again", within=20)
    await eve.sees("Hello again", within=20)
    await taps(ada, ".none", ".none")
    await ada.sees("Question 5")
    await dan.say("/start")
    await taps(dan, *AGREE)
    await process.end()

    await ada.tap(".none")  # while the bot is down, Telegram holds these
    await dan.say("/status")
    code, said = await process.command("db", "restore", copy)
    assert (code, said.count("\n")) == (0, 2)
    await process.start()

    await ada.sees("Question 3", within=20)
    await dan.sees("No message from me is planned", within=20)
    await bea.sees("Hello again", within=20)
    await bot_api.settled()
    assert [count("Hello again", bot_api, who.id) for who in (bea, eve, cleo)] == [2, 2, 0]
    process.later(14 * DAY + 3 * HOUR)
    await cleo.sees("Hello again", within=20)
    await taps(ada, *HEALTHY[4:], ACCEPT)
    await ada.sees("in 2 weeks")
    await bot_api.settled()
    assert [count("Hello again", bot_api, who.id) for who in (bea, eve, cleo)] == [2, 2, 1]
    code, said = await process.command("db", "check")
    assert (code, "4 chats" in said) == (0, True)
    await process.end()
    assert "Traceback" not in process.said


async def test_the_key_is_changed_and_the_bot_goes_on(bot_api: BotApi, tmp_path: Path) -> None:
    """Refused while it runs; afterwards the conversation goes on, and the check-in comes."""
    process = BotProcess(bot_api, tmp_path)
    await process.start()
    ada, bea = bot_api.person(7), bot_api.person(8)
    await bea.say("/start")
    await taps(bea, *HEALTHY, ACCEPT)
    await ada.say("/start")
    await taps(ada, *AGREE, ".=me")
    code, said = await process.command("db", "rotate-key")
    assert (code, "another Checkback is running" in said) == (1, True)
    await process.end()
    code, said = await process.command("db", "rotate-key")
    assert (code, said.splitlines()[0]) == (0, "2 values are sealed with the new key")
    await process.start()
    await taps(ada, ".none")
    await ada.sees("Question 3")
    process.later(14 * DAY + 60)
    await bea.sees("Hello again", within=20)
    await process.end()
