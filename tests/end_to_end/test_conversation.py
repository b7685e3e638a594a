"""The whole conversation with the real process: by taps, politely and rudely."""

from __future__ import annotations

import signal
from pathlib import Path
from shutil import copytree

import pytest

from bot.content.load import packaged_flows
from tests.bot_api import BotApi, Person
from tests.end_to_end.paths import ACCEPT, AGREE, CHECK_IN_GONE, HEALTHY
from tests.end_to_end.process import BotProcess

DAY = 86400


async def taps(person: Person, *buttons: str) -> None:
    """Tap as a person does: look at what came of one tap before the next."""
    for button in buttons:
        await person.tap(button, within=20)
        await person.sees("", within=20)
        await person.server.settled(quiet=0.1, within=20)


async def test_from_start_to_self_care_by_taps(running: BotProcess, ada: Person, bot_api: BotApi) -> None:
    """A healthy person taps through; questions replace one another in one message, the outcome is a new one."""
    await ada.say("/start")
    welcome = await ada.sees("112")
    await taps(ada, *AGREE)
    question = await ada.sees("Question 1 of about")
    await taps(ada, *HEALTHY[len(AGREE) :])
    await ada.sees("Yes, please write")
    assert len(question.versions) >= 9, "one message was drawn anew"
    assert not question.now.rows, "its keyboard was taken away at the end"
    assert welcome.now.shown, "the welcome stays"
    assert all([await query.toast == "" for query in bot_api.world.queries.values()]), "every tap was answered"


async def test_the_check_in_arrives_two_weeks_later(running: BotProcess, ada: Person, bot_api: BotApi) -> None:
    """Not before; then it asks the red flags again and knows what was ticked."""
    await ada.say("/start")
    await taps(ada, *HEALTHY, ACCEPT)
    await ada.sees("in 2 weeks")
    running.later(14 * DAY - 60)
    await ada.say("/status")
    await ada.sees("in a moment")
    running.later(14 * DAY + 5)
    await ada.sees("Hello again", within=20)
    await taps(ada, *CHECK_IN_GONE)
    await ada.sees("last check")


async def test_check_in_after_seconds(bot_api: BotApi, ada: Person, tmp_path: Path) -> None:
    """With CHECKBACK_CHECK_IN_AFTER an operator can try the way round without waiting."""
    process = BotProcess(bot_api, tmp_path, check_in_after="2s")
    await process.start()
    await ada.say("/start")
    await taps(ada, *HEALTHY, ACCEPT)
    await ada.sees("Hello again", within=10, ever=True)
    await process.end()


async def test_due_while_the_bot_was_down_is_sent_on_start(running: BotProcess, ada: Person) -> None:
    """Nothing is lost by being away."""
    await ada.say("/start")
    await taps(ada, *HEALTHY, ACCEPT)
    await ada.sees("in 2 weeks")
    await running.end()
    running.later(20 * DAY)
    await running.start()
    await ada.sees("Hello again", within=20)


async def test_back_keeps_the_ticks(running: BotProcess, ada: Person) -> None:
    """On every question but the first there is a way back."""
    await ada.say("/start")
    await taps(ada, *AGREE, ".=me", ".none", ".none", ".+fever", ".done", ".back")
    seen = await ada.sees("✅ Fever")
    assert "Back" in seen.shown


async def test_an_emergency_at_once(running: BotProcess, ada: Person) -> None:
    """The line stands in the question before Done; then the card, with the number first."""
    await ada.say("/start")
    await taps(ada, *AGREE, ".=me", ".+limb")
    await ada.sees("call 112 now")
    await taps(ada, ".done")
    card = await ada.sees("Call 112")
    assert card.now.shown.index("112") < 60


async def test_an_old_button_and_a_double_tap_change_nothing(running: BotProcess, ada: Person) -> None:
    """An answered question cannot be answered again by its old keyboard, nor skipped by a quick finger."""
    await ada.say("/start")
    await taps(ada, *AGREE)
    question = await ada.sees("Question 1 of about")
    await ada.tap(".=me", times=2)
    await ada.sees("Question 2")
    tap = await ada.tap_old(".=child", question, version=0)
    assert "before" in await tap.answer()
    assert "Question 2" in ada.last.now.shown


