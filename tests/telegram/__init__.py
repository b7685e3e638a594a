"""Tests of bot/telegram, most of them over real HTTP against tests/bot_api."""
