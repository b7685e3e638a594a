"""Chats and screens as bytes: what is read is what was written, also by an older version."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.errors import UnknownFormat
from bot.store.values import chat_from_bytes, chat_to_bytes, screen_from_bytes, screen_to_bytes
from bot.triage.chat import Chat, Conversation, Episode, Visit
from bot.triage.screen import Screen
from tests.store.made import ANN, chat, question

CHAT_IDS = st.integers(-(2**63), 2**63 - 1)
ANSWERS = st.dictionaries(st.text(), st.frozensets(st.text(), max_size=3), max_size=3)
VISITS = st.lists(st.builds(Visit, answers=ANSWERS), max_size=2).map(tuple)
CONVERSATIONS = st.builds(Conversation, answers=ANSWERS, ticks=ANSWERS)
CHATS = st.builds(
    Chat,
    conversation=st.none() | CONVERSATIONS,
    episodes=st.lists(st.builds(Episode, visits=VISITS), max_size=2).map(tuple),
)

FIRST_CHAT = (
    '{"consent":{"version":"1","at":5},"active_at":6,"conversation":{"id":"aaaaaaaa","flow":"lip_twitch","digest":"d1",'
    '"begun_at":5,"round":0,"revision":4,"answers":{"triggers":["coffee","stress"],"danger":[]},"ticks":{"ill":["fever"]},'
    '"unsure":[[{"name":"zoloft","option":"ssri"}]],"floor":{"urgency":3,"reasons":[{"urgency":3,"because":"A fit.",'
    '"sources":["nhs"],"cause":"seizure"}]},"concluded":false},"episodes":[{"id":"aaaaaaaa","visits":[{"flow":"lip_twitch",'
    '"at":6,"round":0,"answers":{"danger":["seizure"]},"level":{"urgency":3,"reasons":[]}}],"closed":false}],"check_in":'
    '{"id":"cccccccc","stage":"waiting","appointment":{"flow":"check_in","after":1209600,"nudge":259200},"round":1,'
    '"due_at":99,"later":[{"flow":"check_in","after":1209600,"nudge":null}]},"naming_medicines":true}'
)
"""A chat as the first version wrote it. Never change it: it lies in people's databases."""

FIRST_SCREEN = (
    '{"kind":"question","text":"How long?","rows":[[{"label":"Days","data":"q.aaaaaaaa.4.=days"}]],"replaces":true,'
    '"document":{"filename":"a.json","text":"{}"}}'
)


def packed(format: int, chat_id: int, text: str) -> bytes:
    return bytes((format,)) + chat_id.to_bytes(8, "big", signed=True) + text.encode()


@given(CHAT_IDS, CHATS)
def test_any_chat_is_read_as_it_was_written(chat_id: int, chat: Chat) -> None:
    """Every field and every kind of value that a chat can have."""
    assert chat_from_bytes(chat_to_bytes(chat_id, chat)) == (chat_id, chat)


@given(CHAT_IDS, st.from_type(Screen))
def test_any_screen_is_read_as_it_was_written(chat_id: int, screen: Screen) -> None:
    """Every field and every kind of value that a screen can have."""
    assert screen_from_bytes(screen_to_bytes(chat_id, screen)) == (chat_id, screen)


def test_a_chat_of_the_first_version_can_still_be_read() -> None:
    """A changed dataclass that cannot read this would lose what people told us."""
    chat_id, chat = chat_from_bytes(packed(1, -5, FIRST_CHAT))
    assert chat_id == -5
    assert chat.conversation is not None
    assert chat.conversation.answers == {"triggers": frozenset({"coffee", "stress"}), "danger": frozenset()}
    assert chat.conversation.floor.causes == ("seizure",)
    assert chat.due_at == 99
    assert chat.check_in is not None
    assert chat.check_in.later[0].nudge is None


def test_a_screen_of_the_first_version_can_still_be_read() -> None:
    """It may have waited in the outbox while the bot was updated."""
    _, screen = screen_from_bytes(packed(1, 5, FIRST_SCREEN))
    assert screen.rows[0][0].data == "q.aaaaaaaa.4.=days"
    assert screen.document is not None


def test_a_field_that_is_not_there_has_its_default_and_an_unknown_one_is_passed_over() -> None:
    """So that a field can be added, and a newer version rolled back."""
    _, chat = chat_from_bytes(packed(1, 5, '{"consent":{"version":"1","at":5},"active_at":6,"colour":"red"}'))
    assert chat.conversation is None
    assert chat.episodes == ()


@pytest.mark.parametrize("value", [packed(2, 5, FIRST_CHAT), b"", packed(1, 5, '{"active_at":"Tuesday"}')])
def test_what_this_version_cannot_read_is_said_so(value: bytes) -> None:
    """Not taken for an empty chat, which would be written over what is there."""
    with pytest.raises(UnknownFormat):
        chat_from_bytes(value)


def test_the_error_names_the_fields_and_holds_nothing_of_the_person() -> None:
    """It goes to the log."""
    told = json.loads(FIRST_CHAT)
    told["conversation"]["answers"] = "SECRET"
    with pytest.raises(UnknownFormat, match=r"cannot read conversation\.answers") as refused:
        chat_from_bytes(packed(1, ANN, json.dumps(told)))
    assert "SECRET" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_a_made_chat_and_question_are_small() -> None:
    """A chat is written at each tap."""
    assert len(chat_to_bytes(ANN, chat())) < 1500
    assert len(screen_to_bytes(ANN, question())) < 200
