"""What updates mean, and that no JSON whatever is too much."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import telegram
from hypothesis import given
from hypothesis import strategies as st

from bot.service import Arrival
from bot.telegram.decode import Decoded, decode
from bot.triage.inputs import Commanded, Elsewhere, Forwarded, Input, Left, Said, Tapped, Unreadable
from tests.telegram.shapes import junk, updates

ADA = {"id": 7, "is_bot": False, "first_name": "Ada"}
CHAT = {"id": 7, "type": "private", "first_name": "Ada"}
GROUP = {"id": -100, "type": "supergroup", "title": "Twitching"}
OURS = {"user": {"id": 1, "is_bot": True, "first_name": "Checkback"}}


def message(chat: dict[str, Any] = CHAT, **content: Any) -> dict[str, Any]:
    return {"update_id": 5, "message": {"message_id": 3, "date": 1, "chat": chat, "from": ADA} | content}


def tap(**more: Any) -> dict[str, Any]:
    shown = {"message_id": 3, "date": 1, "chat": CHAT, "from": OURS["user"], "text": "Question"}
    query = {"id": "99", "from": ADA, "chat_instance": "1", "data": "abc.1.yes", "message": shown}
    return {"update_id": 5, "callback_query": query | more}


def membership(chat: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    change = {"chat": chat, "from": ADA, "date": 1}
    return {
        "update_id": 5,
        "my_chat_member": change
        | {"old_chat_member": OURS | {"status": old}, "new_chat_member": OURS | {"status": new}},
    }


def meant(update: object) -> Input | None:
    found = decode(update, "Checkback_Bot")
    assert not found.malformed
    return found.arrival.input if found.arrival else None


@pytest.mark.parametrize(
    ("text", "input"),
    [
        ("my lip twitches", Said("my lip twitches")),
        ("/start", Commanded("start")),
        ("/START", Commanded("start")),
        ("/start from_leaflet", Commanded("start", "from_leaflet")),
        ("/medicines aspirin,\nibuprofen ", Commanded("medicines", "aspirin,\nibuprofen")),
        ("/stop@checkback_bot", Commanded("stop")),
        ("/stop@CheckBack_Bot now", Commanded("stop", "now")),
        ("/stop@another_bot", None),
        ("/", Said("/")),
        ("/ help", Said("/ help")),
        ("/été", Said("/été")),
        ("I stopped /start", Said("I stopped /start")),
        ("half \ud83d of an emoji", Said("half ? of an emoji")),
        ("x" * 4096, Said("x" * 4096)),
    ],
)
def test_words_and_commands(text: str, input: Input | None) -> None:
    """A command is a slash and a name at the very beginning, for us or for nobody in particular."""
    assert meant(message(text=text)) == input


@pytest.mark.parametrize(
    ("content", "input"),
    [
        ({"photo": [{}], "caption": "is this bad?"}, Said("is this bad?")),
        ({"photo": [{}], "caption": "/delete"}, Said("/delete")),
        ({"photo": [{}]}, Unreadable()),
        ({"photo": [{}], "caption": " "}, Unreadable()),
        ({"voice": {}}, Unreadable()),
        ({"sticker": {}}, Unreadable()),
        ({"location": {}}, Unreadable()),
        ({"pinned_message": {}}, None),
        ({"message_auto_delete_timer_changed": {}}, None),
        ({"text": "not mine", "forward_origin": {"type": "user"}}, Forwarded("not mine")),
        ({"text": "/delete", "forward_date": 1}, Forwarded("/delete")),
        ({"photo": [{}], "caption": "look", "forward_origin": {"type": "channel"}}, Forwarded("look")),
        ({"photo": [{}], "forward_origin": {"type": "user"}}, Unreadable()),
        ({"text": "not mine", "forward_origin": {"type": "user"}, "via_bot": {"id": 9}}, None),
        ({"text": "not mine", "forward_origin": {"type": "user"}, "from": {"id": 8, "is_bot": False}}, None),
        ({"text": "not mine", "via_bot": {"id": 9}}, None),
        ({"text": "not mine", "from": {"id": 7, "is_bot": True}}, None),
        ({"text": "not mine", "from": {"id": 8, "is_bot": False}}, None),
        ({"text": "not mine", "sender_chat": GROUP}, None),
    ],
)
def test_other_content(content: dict[str, Any], input: Input | None) -> None:
    """A caption counts as said, other content cannot be read, a forward is known as one, and what did not come from
    the person does nothing."""
    assert meant(message(**content)) == input


@pytest.mark.parametrize(
    ("content", "input"),
    [
        ({"text": "hello all"}, None),
        ({"text": "/start"}, Elsewhere()),
        ({"text": "/start@checkback_bot"}, Elsewhere()),
        ({"text": "/start@another_bot"}, None),
        ({"text": "/weather"}, None),
        ({"text": "/WEATHER tomorrow"}, None),
        ({"text": "/weather@checkback_bot"}, Elsewhere()),
        ({"text": "/Check lip_twitch"}, Elsewhere()),
        ({"text": "/start", "forward_origin": {"type": "user"}}, None),
        ({"text": "/start", "sender_chat": GROUP}, None),
        ({"text": "/start", "from": {"id": 1087968824, "is_bot": True}}, None),
        ({"photo": [{}], "caption": "/start"}, None),
        ({"new_chat_members": [ADA]}, None),
    ],
)
def test_groups_are_heard_only_when_they_call(content: dict[str, Any], input: Input | None) -> None:
    """In a group only a command of ours, or with our name on it, counts, and not an anonymous administrator's."""
    assert meant(message(GROUP, **content)) == input


