"""The alarm: it is asked about until it is answered, stands on record once, and asks what its card may ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage.chat import Chat
from bot.triage.flow import Urgency
from bot.triage.inputs import Input, Said, Tapped, Unreadable
from bot.triage.screen import Kind
from tests.triage.made import DAY
from tests.triage.person import Person, begun, concluded, planned


def chat_of(person: Person) -> Chat:
    assert person.chat is not None
    return person.chat


def is_asked(person: Person) -> bool:
    """Whether the last message is an alarm with its two buttons."""
    labels = [button.label for row in person.last.rows for button in row]
    return person.last.kind is Kind.ALARM and labels == ["happening", "carry_on"]


@pytest.mark.parametrize("input", [Said("hello"), Unreadable(), Tapped("q.old.0.none"), Tapped("r.")])
def test_an_alarm_that_is_not_answered_is_asked_again(input: Input) -> None:
    """After unrelated text, a picture, an old button or the way back; the question comes once it is answered."""
    for person in (begun(), concluded(), planned()):
        person.says("fire")
        person.does(input)
        assert is_asked(person)
        assert "call for stroke" in person.sees
        person.taps("carry_on")
        assert "carried_on" in person.sees
        assert not is_asked(person)
        person.does(input)
        assert not is_asked(person)


@pytest.mark.parametrize(
    "command", ["help", "privacy", "redflags", "learn", "medicines", "summary", "export", "status"]
)
def test_a_command_leaves_a_way_back_to_the_alarm(command: str) -> None:
    """Its message takes the place of the alarm's buttons."""
    person = begun()
    person.says("fire")
    person.sends(command)
    person.taps("to_question")
    assert is_asked(person)


def test_a_second_alarm_heads_the_card_and_the_first_is_still_asked() -> None:
    """Yes means both."""
    person = begun()
    person.says("fire")
    person.says("smoke")
    assert person.sees.startswith("**call for airway**")
    assert "also stroke" in person.sees
    person.taps("happening")
    assert set(chat_of(person).episodes[-1].visits[-1].level.causes) == {"airway", "stroke"}


def test_nothing_of_the_words_is_kept_with_an_unanswered_alarm() -> None:
    """Only which card it is; and nothing at all before consent."""
    person = begun()
    person.says("my house is on fire")
    assert chat_of(person).alarm == ("stroke",)
    assert "house" not in repr(person.chat)
    stranger = Person()
    stranger.says("fire")
    assert stranger.chat is None


def test_a_stop_drops_the_question_of_an_alarm() -> None:
    """The bot asks nothing more; the card stays in the chat."""
    person = begun()
    person.says("fire")
    person.sends("stop")
    person.says("hello")
    assert not is_asked(person)


def test_a_card_that_is_gone_is_not_asked_about() -> None:
    """After the content has changed."""
    person = begun()
    person.says("fire")
    person.library = replace(person.library, cards={})
    person.says("hello")
    assert "Sudden?" in person.sees


@pytest.mark.parametrize("ticked", [True, False])
def test_a_confirmed_alarm_asks_what_its_card_may_ask(ticked: bool) -> None:
    """As after an emergency by taps: its answer adds advice and stands on record; a slip can be told all along."""
    person = begun()
    if ticked:
        person.taps("label dull", "done")
    person.says("fire")
    person.taps("happening")
    assert [screen.kind for screen in person.turn.screens] == [Kind.NOTICE, Kind.QUESTION]
    assert "Insulin?" in person.sees
    person.taps("label yes_insulin", "done")
    assert "take sugar" in person.sees
    (visit,) = chat_of(person).episodes[-1].visits
    assert visit.answers["insulin"] == {"yes_insulin"}
    assert visit.level.urgency is Urgency.EMERGENCY
    person.taps("slip")
    assert "Sudden?" in person.sees


def test_a_confirmed_alarm_ends_its_episode() -> None:
    """Its answers are kept no longer than those of any other that has ended."""
    person = begun()
    person.says("fire")
    person.taps("happening")
    assert chat_of(person).episode is None


def test_a_double_tap_on_happening_is_one_emergency() -> None:
    """With a conversation open, and after its end; told again later, it is another."""
    for person in (begun(), planned()):
        visits = len([visit for episode in chat_of(person).episodes for visit in episode.visits])
        for _ in range(2):
            person.says("fire")
            happening = person.button("happening")
            person.does(Tapped(happening.data))
            before = chat_of(person)
            person.now += 1
            person.does(Tapped(happening.data))
            assert "alarm_confirmed" in person.sees
            assert replace(chat_of(person), active_at=0) == replace(before, active_at=0)
            person.now += DAY
        assert len([visit for episode in chat_of(person).episodes for visit in episode.visits]) == visits + 2
