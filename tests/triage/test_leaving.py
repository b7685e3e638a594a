"""Who leaves something urgent in the middle: it is said once more, stands on record, and is never asked away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.triage.chat import Chat, Conversation, Stage, Visit
from bot.triage.flow import Flow, Step, Urgency
from bot.triage.inputs import Left, Tapped
from bot.triage.screen import Kind
from bot.triage.walk import Level
from tests.triage.made import AGAIN, DAY, LIP, PLAN, dispositions, library, option, random_flows, said
from tests.triage.person import Person, begun, planned

EYE = Step("eye", said("Eyes?"), (option("eye", "open", Urgency.URGENT),), many=True)
WITH_EYE = replace(AGAIN, steps=(AGAIN.steps[0], EYE, *AGAIN.steps[1:]), digest="again-eye")
OPEN_EYE = {"sudden": frozenset[str](), "eye": frozenset({"open"})}


def chat_of(person: Person) -> Chat:
    assert person.chat is not None
    return person.chat


def visits(person: Person) -> list[Visit]:
    """All that stands on record, the oldest first."""
    return [visit for episode in chat_of(person).episodes for visit in episode.visits]


def checked_in() -> Person:
    """Somebody who told of an open eye at the check-in, and stands before the next question."""
    person = planned()
    person.library = library(LIP, WITH_EYE)
    person.waits(14 * DAY)
    person.taps("begin_check_in", "none", "label open", "done")
    assert "How is it?" in person.sees
    return person


def urgent() -> Person:
    """Somebody who told of a new numbness at the first visit, and stands before the next question."""
    person = begun()
    person.taps("label numb", "done", "label new")
    return person


# ---- a check-in that was broken off is asked anew ----


@pytest.mark.parametrize("how", ["nudge", "snooze"])
def test_a_check_in_broken_off_screens_again(how: str) -> None:
    """Days have passed: the red flags come first, what was ticked is still ticked, and the level that it reached
    stands even where the new answers are harmless.
    """
    person = checked_in()
    person.waits(3 * DAY)
    if how == "snooze":
        person.taps("one_week")
        person.waits(7 * DAY)
    person.taps("begin_check_in")
    assert "Sudden now?" in person.sees
    person.taps("none")
    assert ("ticked" in person.button("label open").label, "earlier" in person.sees) == (True, True)
    person.taps("label open", "none", "label gone")
    assert "headline urgent" in person.sees
    assert "no_reasons" not in person.sees
    assert visits(person)[-1].level.urgency is Urgency.URGENT


def test_a_check_in_taken_up_again_waits_for_nothing() -> None:
    """It is not nudged a second time, and both messages' buttons are used up."""
    person = checked_in()
    person.waits(3 * DAY)
    person.taps("begin_check_in")
    assert person.waits(60 * DAY).screens == ()
    assert person.taps("begin_check_in").toast == "old_button"


# ---- anything else that takes its place ----


def test_a_new_check_tells_what_still_stands_and_files_it() -> None:
    """The disposition first, with its reasons, then the first question of the new conversation."""
    person = urgent()
    person.sends("check")
    assert [screen.kind for screen in person.turn.screens] == [Kind.DISPOSITION, Kind.QUESTION]
    assert "headline urgent" in person.turn.screens[0].text
    assert "numb_how.new raises" in person.turn.screens[0].text
    assert "Sudden?" in person.last.text
    (visit,) = visits(person)
    assert (visit.level.urgency, visit.broken_off) == (Urgency.URGENT, True)
    assert visit.answers == {"sudden": frozenset({"numb"}), "numb_how": frozenset({"new"})}


def test_the_summary_shows_it_also_after_a_harmless_end() -> None:
    """A clinician sees what was told first, and that it was left in the middle."""
    person = urgent()
    person.sends("check")
    person.sends("summary")
    assert "summary_broken_off" in person.sees
    person.taps("to_question", "none", "none", "label days", "none", "none", "offer_no")
    person.sends("summary")
    assert "summary_broken_off" in person.sees
    assert "numb_how.new raises" in person.sees


def test_the_summary_does_not_go_back_beyond_an_ended_episode() -> None:
    """What was looked into to the end is another story."""
    person = planned()
    person.sends("check")
    person.taps("label numb", "done", "label new")
    person.sends("check")
    person.taps("none", "none", "label days", "none", "none")
    person.sends("summary")
    assert person.sees.count("summary_broken_off_first") == 1
    assert person.sees.count("summary_broken_off") == 1


def test_a_new_check_over_a_check_in_files_it_in_its_episode() -> None:
    """The episode has ended with it."""
    person = checked_in()
    person.sends("check")
    assert "headline urgent" in person.sees
    episode = chat_of(person).episodes[-1]
    assert [visit.round for visit in episode.visits] == [0, 1]
    assert episode.closed
    assert chat_of(person).check_in is None


def test_what_was_not_urgent_is_left_without_a_word() -> None:
    """As before: nothing is filed and nothing is said of it."""
    person = begun()
    person.taps("none", "none", "label weeks")
    person.sends("check")
    assert [screen.kind for screen in person.turn.screens] == [Kind.QUESTION]
    assert visits(person) == []


def test_a_flow_that_is_gone_takes_nothing_urgent_with_it() -> None:
    """What was told stands on record."""
    person = urgent()
    person.library = library(AGAIN)
    person.says("hello")
    assert chat_of(person).conversation is None
    assert [visit.level.urgency for visit in visits(person)] == [Urgency.URGENT]


# ---- stopping ----


def test_who_stops_in_the_middle_of_something_urgent_is_told_what_to_do() -> None:
    """The bot goes, the advice stays, and so does the record."""
    person = urgent()
    person.sends("stop")
    assert "headline urgent" in person.sees
    assert "stopped" in person.sees
    assert [visit.broken_off for visit in visits(person)] == [True]


