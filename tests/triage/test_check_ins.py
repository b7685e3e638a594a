"""Check-ins: offered, planned, due, answered, snoozed, nudged once, let go."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.chat import Chat, CheckIn, Stage
from bot.triage.inputs import CheckInSent, Tapped
from bot.triage.screen import Kind
from tests.triage.made import DAY, HOUR, LIP, library
from tests.triage.person import Person, begun, concluded, planned


def check_in_of(person: Person) -> CheckIn:
    assert isinstance(person.chat, Chat)
    assert person.chat.check_in is not None
    return person.chat.check_in


def invited() -> Person:
    person = planned()
    person.waits(14 * DAY)
    return person


def test_yes_plans_it_two_weeks_on() -> None:
    """The same time of the day, two weeks later; the person is told when, and how to stop it."""
    person = planned()
    assert check_in_of(person).due_at == person.now + 14 * DAY
    assert "next_check_in in_weeks 2" in person.sees
    assert person.button("stop_writing")


def test_no_plans_nothing() -> None:
    """Nobody is written to unasked."""
    person = concluded()
    person.taps("offer_no")
    assert person.chat is not None
    assert person.chat.due_at is None
    assert person.chat.check_in is None


def test_an_unanswered_offer_plans_nothing() -> None:
    """Silence is no consent."""
    person = concluded()
    assert person.waits(30 * DAY).screens == ()


def test_when_due_the_bot_writes_first() -> None:
    """The invitation tells nothing of what was ticked: it may light up on a locked phone."""
    person = invited()
    assert person.screens[-1].kind is Kind.CHECK_IN
    assert person.screens[-1].text.startswith("greeting weeks_ago 2")
    assert "coffee" not in person.screens[-1].text


def test_a_link_tapped_once_more_cancels_nothing() -> None:
    """A planned check-in stays as it is: the menu is shown, or the invitation that waits for an answer."""
    for person in (planned(), invited()):
        before = check_in_of(person)
        person.sends("start", "lip")
        assert check_in_of(person) == before
        assert "welcome_back" in person.sees
    assert person.last.kind is Kind.CHECK_IN


def test_a_new_check_says_that_the_planned_one_falls_away() -> None:
    """By the menu or by /check: nobody waits for a message that will not come. A mere offer is not spoken of."""
    by_menu, by_command, offered = planned(), planned(), concluded()
    by_menu.sends("start", "lip")
    by_menu.does(Tapped(next(button.data for row in by_menu.last.rows for button in row if button.data[:2] == "b.")))
    by_command.sends("check", "lip")
    offered.sends("check", "lip")
    assert [screen.text for screen in by_menu.turn.screens][:1] == ["check_in_replaced"]
    assert [screen.text for screen in by_command.turn.screens][:1] == ["check_in_replaced"]
    assert "check_in_replaced" not in offered.sees
    assert by_menu.chat is not None
    assert by_menu.chat.check_in is None


def test_the_invitation_says_that_one_reminder_comes_and_the_reminder_that_none_does() -> None:
    """The bot says when it will next write, every time."""
    person = invited()
    assert "nudge_to_come in_days 3" in person.screens[-1].text
    person.waits(3 * DAY)
    assert person.screens[-1].text.startswith("nudge ")
    assert "nudge_to_come" not in person.screens[-1].text


def test_not_yet_due_writes_nothing() -> None:
    """A clock that looks early finds nothing to do."""
    assert planned().waits(14 * DAY - 1).screens == ()


def test_red_flags_come_first_and_background_is_carried() -> None:
    """The check-in screens again, and does not ask again what it knows."""
    person = invited()
    person.taps("begin_check_in")
    assert "Sudden now?" in person.sees
    person.taps("none")
    assert "How is it?" in person.sees


def test_the_check_in_knows_what_was_ticked() -> None:
    """The labels of the first conversation are said back."""
    person = invited()
    person.taps("begin_check_in", "none")
    assert "You had ticked label coffee." in person.sees


def test_gone_closes_the_episode_and_offers_to_delete() -> None:
    """Good news is the end of it."""
    person = invited()
    person.taps("begin_check_in", "none", "label gone")
    assert "closed" in person.sees
    assert person.chat is not None
    assert person.chat.check_in is None
    assert person.chat.episode is None
    person.taps("delete_yes", "delete_yes")
    assert person.chat is None


def test_same_brings_one_more_round_and_then_no_more() -> None:
    """Two rounds at most."""
    person = invited()
    person.taps("begin_check_in", "none", "label same")
    assert check_in_of(person).round == 2
    assert check_in_of(person).due_at == person.now + 14 * DAY
    person.waits(14 * DAY)
    person.taps("begin_check_in", "none", "label same")
    assert person.chat is not None
    assert person.chat.check_in is None
    assert len(person.chat.episodes[-1].visits) == 3


def test_a_red_flag_at_the_check_in_is_an_emergency_and_ends_the_check_ins() -> None:
    """Never a cheerful check-in after an emergency."""
    person = invited()
    person.taps("begin_check_in", "label droop", "done")
    assert "call for stroke" in person.sees
    assert person.chat is not None
    assert person.chat.check_in is None


def test_a_slip_at_the_check_in_starts_the_first_flow_again() -> None:
    """All the questions, in a new episode."""
    person = invited()
    person.taps("begin_check_in", "label droop", "done", "slip")
    assert "Sudden?" in person.sees
    assert person.chat is not None
    assert person.chat.conversation is not None
    assert person.chat.conversation.round == 0


def test_snoozing_is_one_tap() -> None:
    """Tomorrow, three days, a week."""
    for label, days in {"tomorrow": 1, "three_days": 3, "one_week": 7}.items():
        person = invited()
        person.taps(label)
        assert check_in_of(person).due_at == person.now + days * DAY
        assert person.waits(days * DAY).screens[0].kind is Kind.CHECK_IN


def test_stopping_is_one_tap() -> None:
    """And it is final."""
    person = invited()
    turn = person.taps("stop_writing")
    assert turn.clears
    assert person.waits(60 * DAY).screens == ()


def test_one_nudge_after_three_days_of_silence_and_then_it_lets_go() -> None:
    """The nudge counts from when the invitation was delivered."""
    person = invited()
    assert person.waits(3 * DAY - 1).screens == ()
    assert person.waits(1).screens[0].text.startswith("nudge")
    assert person.waits(60 * DAY).screens == ()


def test_an_invitation_can_still_be_answered_after_the_nudge() -> None:
    """Both messages have working buttons."""
    person = invited()
    first = person.button("begin_check_in")
    person.waits(3 * DAY)
    assert person.button("begin_check_in").data == first.data
    person.taps("begin_check_in")
    assert "Sudden now?" in person.sees


def test_an_answered_check_in_is_not_nudged() -> None:
    """Who has answered to the end is left in peace until the next round."""
    person = invited()
    person.taps("begin_check_in", "none", "label gone")
    person.does(CheckInSent())
    assert person.waits(10 * DAY).screens == ()


def test_who_breaks_off_a_check_in_is_nudged_once() -> None:
    """The nudge leads back to the red flags; then it lets go."""
    person = invited()
    person.taps("begin_check_in", "none")
    assert person.waits(3 * DAY).screens[0].text.startswith("nudge")
    assert person.waits(60 * DAY).screens == ()
    person.taps("begin_check_in")
    assert "Sudden now?" in person.sees
    assert check_in_of(person).stage is Stage.BEGUN


def test_starting_anew_replaces_a_pending_check_in() -> None:
    """Somebody who begins again is not asked about the old one."""
    person = planned()
    person.sends("check")
    assert person.chat is not None
    assert person.chat.check_in is None


def test_a_due_check_in_waits_while_a_conversation_is_active() -> None:
    """Not into the middle of something: an hour after the last tap it comes."""
    person = planned()
    assert isinstance(person.chat, Chat)
    check_in = check_in_of(person)
    person.sends("check")
    person.chat = replace(person.chat, check_in=replace(check_in, due_at=person.now))
    assert person.waits(0).screens == ()
    assert check_in_of(person).due_at == person.now + HOUR
    assert person.waits(HOUR).screens[0].kind is Kind.CHECK_IN


def test_a_new_conclusion_replaces_a_pending_check_in() -> None:
    """Only one is ever planned."""
    person = planned()
    old = check_in_of(person).id
    person.sends("check")
    person.taps("none", "none", "label days", "none", "none", "offer_yes")
    assert check_in_of(person).id != old


def test_an_old_check_in_button_does_nothing() -> None:
    """A button of a replaced check-in shows what is to be answered now."""
    person = invited()
    old = person.button("begin_check_in")
    person.sends("check")
    person.taps("none")
    turn = person.does(Tapped(old.data))
    assert turn.toast == "old_button"
    assert "Background?" in person.sees


def test_status_tells_when_and_lets_change_it() -> None:
    """In days, as no time zone is known."""
    person = planned()
    person.now += DAY
    person.sends("status")
    assert "status_due in_days 13" in person.sees
    person.taps("three_days")
    assert check_in_of(person).due_at == person.now + 3 * DAY


def test_stop_in_the_middle_is_final() -> None:
    """No question, no check-in, nothing by itself."""
    person = begun()
    turn = person.sends("stop")
    assert turn.clears
    assert person.chat is not None
    assert person.chat.conversation is None
    for person in (planned(), invited()):
        person.sends("stop")
        assert person.waits(60 * DAY).screens == ()


def test_a_check_in_whose_flow_is_gone_is_dropped() -> None:
    """Rather nothing than a message that leads nowhere."""
    person = planned()
    person.library = library(LIP)
    assert person.waits(14 * DAY).screens == ()
    assert person.chat is not None
    assert person.chat.check_in is None


def test_stages_are_stored_by_name() -> None:
    """A stored chat stays readable when stages are added."""
    assert [stage.value for stage in Stage] == ["offered", "waiting", "invited", "nudged", "begun"]
