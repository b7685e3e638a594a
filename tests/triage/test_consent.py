"""Consent is a record, withdrawn by /delete, and asked for again where its words have changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage.chat import Chat, Consent
from bot.triage.inputs import CheckInDue, Commanded, Input, Said, Tapped, Unreadable
from tests.triage.made import DAY
from tests.triage.person import Person, begun, planned


def changed(person: Person) -> Person:
    """From now on the words of consent are others."""
    words = replace(person.library.words, consent_version="2")
    person.library = replace(person.library, words=words)
    return person


def chat_of(person: Person) -> Chat:
    assert person.chat is not None
    return person.chat


def held(person: Person) -> Chat:
    """What is held, but for when the person was last here, and whether they were asked to delete."""
    return replace(chat_of(person), active_at=0, deleting="")


def asked(person: Person) -> bool:
    """Whether the last input brought the question of consent, and nothing else."""
    (screen,) = person.turn.screens
    return screen.text == "consent_changed\n\nconsent_ask"


def test_it_is_recorded_with_its_version_and_time() -> None:
    """Of the words that were shown."""
    person = begun()
    assert chat_of(person).consent == Consent("consent_version", person.now)


@pytest.mark.parametrize(
    "input", [Said("hello"), Said("pills"), Unreadable(), Commanded("start"), Commanded("check"), Tapped("b.lip")]
)
def test_where_its_words_changed_the_person_is_asked_again(input: Input) -> None:
    """Before anything more is kept: what they do meanwhile changes nothing."""
    person = changed(begun())
    before = held(person)
    person.does(input)
    assert asked(person)
    assert held(person) == before


def test_no_new_answer_is_kept_until_they_agree() -> None:
    """A tap on the open question brings the question of consent in its place; then the question comes again."""
    person = begun()
    button = person.button("label droop")
    before = held(changed(person))
    person.does(Tapped(button.data))
    assert asked(person)
    assert person.last.replaces
    assert held(person) == before
    person.now += DAY
    person.taps("agree_again")
    assert chat_of(person).consent == Consent("2", person.now)
    assert "Sudden?" in person.last.text
    person.taps("label droop")
    assert not asked(person)
    assert chat_of(person).conversation != before.conversation


def test_who_does_not_agree_is_asked_whether_to_delete() -> None:
    """Nothing is deleted unasked, and nothing more is kept either."""
    person = changed(begun())
    before = held(person)
    person.sends("check")
    person.taps("decline")
    assert "delete_ask" in person.sees
    assert held(person) == before
    person.taps("delete_no")
    person.taps("label droop")
    assert asked(person)
    person.taps("decline")
    person.taps("delete_yes")
    assert person.chat is None


def test_an_emergency_is_answered_all_the_same() -> None:
    """In words, and the buttons beneath it."""
    for button, told in (("happening", "alarm_confirmed"), ("carry_on", "carried_on")):
        person = changed(begun())
        person.says("fire")
        assert "call for stroke" in person.sees
        person.taps(button)
        assert told in person.sees


@pytest.mark.parametrize(
    "command", ["stop", "delete", "export", "privacy", "help", "redflags", "learn", "medicines", "status", "summary"]
)
def test_what_keeps_nothing_works(command: str) -> None:
    """Above all the ways out."""
    person = changed(planned())
    person.sends(command)
    assert not any("consent_changed" in screen.text for screen in person.turn.screens)


def test_what_was_agreed_to_before_still_happens_and_can_be_stopped() -> None:
    """The check-in that they asked for comes; to answer it they must agree; to stop it they need not."""
    person = changed(planned())
    person.now += 15 * DAY
    person.does(CheckInDue())
    person.taps("begin_check_in")
    assert asked(person)
    person.taps("stop_writing")
    assert chat_of(person).check_in is None


def test_agreeing_twice_is_an_old_button() -> None:
    """Once given, it stands."""
    person = changed(begun())
    person.sends("check")
    person.taps("agree_again")
    consent = chat_of(person).consent
    person.now += 1
    person.taps("agree_again")
    assert person.turn.toast == "old_button"
    assert chat_of(person).consent == consent


def test_names_typed_after_medicines_are_still_looked_up() -> None:
    """Reading keeps nothing."""
    person = changed(begun())
    person.sends("medicines")
    person.says("pills")
    assert "About pills" in person.sees
