"""The menu and the profile."""

from __future__ import annotations

from bot.telegram.bot import PlainBot
from bot.telegram.menu import set_menu
from tests.bot_api import BotApi, faults

COMMANDS = {"start": "Start here", "stop": "Stop writing to me"}


async def test_the_menu_is_set(bot_api: BotApi, bot: PlainBot) -> None:
    """Commands in their order, and both descriptions."""
    await set_menu(bot, COMMANDS, "I help.", "Help.")
    profile = bot_api.methods.profile
    assert list(profile.commands.items()) == list(COMMANDS.items())
    assert (profile.description, profile.short_description) == ("I help.", "Help.")


async def test_a_failure_stops_nothing(bot_api: BotApi, bot: PlainBot) -> None:
    """The bot works without a menu, and each part is set by itself."""
    bot_api.faults.plan(faults.too_many(60), "setMyCommands")
    bot_api.faults.plan(faults.DROP_BEFORE, "setMyDescription")
    await set_menu(bot, COMMANDS, "I help.", "Help.")
    assert bot_api.methods.profile.short_description == "Help."
