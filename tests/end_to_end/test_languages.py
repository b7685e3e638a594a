"""Two languages over the Bot API, with the shipped German draft."""

from __future__ import annotations

import signal
from pathlib import Path
from shutil import copytree

from bot.content.load import packaged_flows
from tests.bot_api import BotApi, Person
from tests.end_to_end.paths import ACCEPT, AGREE, HEALTHY
from tests.end_to_end.process import BotProcess
from tests.end_to_end.test_conversation import DAY, taps


async def test_a_person_is_answered_in_the_language_of_their_app(bot_api: BotApi, ada: Person, tmp_path: Path) -> None:
    """From the welcome to the check-in two weeks later, and in the menu; somebody else is answered in English."""
    process = BotProcess(bot_api, tmp_path, languages="en,de")
    await process.start()
    ada.language = "de"
    await ada.say("/start")
    await ada.sees("Hallo")
    await taps(ada, ".agree", "Zucken an der Lippe", *HEALTHY[len(AGREE) :], ACCEPT)
    process.later(14 * DAY + 5)
    await ada.sees("Hallo", within=20)
    ben = bot_api.person(8)
    await ben.say("/start")
    await ben.sees("Hello")
    assert bot_api.methods.profiles["de"].commands["check"] != bot_api.methods.profiles[""].commands["check"]
    assert await process.end() == 0


async def test_the_language_is_changed_in_the_middle(bot_api: BotApi, ada: Person, tmp_path: Path) -> None:
    """What was answered stays; an emergency is understood in either language; an old button still works."""
    process = BotProcess(bot_api, tmp_path, languages="en,de")
    await process.start()
    await ada.say("/start")
    await taps(ada, *AGREE, ".=me")
    await ada.say("/language")
    await ada.tap("Deutsch")
    await ada.sees("Frage 2 von etwa")
    await ada.say("one side of my face is drooping")
    await ada.sees("Rufen Sie jetzt 112 an")
    await taps(ada, ".carry_on", ".+droop", ".done")
    await ada.say("/language")
    await ada.tap("English")
    await process.again()
    await ada.say("/start")
    await ada.sees("Welcome back")
    assert await process.end() == 0


async def test_a_language_that_the_flows_do_not_speak(bot_api: BotApi, tmp_path: Path) -> None:
    """The operator is told which there are."""
    process = BotProcess(bot_api, tmp_path, languages="en,fr")
    await process.start()
    assert await process.exit_code() == 2
    assert "CHECKBACK_LANGUAGES: the flows do not speak `fr`, only en, de" in process.said


async def test_flows_that_lost_a_language_are_not_taken(bot_api: BotApi, ada: Person, tmp_path: Path) -> None:
    """At SIGHUP the old ones stay and the log says why, also of what is no PO; the next SIGHUP is heeded again."""
    flows = copytree(packaged_flows(), tmp_path / "flows")
    process = BotProcess(bot_api, tmp_path, flows=str(flows), languages="en,de")
    await process.start()
    await bot_api.called("setMyCommands")
    german = (flows / "locale" / "de.po").rename(tmp_path / "de.po")
    process.signal(signal.SIGHUP)
    await process.says("only en")
    (flows / "locale" / "de.po").write_text('msgid ""\nmsgstr "Plural-Forms: ?')
    process.signal(signal.SIGHUP)
    await process.says("this is not PO")
    ada.language = "de"
    await ada.say("/start")
    await ada.sees("Hallo")
    german.rename(flows / "locale" / "de.po")
    process.signal(signal.SIGHUP)
    await process.says("read again")
    assert await process.end() == 0