def test_a_tap_knows_its_message() -> None:
    """The message is needed to draw over it, the query to answer it, the number to skip it when it comes again."""
    assert decode(tap(), "b") == Decoded(Arrival(7, Tapped("abc.1.yes"), 5, 3), "99")


def test_a_tap_on_a_message_too_old_to_be_shown() -> None:
    """Telegram then sends the message's number alone, dated 0."""
    assert meant(tap(message={"message_id": 3, "date": 0, "chat": CHAT})) == Tapped("abc.1.yes")


@pytest.mark.parametrize(
    "more",
    [
        {"message": {"message_id": 3, "date": 1, "chat": GROUP}},
        {"message": {"message_id": 3, "date": 1, "chat": CHAT | {"id": 8}}},
        {"message": None, "inline_message_id": "1"},
        {"data": None, "game_short_name": "chess"},
    ],
)
def test_a_tap_elsewhere_is_only_answered(more: dict[str, Any]) -> None:
    """A button works in the person's own chat alone; wherever it is, it must not spin for ever."""
    assert decode(tap(**more), "b") == Decoded(query_id="99")


@pytest.mark.parametrize(
    ("chat", "old", "new", "input"),
    [
        (CHAT, "member", "kicked", Left()),
        (CHAT, "kicked", "member", None),
        (GROUP, "left", "member", Elsewhere()),
        (GROUP, "kicked", "administrator", Elsewhere()),
        (GROUP, "member", "administrator", None),
        (GROUP, "member", "left", None),
        (GROUP | {"type": "channel"}, "left", "administrator", Elsewhere()),
    ],
)
def test_coming_and_going(chat: dict[str, Any], old: str, new: str, input: Input | None) -> None:
    """Being blocked is leaving; being added to a group or channel is answered there once."""
    assert meant(membership(chat, old, new)) == input


@pytest.mark.parametrize(
    "kind", ["edited_message", "channel_post", "edited_channel_post", "business_message", "inline_query", "poll", "new"]
)
def test_other_kinds_mean_nothing(kind: str) -> None:
    """Edits, posts, what comes by way of a business account and what is yet unknown."""
    assert decode({"update_id": 5, kind: message(text="/delete")["message"]}, "b") == Decoded()


@pytest.mark.parametrize(
    "update",
    [
        None,
        [],
        "update",
        5,
        {},
        {"update_id": "5"},
        {"update_id": 5, "message": None},
        {"update_id": 5, "message": {}},
        {"update_id": 5, "callback_query": {"id": 99}},
        {"update_id": 5, "my_chat_member": {"chat": 7}},
        message(text=5),
        message(CHAT | {"id": True}, **{"from": ADA | {"id": True}}, text="yes"),
        message(CHAT | {"id": 2**64}, **{"from": ADA | {"id": 2**64}}, text="far away"),
    ],
)
def test_what_is_no_update_is_told_apart(update: object) -> None:
    """So that it can be counted and skipped."""
    assert decode(update, "b") == Decoded(malformed=True)


@given(updates())
def test_any_shape_of_the_library(update: dict[str, Any]) -> None:
    """Nothing that the library describes raises, and only a person's own private chat makes a person's input."""
    arrival = decode(update, "b").arrival
    if arrival and not isinstance(arrival.input, Elsewhere | Left):
        part = update.get("message") or update["callback_query"]
        assert part["from"]["id"] == arrival.chat_id
        assert (part.get("message") or part)["chat"]["type"] == "private"
        if "forward_origin" in part:
            assert isinstance(arrival.input, Forwarded | Unreadable)


def test_the_language_is_that_of_whoever_acts() -> None:
    """Who writes, who taps, and who adds us to a group; "" where Telegram does not tell."""
    speaker = ADA | {"language_code": "de-AT"}
    added = membership(GROUP, "left", "member")
    added["my_chat_member"]["from"] = speaker
    written = message(text="/start")
    written["message"]["from"] = speaker
    for update, language in ((written, "de-AT"), (tap(**{"from": speaker}), "de-AT"), (added, "de-AT"), (tap(), "")):
        arrival = decode(update, "b").arrival
        assert arrival
        assert arrival.language == language


@given(st.data())
def test_any_damage_to_a_good_update(data: st.DataObject) -> None:
    """A part replaced by any JSON value whatever is at worst malformed."""
    update = copy.deepcopy(
        data.draw(st.sampled_from([message(text="/x y"), tap(), membership(CHAT, "member", "kicked")]))
    )
    part: dict[str, Any] = update
    while True:
        key = data.draw(st.sampled_from(sorted(part)))
        if not isinstance(part[key], dict) or data.draw(st.booleans()):
            break
        part = part[key]
    part[key] = data.draw(junk())
    assert isinstance(decode(update, "b"), Decoded)


@given(junk())
def test_any_json(value: object) -> None:
    """Whatever it is."""
    assert isinstance(decode(value, "b"), Decoded)


def test_the_samples_here_are_what_the_library_reads() -> None:
    """Or the tests above would speak of updates that do not exist."""
    for update in (message(text="hello"), tap(), membership(CHAT, "left", "member")):
        assert telegram.Update.de_json(update).effective_chat.id == 7  # type: ignore[union-attr]
