"""Screens on Telegram, and Telegram's refusals in delivery's terms."""

from __future__ import annotations

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot import delivery
from bot.telegram.bot import PlainBot
from bot.telegram.messenger import TelegramMessenger, _id_of, told
from bot.triage.screen import Button, Document, Kind, Screen
from tests.bot_api import BotApi, Fault, Person, faults

YES, NO = Button("Yes", "abc.1.yes"), Button("No", "abc.1.no")
QUESTION = Screen(Kind.QUESTION, "**Question 1**\n\nIs it < 2 weeks & new?", ((YES, NO), (Button("Back", "abc.1.-"),)))


@pytest.fixture
def messenger(bot: PlainBot) -> TelegramMessenger:
    return TelegramMessenger(bot)


@pytest.fixture
async def ada(bot_api: BotApi) -> Person:
    """Somebody who has begun to talk with the bot."""
    person = bot_api.person(7)
    await person.say("/start")
    return person


async def test_a_screen_is_a_message_with_its_keyboard(messenger: TelegramMessenger, ada: Person) -> None:
    """Text, markup and buttons arrive as the screen has them."""
    sent = await messenger.send(7, QUESTION)
    assert ada.last.id == sent
    assert ada.last.text == "Question 1\n\nIs it < 2 weeks & new?"
    assert dict(ada.last.now.entities[0]) == {"type": "bold", "offset": 0, "length": 10}
    assert ada.last.now.rows[0][0].data == "abc.1.yes"
    assert ada.last.labels == ("Yes", "No", "Back")


async def test_links_bring_no_preview(messenger: TelegramMessenger, bot_api: BotApi, ada: Person) -> None:
    """A picture of somebody's site would push the advice off the screen."""
    await messenger.send(7, Screen(Kind.NOTICE, "[NHS](https://nhs.uk)"))
    assert bot_api.calls("sendMessage")[0].parameters["link_preview_options"] == {"is_disabled": True}


async def test_a_screen_is_drawn_over_a_message(messenger: TelegramMessenger, ada: Person) -> None:
    """The text and the keyboard change, the message stays."""
    sent = await messenger.send(7, QUESTION)
    await messenger.edit(7, sent, Screen(Kind.QUESTION, "Question 2", ((NO,),)))
    assert len(ada.messages) == 1
    assert ada.last.shown == "Question 2\n[No]"


async def test_drawing_the_same_again_is_no_error(messenger: TelegramMessenger, ada: Person) -> None:
    """Telegram calls it "not modified"; for us it is done."""
    sent = await messenger.send(7, QUESTION)
    await messenger.edit(7, sent, QUESTION)
    assert ada.last.versions == []


async def test_a_keyboard_is_taken_away(messenger: TelegramMessenger, ada: Person) -> None:
    """The text and its bold stay; twice is no error, nor is a message that is gone."""
    sent = await messenger.send(7, QUESTION)
    await messenger.strip(7, sent)
    await messenger.strip(7, sent)
    await messenger.strip(7, 999_999)
    assert ada.last.labels == ()
    assert ada.last.now.entities


@pytest.mark.parametrize("reason", ["gone", "too old", "never was", "a file"])
async def test_what_cannot_be_drawn_over(messenger: TelegramMessenger, ada: Person, reason: str) -> None:
    """Delivery then sends a new message instead."""
    document = Document("a.txt", "text") if reason == "a file" else None
    sent = await messenger.send(7, Screen(Kind.DOCUMENT, "Here", document=document))
    message = ada.last
    message.deleted, message.frozen = reason == "gone", reason == "too old"
    with pytest.raises(delivery.CannotEdit):
        await messenger.edit(7, sent + (100 if reason == "never was" else 0), QUESTION)


async def test_a_text_too_long_becomes_several_messages(messenger: TelegramMessenger, ada: Person) -> None:
    """In order, the keyboard beneath the last; no message can hold it, so none is drawn over."""
    long = Screen(Kind.DISPOSITION, "\n\n".join(f"**{n}** " + "word " * 300 for n in range(5)), ((YES,),))
    first = await messenger.send(7, QUESTION)
    with pytest.raises(delivery.CannotEdit):
        await messenger.edit(7, first, long)
    last = await messenger.send(7, long)
    assert [message.text[0] for message in ada.messages[1:]] == ["0", "2", "4"]
    assert [message.labels for message in ada.messages[1:]] == [(), (), ("Yes",)]
    assert ada.last.id == last


