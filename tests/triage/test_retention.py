"""What is kept no longer than it must be, decided by the core."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.chat import Chat
from bot.triage.inputs import Expired
from tests.triage.made import DAY
from tests.triage.person import Person, begun, concluded, planned


def sweep(person: Person, *, answers: int = 30, chats: int = 90) -> None:
    """What is older than so many days has expired."""
    person.does(Expired(person.now - answers * DAY, person.now - chats * DAY))


def chat_of(person: Person) -> Chat:
    assert person.chat is not None
    return person.chat


def ended() -> Person:
    """Somebody whose episode was closed, as they want no check-in."""
    person = concluded()
    person.taps("offer_no")
    return person


def test_an_ended_episode_loses_its_answers_after_its_time() -> None:
    """Also the reasons, which tell of answers, and the conversation in which they were given. When, and how urgent it
    was, stay."""
    person = ended()
    before = chat_of(person)
    person.now += 30 * DAY
    sweep(person)
    assert person.chat == before, "not a second too early"
    person.now += 1
    sweep(person)
    (visit,) = chat_of(person).episodes[0].visits
    (had,) = before.episodes[0].visits
    assert (dict(visit.answers), visit.level.reasons) == ({}, ())
    assert (visit.at, visit.level.urgency) == (had.at, had.level.urgency)
    assert chat_of(person).conversation is None
    assert chat_of(person).ended_at is None
    assert not person.turn.clears
    assert not person.turn.screens


def test_its_time_begins_when_it_was_closed() -> None:
    """Not at the last visit: somebody may stop weeks later."""
    person = planned()
    person.now += 10 * DAY
    person.sends("stop")
    assert chat_of(person).ended_at == person.now


def test_an_episode_ends_when_the_next_one_stands_on_record() -> None:
    """Also where nobody closed it."""
    person = concluded()
    person.now += 5 * DAY
    person.sends("check")
    person.taps("none", "none", "label days", "none", "label coffee", "done")
    first, second = chat_of(person).ends
    assert (first[1], second[1]) == (person.now, None)
    person.now += 30 * DAY + 1
    sweep(person)
    assert [episode.told for episode in chat_of(person).episodes] == [False, True]
    assert chat_of(person).conversation is not None


def test_an_episode_that_waits_for_its_check_in_keeps_its_answers() -> None:
    """The check-in reads them."""
    person = planned()
    person.now += 13 * DAY
    sweep(person, answers=0)
    assert chat_of(person).episodes[0].told


def test_a_silent_chat_is_forgotten() -> None:
    """All of it, and what waits to be sent. Silence begins with the last tap or word of either side."""
    person = ended()
    person.now += 90 * DAY
    sweep(person)
    assert person.chat is not None
    person.now += 1
    sweep(person)
    assert person.chat is None
    assert person.turn.clears
    sweep(person)
    assert person.chat is None


def test_a_planned_check_in_is_no_silence() -> None:
    """Whatever its time."""
    person = planned()
    sweep(person, chats=-1000)
    assert chat_of(person).check_in is not None


def test_who_was_just_written_to_has_time_to_answer() -> None:
    """A check-in may be planned for later than a silent chat is kept."""
    person = planned()
    check_in = chat_of(person).check_in
    assert check_in is not None
    person.chat = replace(chat_of(person), check_in=replace(check_in, due_at=person.now + 200 * DAY))
    person.waits(200 * DAY)
    chat = chat_of(person)
    assert chat.check_in is not None
    person.chat = replace(chat, check_in=replace(chat.check_in, due_at=None))
    sweep(person)
    assert chat_of(person).touched_at == person.now


def test_a_conversation_in_the_middle_is_not_touched() -> None:
    """It goes with the chat, when the person is silent for so long."""
    person = begun()
    person.taps("none")
    before = person.chat
    person.now += 89 * DAY
    sweep(person)
    assert person.chat == before


def test_after_it_the_summary_and_old_buttons_still_answer() -> None:
    """With less to say."""
    person = ended()
    person.now += 31 * DAY
    sweep(person)
    person.sends("summary")
    assert "summary_first" in str(person.screens)
    person.sends("export")
    person.taps("label days")
    assert person.turn.toast == "old_button"