async def test_quick_ticks_are_both_kept(running: BotProcess, ada: Person) -> None:
    """Two taps on the same keyboard, before either was drawn."""
    await ada.say("/start")
    await taps(ada, *AGREE, ".=me", ".none", ".none")
    question = await ada.sees("Fever")
    fever, sweat = question.now.key(".+fever"), question.now.key(".+sweating")
    assert fever
    assert sweat
    await ada.press(fever.data, question)
    await ada.press(sweat.data, question)
    shown = (await ada.sees("✅ Fever")).now
    await ada.sees("✅ Sweat", ever=True)
    assert shown


async def test_nonsense_gets_one_helpful_sentence(running: BotProcess, ada: Person) -> None:
    """Text, unknown commands and pictures bring the present question again, as a new message."""
    await ada.say("/start")
    await taps(ada, *AGREE, ".=me")
    for act in (ada.say("purple"), ada.say("/nonsense"), ada.send_photo(), ada.send_voice()):
        before = len(ada.messages)
        await act
        await ada.sees("Question 2")
        await ada.server.settled(quiet=0.1)
        assert len(ada.messages) == before + 1
        assert len(ada.keyboards) == 1, "the old keyboard was taken away"


async def test_an_emergency_in_words_before_consent(running: BotProcess, ada: Person) -> None:
    """Somebody who writes at once is answered at once."""
    await ada.say("my face is drooping on one side and I can't speak properly")
    await ada.sees("This is happening")
    await ada.sees("112", ever=True)


async def test_a_forward_is_read_for_emergencies_alone(running: BotProcess, ada: Person) -> None:
    """A command in it does nothing; a red flag in it is answered as one that was typed."""
    origin = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Bea"}}
    await ada.say("/start")
    await taps(ada, *AGREE)
    await ada.say("/delete", **origin)
    await ada.sees("I work best with taps")
    await ada.say("her face is drooping on one side and she can't speak", **origin)
    await ada.sees("This is happening")


async def test_stop_in_the_middle_is_final(running: BotProcess, ada: Person, bot_api: BotApi) -> None:
    """Nothing comes by itself any more."""
    await ada.say("/start")
    await taps(ada, *HEALTHY, ACCEPT)
    await ada.say("/stop")
    await ada.sees("I have stopped")
    running.later(30 * DAY)
    count = len(ada.messages)
    await ada.say("/status")
    await ada.sees("No message from me is planned")
    assert len(ada.messages) == count + 1


async def test_delete_forgets_all(running: BotProcess, ada: Person) -> None:
    """After it the bot knows nobody, and old buttons lead to the first screen."""
    await ada.say("/start")
    await taps(ada, *AGREE)
    question = await ada.sees("Question 1")
    await ada.say("/delete")
    await ada.tap("Delete it all")
    await ada.sees("deleted")
    await ada.press(question.now.rows[0][0].data if question.now.rows else "q.x.0.=me", question)
    await ada.sees("I agree")


async def test_every_command_answers(running: BotProcess, ada: Person, bot_api: BotApi) -> None:
    """Each command of the menu, before consent and after; the menu was set at start."""
    await bot_api.called("setMyCommands")
    commands = ["check", "learn", "medicines", "redflags", "status", "summary", "privacy", "export", "stop", "help"]
    for begin in ((), HEALTHY):
        await ada.say("/start")
        await taps(ada, *begin)
        for command in commands:
            await ada.say(f"/{command}")
            await ada.sees("")
            await ada.server.settled(quiet=0.1)


