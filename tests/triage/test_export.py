"""/export: everything held, as a file that its person can read."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from bot.triage.chat import Chat
from bot.triage.inputs import Beside
from bot.triage.screen import Document, Kind, Screen
from tests.store.made import chat, question
from tests.triage.person import Person, planned

BESIDE = {"telegram_chat", "telegram_message_with_buttons", "waiting_to_be_sent"}


def exported(person: Person) -> Any:
    person.sends("export")
    document = person.last.document
    assert document is not None
    return json.loads(getattr(document, "text", ""))


def test_it_says_when_in_dates_that_people_read() -> None:
    """Consent, the check-in to come, each visit: ISO 8601, in UTC. Lengths of time in days and hours."""
    person = planned()
    held = exported(person)
    assert held["consent"] == {"version": "consent_version", "at": "2023-11-14T22:13:20+00:00"}
    assert held["check_in"]["due_at"] == "2023-11-28T22:13:20+00:00"
    assert held["check_in"]["appointment"] == {"flow": "again", "after": "14 days, 0:00:00", "nudge": "3 days, 0:00:00"}
    (visit,) = held["episodes"][0]["visits"]
    assert visit["at"] == held["active_at"] == "2023-11-14T22:13:20+00:00"
    assert visit["level"]["urgency"] == "self_care"
    assert visit["answers"]["triggers"] == ["coffee"]


def test_every_part_of_the_chat_is_in_it() -> None:
    """A field that is added later too. No bare number is left but a count."""
    person = Person(chat=chat(at=1_700_000_000, due_at=1_700_000_000))
    held = exported(person)
    assert set(held) == {field.name for field in fields(Chat)} | BESIDE
    assert [number for number in numbers(held) if number > 1000] == []


def test_what_the_store_keeps_beside_is_in_it() -> None:
    """The chat's number, the number of the message with buttons, and what is on its way, as it will be seen."""
    file = Screen(Kind.DOCUMENT, "Here it is.", document=Document("checkback.json", "all that was kept before"))
    person = Person(chat=chat(), beside=Beside(7_000_000_001, 12, (question("How long?"), file)))
    held = exported(person)
    assert (held["telegram_chat"], held["telegram_message_with_buttons"]) == (7_000_000_001, 12)
    assert held["waiting_to_be_sent"] == [
        {"text": "How long?", "buttons": ["Days"], "file": None},
        {"text": "Here it is.", "buttons": [], "file": "checkback.json"},
    ]


def test_answers_are_in_alphabetical_order() -> None:
    """Two exports of the same chat are the same file."""
    person = Person(chat=chat(answer="zebra"))
    assert exported(person)["episodes"][0]["visits"][0]["answers"]["triggers"] == ["stress", "zebra"]


def test_where_nothing_is_kept_there_is_no_file() -> None:
    """It says so."""
    person = Person()
    person.sends("export")
    assert "nothing_kept" in person.sees


def numbers(part: Any) -> list[int]:
    match part:
        case dict():
            return [number for value in part.values() for number in numbers(value)]
        case list():
            return [number for value in part for number in numbers(value)]
        case int():
            return [part]
    return []
