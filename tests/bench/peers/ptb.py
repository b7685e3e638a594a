"""An empty bot on python-telegram-bot: `python -m tests.bench.peers.ptb URL TOKEN [aiohttp]`.

As its inline keyboard example: it answers the tap and edits the message. With `aiohttp`, requests go through ours.
"""

from __future__ import annotations

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.telegram.request import AiohttpRequest

KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Option 1", callback_data="1"), InlineKeyboardButton("Option 2", callback_data="2")],
        [InlineKeyboardButton("Option 3", callback_data="3")],
    ]
)


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The keyboard."""
    assert update.message
    await update.message.reply_text("Please choose:", reply_markup=KEYBOARD)


async def button(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the tap and edit the message; the keyboard stays, to be tapped again."""
    query = update.callback_query
    assert query
    await query.answer()
    await query.edit_message_text(text=f"Selected option: {query.data}", reply_markup=KEYBOARD)


def main(url: str, token: str, *client: str) -> None:
    builder: Any = Application.builder().token(token).base_url(f"{url}/bot")
    if client == ("aiohttp",):
        builder = builder.request(AiohttpRequest(256)).get_updates_request(AiohttpRequest(1))
    application = builder.build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(button))
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main(*sys.argv[1:])
