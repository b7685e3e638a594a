"""What is being asked stays in reach: a screen that is no part of it leads back."""

from __future__ import annotations

import pytest

from bot.triage.inputs import Said, Tapped
from bot.triage.screen import Kind
from tests.triage.made import DAY
from tests.triage.person import Person, begun, concluded, planned

ASIDE = ["help", "privacy", "redflags", "learn", "medicines", "summary", "export"]


def labels(person: Person) -> list[str]:
    """What stands on the buttons of the last message: only that one keeps them."""
    return [button.label for row in person.last.rows for button in row]


def invited() -> Person:
    person = planned()
    person.waits(14 * DAY)
    return person


def nudged() -> Person:
    person = invited()
    person.waits(3 * DAY)
    return person


@pytest.mark.parametrize("command", ASIDE)
def test_after_a_command_the_question_is_one_tap_away(command: str) -> None:
    """In a conversation, at an offer, at an invitation and at a nudge."""
    for person, asked in ((begun(), "Sudden?"), (concluded(), "offer"), (invited(), "greeting"), (nudged(), "nudge")):
        person.sends(command)
        assert labels(person)[-1] == "to_question"
        person.does(Tapped(person.last.rows[-1][0].data))
        assert asked in person.sees


def test_after_reading_about_a_medicine_the_question_is_one_tap_away() -> None:
    """By name too, known or not."""
    for name in ("pills", "xyzzy"):
        person = begun()
        person.sends("medicines", name)
        assert labels(person) == ["to_question"]


@pytest.mark.parametrize("command", ASIDE)
def test_where_nothing_is_asked_no_way_leads_back(command: str) -> None:
    """While a check-in is planned, after everything, and before consent."""
    ended = concluded()
    ended.taps("offer_no")
    for person in (planned(), ended, Person()):
        person.sends(command)
        assert "to_question" not in labels(person)


def test_start_and_status_show_an_offer_that_is_not_answered() -> None:
    """A yes still plans the check-in."""
    for command in ("start", "status"):
        person = concluded()
        person.sends("summary")
        person.sends(command)
        assert "offer in_weeks 2" in person.sees
        assert labels(person) == ["offer_yes", "offer_no"]
        person.taps("offer_yes")
        assert "next_check_in" in person.sees


@pytest.mark.parametrize("input", ["start", "hello"])
def test_while_a_check_in_is_planned_the_menu_can_stop_it(input: str) -> None:
    """In one tap, whatever message has taken the place of the one that promised it."""
    person = planned()
    person.sends("start") if input == "start" else person.does(Said(input))
    assert "stop_writing" in labels(person)
    person.taps("stop_writing")
    assert "writing_stopped" in person.sees
    assert person.waits(60 * DAY).screens == ()


def test_a_menu_stops_nothing_where_nothing_is_planned() -> None:
    """Somebody who said no finds only what can be begun."""
    person = concluded()
    person.taps("offer_no")
    person.sends("start")
    assert person.last.kind is Kind.QUESTION
    assert "stop_writing" not in labels(person)


def test_the_status_of_a_begun_check_in_leads_back_or_ends_it() -> None:
    """Change and cancel, as at any other time."""
    person = invited()
    person.taps("begin_check_in")
    person.sends("status")
    assert labels(person) == ["to_question", "stop_writing"]
    person.taps("to_question")
    assert "Sudden now?" in person.sees
    person.sends("status")
    person.taps("stop_writing")
    assert "writing_stopped" in person.sees
    person.says("hello")
    assert "Sudden now?" not in person.sees


def test_a_stranger_who_stops_is_not_told_that_something_is_kept() -> None:
    """Before consent nothing is."""
    person = Person()
    person.sends("stop")
    assert person.sees == "stopped_unknown"
    known = begun()
    known.sends("stop")
    assert known.sees == "stopped"