async def test_groups_are_refused(running: BotProcess, ada: Person, bot_api: BotApi) -> None:
    """Politely, and nothing else is answered there."""
    group = bot_api.group(-100)
    await group.say("hello all", ada)
    await group.say("/weather", ada, entities=[{"type": "bot_command", "offset": 0, "length": 8}])
    await bot_api.settled()
    assert len(group.messages) == 0
    await group.say("/start", ada, entities=[{"type": "bot_command", "offset": 0, "length": 6}])
    await bot_api.settled()
    assert len(group.messages) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_a_restart_between_any_two_steps_loses_nothing(
    running: BotProcess, ada: Person, number: signal.Signals
) -> None:
    """Ended kindly or with kill -9 after every second tap, the conversation goes on where it was."""
    await ada.say("/start")
    for index, button in enumerate((*HEALTHY, ACCEPT)):
        await taps(ada, button)
        if index % 2:
            await running.again(number)
    await ada.sees("in 2 weeks", within=15, ever=True)


async def test_somebody_who_blocks_the_bot_is_not_written_to(running: BotProcess, ada: Person, bot_api: BotApi) -> None:
    """A 403 ends the check-ins."""
    await ada.say("/start")
    await taps(ada, *HEALTHY, ACCEPT)
    await ada.sees("in 2 weeks")
    update = await ada.block()
    await bot_api.taken(update)
    running.later(30 * DAY)
    count = len(bot_api.calls("sendMessage", chat_id=7))
    bea = bot_api.person(8)
    await bea.say("/help")
    await bea.sees("What I can do")
    assert len(bot_api.calls("sendMessage", chat_id=7)) == count


async def test_flows_are_read_again_at_sighup(running: BotProcess, ada: Person, bot_api: BotApi) -> None:
    """The process stays up and says so."""
    await bot_api.called("setMyCommands")
    running.signal(signal.SIGHUP)
    await running.says("read again")
    await ada.say("/help")
    await ada.sees("What I can do")


async def test_flows_that_became_unsafe_are_not_taken(bot_api: BotApi, ada: Person, tmp_path: Path) -> None:
    """At SIGHUP the old ones stay and the log says why; at a start the process ends."""
    flows = copytree(packaged_flows(), tmp_path / "flows")
    process = BotProcess(bot_api, tmp_path, flows=str(flows))
    await process.start()
    await bot_api.called("setMyCommands")
    red_flags = flows / "modules" / "red_flags.yaml"
    red_flags.write_text(red_flags.read_text().replace("when: {sudden: droop}", "when: {sudden: droop, who: me}"))
    process.signal(signal.SIGHUP)
    await process.says("the old ones stay")
    await ada.say("/help")
    await ada.sees("What I can do")
    await process.end()
    await process.start()
    assert await process.exit_code() == 1
    assert "'droop_timing' is a red-flag question" in process.said


async def test_a_second_process_on_the_database_refuses(running: BotProcess, bot_api: BotApi, tmp_path: Path) -> None:
    """One process per database, said plainly."""
    await bot_api.called("setMyCommands")
    second = BotProcess(bot_api, tmp_path)
    second.log = running.folder / "second"
    await second.start()
    assert await second.exit_code() == 1
    assert "another Checkback is running" in second.said


async def test_a_folder_is_no_database(bot_api: BotApi, tmp_path: Path) -> None:
    """One line that says so, and exit code 2."""
    folder = tmp_path / "data"
    folder.mkdir()
    process = BotProcess(bot_api, tmp_path, database=str(folder))
    await process.start()
    assert await process.exit_code() == 2
    told = f"{folder}: is a folder; the database is a file, such as {folder / 'checkback.db'}"
    assert process.said.splitlines() == [told]


async def test_wrong_settings_are_told_a_line_each(bot_api: BotApi, tmp_path: Path) -> None:
    """Exit code 2, and every problem at once."""
    process = BotProcess(bot_api, tmp_path, token="", send_rate="fast")
    await process.start()
    assert await process.exit_code() == 2
    lines = process.said.strip().splitlines()
    assert [line.split(":")[0] for line in lines] == ["CHECKBACK_TOKEN", "CHECKBACK_SEND_RATE"]
