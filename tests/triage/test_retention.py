"""What is kept no longer than it must be, decided by the core."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.chat import Chat
from bot.triage.flow import Urgency
from bot.triage.inputs import Expired
from bot.triage.walk import Level
from tests.triage.made import DAY, HOUR
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
    person.taps("none", "none", "label days", "none", "label coffee", "done", "offer_yes")
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


def test_an_offer_that_is_left_alone_ends_the_episode() -> None:
    """Though the person still writes of other things; and then its buttons plan no check-in: it would know nothing."""
    person = concluded()
    offered_at = person.now
    writes_on(person, offered_at + 30 * DAY)
    assert told(person)
    writes_on(person, offered_at + 30 * DAY + 2 * HOUR)
    assert not told(person)
    assert chat_of(person).check_in is None
    assert chat_of(person).ended_at is None
    person.taps("offer_yes")
    assert person.turn.toast == "old_button"
    assert chat_of(person).due_at is None


def test_a_nudge_that_is_left_alone_ends_the_episode() -> None:
    """The month begins with the nudge; while something is due, nothing has ended."""
    person = planned()
    person.waits(14 * DAY)
    person.waits(3 * DAY)
    nudged_at = person.now
    assert chat_of(person).due_at is None
    writes_on(person, nudged_at + 30 * DAY)
    assert told(person)
    writes_on(person, nudged_at + 30 * DAY + 2 * HOUR)
    assert not told(person)
    person.taps("begin_check_in")
    assert person.turn.toast == "old_button"


def test_a_check_in_that_is_broken_off_ends_the_episode() -> None:
    """The month begins when it was begun; its own answers go too."""
    person = planned()
    person.waits(14 * DAY)
    person.waits(3 * DAY)
    person.now += 20 * DAY
    person.taps("begin_check_in", "none")
    begun_at = person.now
    writes_on(person, begun_at + 30 * DAY)
    assert told(person)
    assert chat_of(person).asking is not None
    writes_on(person, begun_at + 30 * DAY + 2 * HOUR)
    assert not told(person)
    assert (chat_of(person).conversation, chat_of(person).check_in) == (None, None)


def test_a_conversation_that_is_left_in_the_middle_is_forgotten_after_its_time() -> None:
    """Though the person still writes. A new one begins anew."""
    person = begun()
    person.taps("none")
    begun_at = person.now
    assert chat_of(person).ended_at == begun_at
    writes_on(person, begun_at + 30 * DAY)
    assert chat_of(person).asking is not None
    writes_on(person, begun_at + 30 * DAY + 2 * HOUR)
    assert chat_of(person).conversation is None
    assert chat_of(person).episodes == ()
    person.sends("check")
    assert "Sudden?" in person.sees


def test_that_it_was_urgent_stays_on_record() -> None:
    """When, and how urgent, as of any visit; nothing of what was said."""
    person = begun()
    person.taps("label numb", "done", "label new")
    begun_at = person.now
    writes_on(person, begun_at + 31 * DAY)
    (episode,) = chat_of(person).episodes
    (visit,) = episode.visits
    assert (visit.at, visit.level, dict(visit.answers)) == (begun_at, Level(Urgency.URGENT), {})
    assert visit.broken_off
    assert chat_of(person).ended_at is None


def test_an_alarm_that_is_not_answered_is_forgotten_after_its_time() -> None:
    """What it was about too; until then it is asked about, whatever else the person writes."""
    person = concluded()
    person.taps("offer_no")
    person.now += DAY
    person.says("fire")
    alarmed_at = person.now
    writes_on(person, alarmed_at + 30 * DAY)
    assert chat_of(person).alarm == ("stroke",)
    writes_on(person, alarmed_at + 30 * DAY + 2 * HOUR)
    assert (chat_of(person).alarm, chat_of(person).alarmed_at) == ((), None)
    assert chat_of(person).ended_at is None


def test_who_is_here_now_is_not_robbed_of_their_place() -> None:
    """It goes an hour after they have gone."""
    person = begun()
    person.taps("none")
    person.now += 30 * DAY + 1
    person.taps("none")
    sweep(person)
    assert chat_of(person).asking is not None
    person.now += HOUR
    sweep(person)
    assert chat_of(person).asking is None


def writes_on(person: Person, until: int) -> None:
    """Somebody asks for help every few days, and the clock sweeps each time a while after."""
    while person.now < until:
        person.now = min(person.now + 3 * DAY, until - HOUR)
        person.sends("help")
        person.now += HOUR
        sweep(person)


def told(person: Person) -> bool:
    return any(episode.told for episode in chat_of(person).episodes)


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