def test_stopping_at_a_nudge_ends_the_check_in_that_was_begun() -> None:
    """Text no longer brings its question, and nothing more is promised or planned."""
    person = planned()
    person.waits(14 * DAY)
    person.taps("begin_check_in", "none")
    person.waits(3 * DAY)
    person.taps("stop_writing")
    assert person.sees == "writing_stopped"
    person.says("hello")
    assert "How is it?" not in person.sees
    assert "idle" in person.sees
    person.sends("status")
    assert "status_none" in person.sees
    assert person.waits(60 * DAY).screens == ()


def test_stopping_at_a_nudge_tells_and_keeps_what_was_urgent() -> None:
    """In this way out too."""
    person = checked_in()
    person.waits(3 * DAY)
    person.taps("stop_writing")
    assert [screen.kind for screen in person.turn.screens] == [Kind.DISPOSITION, Kind.NOTICE]
    assert visits(person)[-1].broken_off
    assert chat_of(person).episode is None


def test_who_blocks_the_bot_in_the_middle_of_a_check_in_finds_none_later() -> None:
    """What was urgent stands on record; no screen is made for somebody who is gone."""
    person = checked_in()
    assert person.does(Left()).screens == ()
    assert chat_of(person).conversation is None
    assert visits(person)[-1].broken_off


def test_a_check_in_that_ends_after_a_stop_plans_nothing() -> None:
    """A chat kept from before a stop ended the check-in that was begun: its end is the end."""
    person = planned()
    plans = dict.fromkeys(Urgency, (PLAN,))
    person.library = library(LIP, replace(AGAIN, dispositions=dispositions(plans)))
    person.waits(14 * DAY)
    person.taps("begin_check_in", "none")
    episodes = (replace(chat_of(person).episodes[-1], closed=True, closed_at=person.now),)
    person.chat = replace(chat_of(person), check_in=None, episodes=episodes)
    person.taps("label same")
    assert "next_check_in" not in person.sees
    assert "closed" in person.sees
    assert chat_of(person).check_in is None


# ---- whatever anyone does ----


def reached(conversation: Conversation, chat: Chat) -> Level | None:
    """The level that stands for this conversation: its own while it is the present one, else one on record."""
    if chat.conversation is not None and chat.conversation.id == conversation.id:
        return chat.conversation.floor
    wanted = (conversation.flow, conversation.round)
    on_record = (visit for episode in chat.episodes for visit in episode.visits)
    fitting = [
        visit.level
        for visit in on_record
        if (visit.flow, visit.round) == wanted and set(conversation.floor.reasons) <= set(visit.level.reasons)
    ]
    return fitting[-1] if fitting else None


def answers(person: Person, data: st.DataObject) -> None:
    """One question is answered, or whatever else the last screen asks; nothing where it asks nothing."""
    buttons = [button for row in person.last.rows for button in row]
    verbs = tuple(button for button in buttons if button.data.rpartition(".")[2][:1] in ("=", "+"))
    if not buttons:
        return
    chosen = data.draw(st.sampled_from(verbs or buttons))
    person.does(Tapped(chosen.data))
    if ".+" in chosen.data:
        person.taps("done")


def as_check_in(flow: Flow) -> Flow:
    return replace(flow, id="again", listed=False, digest="again")


@settings(max_examples=150, deadline=None)
@given(first=random_flows(), again=random_flows(), data=st.data())
def test_whatever_anyone_does_nothing_urgent_is_ever_lost(first: Any, again: Any, data: st.DataObject) -> None:
    """Over /check, /stop, nudges and old buttons: what reached urgent is the present level, or stands on record."""
    plans = {urgency: (PLAN,) for urgency in Urgency if urgency < Urgency.EMERGENCY}
    first = replace(first, dispositions=dispositions(plans))
    person = Person(library=library(first, as_check_in(again)))
    person.sends("start", "random")
    person.taps("agree")
    seen: dict[str, Conversation] = {}
    for _ in range(data.draw(st.integers(1, 20))):
        match data.draw(st.sampled_from(["answer"] * 5 + ["check", "stop", "wait"])):
            case "answer":
                answers(person, data)
            case "wait":
                person.waits(data.draw(st.sampled_from([3, 14])) * DAY)
            case command:
                person.sends(command)
        chat = chat_of(person)
        for conversation in seen.values():
            level = reached(conversation, chat)
            if conversation.floor.urgency >= Urgency.URGENT:
                assert level is not None, "it is nowhere on record"
                assert level.urgency >= conversation.floor.urgency
        if chat.conversation is not None:
            seen[chat.conversation.id] = chat.conversation


@settings(max_examples=60, deadline=None)
@given(flow=random_flows(), data=st.data())
def test_an_invitation_taken_up_again_never_lowers_the_level(flow: Any, data: st.DataObject) -> None:
    """For any check-in, broken off anywhere: "Answer now" begins it anew with its level and all that was ticked."""
    person = planned()
    person.library = library(LIP, as_check_in(replace(flow, dispositions=AGAIN.dispositions)))
    person.waits(14 * DAY)
    person.taps("begin_check_in")
    for _ in range(data.draw(st.integers(0, 3))):
        answers(person, data)
    before = chat_of(person).conversation
    assert before is not None
    assume(not before.concluded and before.round)
    person.waits(3 * DAY)
    person.taps("begin_check_in")
    after = chat_of(person).conversation
    assert after is not None
    assert (after.answers, after.floor) == ({}, before.floor)
    assert after.ticks == {**before.answers, **before.ticks}
    check_in = chat_of(person).check_in
    assert check_in is not None
    assert check_in.stage is Stage.BEGUN
