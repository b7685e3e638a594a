"""An empty bot on aiogram 3: `python -m tests.bench.peers.aiogram_echo URL TOKEN`.

It answers the tap, edits the message and counts the person's taps in its state, which it keeps in memory.
"""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Option 1", callback_data="1"),
            InlineKeyboardButton(text="Option 2", callback_data="2"),
        ],
        [InlineKeyboardButton(text="Option 3", callback_data="3")],
    ]
)


async def start(message: Message) -> None:
    """The keyboard."""
    await message.answer("Please choose:", reply_markup=KEYBOARD)


async def button(query: CallbackQuery, state: FSMContext) -> None:
    """Count, answer the tap and edit the message."""
    await state.update_data(taps=(await state.get_data()).get("taps", 0) + 1)
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(f"Selected option: {query.data}", reply_markup=KEYBOARD)


async def main(url: str, token: str) -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(start, CommandStart())
    dispatcher.callback_query.register(button)
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    await dispatcher.start_polling(Bot(token, session=session))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
