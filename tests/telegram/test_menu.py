"""The menu and the profile."""

from __future__ import annotations

from dataclasses import replace

from bot.telegram.bot import PlainBot
from bot.telegram.menu import set_menu
from tests.bot_api import BotApi, faults
from tests.triage.made import words

COMMANDS = {"start": "Start here", "language": "Choose a language", "stop": "Stop writing to me"}
WORDS = replace(words(), commands=COMMANDS, description="I help.", short_description="Help.")
GERMAN = replace(words(), commands=dict.fromkeys(COMMANDS, "tut etwas"), description="Ich helfe.")


async def test_the_menu_is_set(bot_api: BotApi, bot: PlainBot) -> None:
    """Commands in their order, and both descriptions; there is nothing to choose from one language."""
    await set_menu(bot, {"": WORDS})
    profile = bot_api.methods.profiles[""]
    assert list(profile.commands.items()) == [("start", "Start here"), ("stop", "Stop writing to me")]
    assert (profile.description, profile.short_description) == ("I help.", "Help.")


async def test_each_language_has_its_menu(bot_api: BotApi, bot: PlainBot) -> None:
    """Whoever's app is in German sees the German one, and all others the first."""
    await set_menu(bot, {"": WORDS, "de": GERMAN})
    assert bot_api.methods.profiles[""].commands == COMMANDS
    assert bot_api.methods.profiles["de"].commands["language"] == "tut etwas"
    assert bot_api.methods.profiles["de"].description == "Ich helfe."


async def test_a_failure_stops_nothing(bot_api: BotApi, bot: PlainBot) -> None:
    """The bot works without a menu, and each part is set by itself."""
    bot_api.faults.plan(faults.too_many(60), "setMyCommands")
    bot_api.faults.plan(faults.DROP_BEFORE, "setMyDescription")
    await set_menu(bot, {"": WORDS})
    assert bot_api.methods.profiles[""].short_description == "Help."
