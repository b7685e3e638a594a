"""Screens onto Telegram: delivery's Messenger. Every error of the library is told here in delivery's terms."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot import delivery
from bot.files import content_of
from bot.telegram.bot import PlainBot, seconds_of
from bot.telegram.described import described
from bot.telegram.markup import keyboard, messages
from bot.triage.screen import Document, Report, Screen

CAPTION_LIMIT: Final = 1024
_NOT_MODIFIED: Final = "message is not modified"
_CANNOT_EDIT: Final = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message_id_invalid",
)
_TOO_LARGE: Final = "too large"
_PLAIN: Final = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


class TelegramMessenger:
    """Sends, edits and strips messages. Raises MessengerError, CannotEdit only from `edit`."""

    def __init__(self, bot: PlainBot) -> None:
        self._bot = bot

    async def send(self, chat_id: int, screen: Screen) -> int:
        """As a new message, or several where one cannot hold the text; the id of the last, which has the keyboard."""
        if screen.document:
            return await self._send_document(chat_id, screen, screen.document)
        *before, last = messages(screen.text) or ("",)
        for html in before:
            await self._send_text(chat_id, html, None)
        return await self._send_text(chat_id, last, keyboard(screen.rows))

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> None:
        """Over a message. Raises CannotEdit for one that is gone or too old, and for a text that one cannot hold."""
        parts = messages(screen.text)
        if len(parts) != 1 or screen.document:
            raise delivery.CannotEdit(message_id)
        where = {"chat_id": chat_id, "message_id": message_id}
        await self._call("editMessageText", **where, text=parts[0], reply_markup=keyboard(screen.rows), **_PLAIN)

    async def strip(self, chat_id: int, message_id: int) -> None:
        """Take a keyboard away. Where there is none, or no such message, that is done already."""
        try:
            await self._call("editMessageReplyMarkup", chat_id=chat_id, message_id=message_id)
        except delivery.CannotEdit:
            return

    async def _send_text(self, chat_id: int, html: str, markup: Any) -> int:
        return _id_of(await self._call("sendMessage", chat_id=chat_id, text=html, reply_markup=markup, **_PLAIN))

    async def _send_document(self, chat_id: int, screen: Screen, document: Document | Report) -> int:
        """A file with its text beneath; a text too long for that comes before it."""
        captions = messages(screen.text, CAPTION_LIMIT)
        fits = len(captions) == 1
        for html in () if fits else messages(screen.text):
            await self._send_text(chat_id, html, None)
        more: dict[str, Any] = {"caption": captions[0], "parse_mode": "HTML"} if fits else {}
        file = InputFile(await asyncio.to_thread(content_of, document), filename=document.filename)
        keys = keyboard(screen.rows)
        return _id_of(await self._call("sendDocument", chat_id=chat_id, document=file, reply_markup=keys, **more))

    async def _call(self, method: str, **parameters: Any) -> Any:
        """The result; None where the message already is as it should be. Raises MessengerError."""
        try:
            return await self._bot.call(method, **parameters)
        except TelegramError as error:
            if _says(error, _NOT_MODIFIED):
                return None
            raise told(error) from None


def told(error: TelegramError) -> delivery.MessengerError:
    """What delivery needs to know of an error. BadRequest comes before NetworkError, whose kind it is."""
    match error:
        case RetryAfter():
            return delivery.RetryAfter(seconds_of(error))
        case InvalidToken():  # 401, and 404 for a token that is none
            return delivery.Unauthorised()
        case Forbidden():
            return delivery.ChatGone(described(error))
        case BadRequest() if _says(error, *_CANNOT_EDIT):
            return delivery.CannotEdit(described(error))
        case BadRequest() | ChatMigrated():
            return delivery.Refused(described(error))
        case _ if _says(error, _TOO_LARGE):  # 413 has no class of its own
            return delivery.Refused(described(error))
    return delivery.Unreachable(described(error))


def _says(error: TelegramError, *phrases: str) -> bool:
    message = error.message.lower()
    return any(phrase in message for phrase in phrases)


def _id_of(result: object) -> int:
    """The new message's id. Raises Unreachable for a result that has none."""
    match result:
        case {"message_id": int(message_id)}:
            return message_id
    raise delivery.Unreachable("no message id")