@pytest.mark.parametrize(("words", "sent"), [(10, 1), (400, 2)])
async def test_a_document(messenger: TelegramMessenger, ada: Person, words: int, sent: int) -> None:
    """A file with the text beneath it, or after the text where that is too long to stand there."""
    text = "word " * words
    await messenger.send(7, Screen(Kind.DOCUMENT, text, ((YES,),), document=Document("mine.json", '{"a": "ü"}')))
    assert len(ada.messages) == sent
    assert ada.messages[0].text == text.strip()
    assert ada.last.document is not None
    assert (ada.last.document.filename, ada.last.document.content.decode()) == ("mine.json", '{"a": "ü"}')
    assert ada.last.labels == ("Yes",)


async def test_a_document_without_words(messenger: TelegramMessenger, ada: Person) -> None:
    """The file alone."""
    await messenger.send(7, Screen(Kind.DOCUMENT, "", document=Document("mine.json", "{}")))
    assert ada.last.text == ""


async def test_who_blocked_the_bot_is_gone(messenger: TelegramMessenger, ada: Person) -> None:
    """Nothing more can reach them."""
    await ada.block()
    with pytest.raises(delivery.ChatGone):
        await messenger.send(7, QUESTION)


async def test_an_unknown_chat_is_refused(messenger: TelegramMessenger) -> None:
    """That message will never arrive; perhaps the token is another bot's, so nobody counts as gone."""
    with pytest.raises(delivery.Refused, match="not found"):
        await messenger.send(8, QUESTION)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.too_many(3), delivery.RetryAfter),
        (faults.error(400, "Bad Request: TOPIC_CLOSED"), delivery.Refused),
        (faults.error(413, "Request Entity Too Large"), delivery.Refused),
        (faults.error(403, "Forbidden: user is deactivated"), delivery.ChatGone),
        (faults.error(401, "Unauthorized"), delivery.Unauthorised),
        (faults.error(404, "Not Found"), delivery.Unauthorised),
        (faults.error(409, "Conflict"), delivery.Unreachable),
        (faults.error(500, "Internal Server Error"), delivery.Unreachable),
        (faults.Fault(faults.Kind.STATUS, status=413), delivery.Refused),
        (faults.BAD_GATEWAY, delivery.Unreachable),
        (faults.DROP_AFTER, delivery.Unreachable),
        (faults.GARBAGE_BEFORE, delivery.Unreachable),
    ],
)
async def test_errors_in_deliverys_terms(
    messenger: TelegramMessenger, bot_api: BotApi, ada: Person, fault: Fault, kind: type[delivery.MessengerError]
) -> None:
    """Each refusal over HTTP is the one error by which delivery knows what to do."""
    bot_api.faults.plan(fault, "sendMessage")
    with pytest.raises(delivery.MessengerError) as caught:
        await messenger.send(7, QUESTION)
    assert type(caught.value) is kind
    assert not isinstance(caught.value, delivery.RetryAfter) or caught.value.seconds == 3


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (BadRequest("Message can't be edited"), delivery.CannotEdit),
        (BadRequest("MESSAGE_ID_INVALID"), delivery.CannotEdit),
        (BadRequest("Message is too long"), delivery.Refused),
        (ChatMigrated(5), delivery.Refused),
        (Forbidden("bot was kicked"), delivery.ChatGone),
        (InvalidToken(), delivery.Unauthorised),
        (TimedOut(), delivery.Unreachable),
        (NetworkError("ServerDisconnectedError"), delivery.Unreachable),
        (TelegramError("something new"), delivery.Unreachable),
    ],
)
def test_the_librarys_errors(error: TelegramError, kind: type[delivery.MessengerError]) -> None:
    """A refusal is a kind of network error in the library; here the two are told apart."""
    assert type(told(error)) is kind


@pytest.mark.parametrize("result", [True, None, [], {"message_id": "5"}])
def test_an_answer_without_a_message_is_no_success(result: object) -> None:
    """Who answers so is not the Bot API; it is tried again."""
    with pytest.raises(delivery.Unreachable):
        _id_of(result)
