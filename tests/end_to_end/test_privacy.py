"""What the real process lets out, and what it forgets."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from tests.bot_api import BotApi, Person, faults
from tests.end_to_end.paths import ACCEPT, AGREE, HEALTHY
from tests.end_to_end.process import BotProcess

DAY = 86400
WHO = 7_123_456_789
NAME = "Quintessa"
SAID = (
    "zebulon the plumber fixed my sink yesterday",
    "my face is drooping on one side and I can't speak properly",
    "I take sertraline and something called flurbostat",
)
FAULTS = (
    faults.error(400, f'Bad Request: can\'t parse entities: unsupported start tag "{NAME}" in chat {WHO}'),
    faults.error(403, f"Forbidden: bot was blocked by the user {WHO}"),
    faults.GARBAGE_BEFORE,
    faults.SERVER_ERROR,
    faults.BAD_GATEWAY,
    faults.REDIRECT,
    faults.DROP_BEFORE,
    faults.DROP_AFTER,
)


async def taps(person: Person, *buttons: str) -> list[str]:
    """Tap one after the other; what the buttons carried."""
    carried = []
    for button in buttons:
        carried.append((await person.tap(button, within=20)).data)
        await person.sees("", within=20)
        await person.server.settled(quiet=0.1, within=20)
    return carried


async def test_the_log_of_a_whole_run_tells_of_nobody(bot_api: BotApi, tmp_path: Path) -> None:
    """At DEBUG, through a conversation with words, medicines, an alarm, faults of the network and of the disk: nothing
    that was said, shown or carried by a button, no name, no id, no token, no key."""
    process = BotProcess(bot_api, tmp_path, log_level="DEBUG")
    await process.start()
    ada = bot_api.person(WHO, NAME)
    await ada.say("/start")
    carried = await taps(ada, *HEALTHY[:-2][:6])
    for text in SAID:
        await ada.say(text)
        await ada.sees("", within=20)
        await bot_api.settled(quiet=0.1, within=20)
    others = [bot_api.person(WHO + number, NAME) for number in range(1, len(FAULTS) + 1)]
    for fault, person in zip(FAULTS, others, strict=True):
        bot_api.faults.plan(fault, "sendMessage", chat_id=person.id)
        bot_api.faults.plan(fault, "answerCallbackQuery")
        await person.say("/start")
        await person.say(f"{SAID[0]} {person.id}")
    for fault in (faults.GARBAGE_BEFORE, faults.SERVER_ERROR, faults.DROP_AFTER):
        bot_api.faults.plan(fault, "getUpdates")
    for person in others[2:]:
        await person.sees("I agree", within=15, ever=True)
    await taps(ada, "No, carry on", ".none")  # an alarm stands until it is answered
    bot_api.push({"message": {"text": SAID[0], "chat": {"id": NAME}, "from": WHO}})
    await bot_api.settled(within=30)
    await process.end()
    bot_api.faults.clear()
    damage(process.database)
    await process.start()
    await ada.say("/help")
    await ada.sees("What I can do", within=20)
    await process.end()
    said = process.said
    assert [line for line in ("is damaged", "was refused", "cannot be heard", "was skipped") if line not in said] == []
    assert len(bot_api.faults.struck) > len(FAULTS)
    key = (tmp_path / "key" / "checkback.key").read_text().strip()
    secrets = [bot_api.token, bot_api.token.split(":")[1], key]
    private = [*SAID, "zebulon", "drooping", "sertraline", "flurbostat", NAME, str(WHO)[:-1], *shown(ada), *carried]
    assert [text for text in (*secrets, *private) if text.lower() in said.lower()] == []


def damage(database: Path) -> None:
    """A flipped bit in what is kept of each chat."""
    connection = sqlite3.connect(database)
    with connection:
        rows = connection.execute("SELECT rowid, blob FROM chats").fetchall()
        for id, blob in rows:
            connection.execute("UPDATE chats SET blob = ? WHERE rowid = ?", (blob[:-1] + bytes((blob[-1] ^ 1,)), id))
    connection.close()
    assert rows


def shown(person: Person) -> Iterator[str]:
    """Every line and every label that this person ever saw, but for the shortest."""
    for message in person.messages:
        for version in (*message.versions, message.now):
            lines = (*version.text.splitlines(), *version.labels)
            yield from (line.strip() for line in lines if len(line.strip()) > 6)


async def test_what_was_kept_for_long_enough_is_forgotten(bot_api: BotApi, tmp_path: Path) -> None:
    """The answers after a month, all of it after three; who is written to in two weeks is not silent."""
    process = BotProcess(bot_api, tmp_path)
    await process.start()
    ada, bea = bot_api.person(7), bot_api.person(8, "Bea")
    for person, answer in ((ada, ".decline"), (bea, ACCEPT)):
        await person.say("/start")
        await taps(person, *HEALTHY, answer)
    process.later(31 * DAY)
    await told(process, 1)
    await bea.sees("Hello again", within=20)
    await ada.say("/summary")
    await ada.sees("look after it at home", ever=True)
    assert not any("Coffee" in message.text or "coffee" in message.text for message in ada.messages[-2:])
    process.later(31 * DAY + 91 * DAY)
    await told(process, 2)
    await bea.sees("Hello once more", within=20)
    process.later(31 * DAY + 2 * 91 * DAY)
    await told(process, 3)
    for person in (ada, bea):
        await person.say("/export")
        await person.sees("Nothing is kept about you")
    await process.end()


async def told(process: BotProcess, sweeps: int) -> None:
    """Wait until the process has told of so many sweeps that found something, each in one chat."""

    async def look() -> None:
        while process.said.count("was forgotten, in 1 chats") < sweeps:  # noqa: ASYNC110 - it is another process's file
            await asyncio.sleep(0.1)

    await asyncio.wait_for(look(), 15)


async def test_deleted_leaves_nothing_in_the_files(bot_api: BotApi, tmp_path: Path) -> None:
    """No row in any table, once the last message is out."""
    process = BotProcess(bot_api, tmp_path)
    await process.start()
    ada = bot_api.person(7)
    await ada.say("/start")
    await taps(ada, *AGREE, ".=me")
    await ada.say("/delete")
    await taps(ada, "Delete it all")
    await ada.sees("all deleted here")
    await process.end()
    connection = sqlite3.connect(process.database)
    counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("chats", "outbox")]
    connection.close()
    assert counts == [0, 0]
