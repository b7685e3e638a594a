"""The conversation: from the first tap to the disposition, politely and rudely."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.chat import Chat, Conversation
from bot.triage.conditions import ALWAYS
from bot.triage.conversation import advance
from bot.triage.flow import Advice, Step, Urgency
from bot.triage.inputs import Commanded, Elsewhere, Forwarded, Input, Left, Said, Tapped, Unreadable
from bot.triage.library import LookUp, Named
from bot.triage.screen import Button, Kind
from tests.triage.made import AGAIN, LIP, library, option, random_flows, said
from tests.triage.person import Person, begun, concluded, planned


def conversation_of(person: Person) -> Conversation:
    assert person.chat is not None
    assert person.chat.conversation is not None
    return person.chat.conversation


def labels_of(person: Person) -> list[str]:
    """What stands on the buttons of the last screen."""
    return [button.label for row in person.last.rows for button in row]


# ---- the happy way ----


def test_the_first_screen_asks_consent_and_keeps_nothing() -> None:
    """Before consent there is no chat at all."""
    person = Person()
    person.sends("start")
    assert person.chat is None
    assert "welcome" in person.sees
    assert "consent_ask" in person.sees


def test_agreeing_leads_straight_to_the_first_question() -> None:
    """Consent is a record of version and time."""
    person = begun()
    assert person.chat is not None
    assert (person.chat.consent.version, person.chat.consent.at) == ("consent_version", person.now)
    assert "Sudden?" in person.sees
    assert person.sees.startswith("progress 5 1")


def test_declining_keeps_nothing() -> None:
    """Somebody who says no gets a kind word and stays unknown."""
    person = Person()
    person.sends("start")
    person.taps("decline")
    assert person.chat is None
    assert person.sees == "declined"


def test_a_deep_link_names_the_flow() -> None:
    """/start with a payload begins that flow after consent."""
    person = Person()
    person.sends("start", "lip")
    assert person.button("agree").data == "y.lip.en.agree"


def test_harmless_answers_end_in_self_care_with_advice_and_an_offer() -> None:
    """The disposition stands first, then the advice for what was ticked, then the offer to check back."""
    kinds = [screen.kind for screen in concluded().turn.screens]
    assert kinds == [Kind.DISPOSITION, Kind.NOTICE, Kind.QUESTION]
    assert "headline self_care" in concluded().sees
    assert "drink less" in concluded().sees
    assert "offer in_weeks 2" in concluded().sees


def test_an_emergency_ends_at_once_on_its_card() -> None:
    """The card's headline stands first; there is no Back and no check-in, only the way out of a slip."""
    person = begun()
    person.taps("label droop", "done")
    assert person.turn.screens[0].text.startswith("**call for stroke**")
    labels = [button.label for screen in person.turn.screens for row in screen.rows for button in row]
    assert "back" not in labels
    assert "slip" in labels
    assert person.chat is not None
    assert person.chat.check_in is None


def test_an_answer_on_the_card_adds_its_advice() -> None:
    """What is told after the emergency changes the advice, and stays on record."""
    person = begun()
    person.taps("label droop", "done", "label yes_insulin", "done")
    assert "take sugar" in person.sees
    assert labels_of(person) == ["slip"]
    assert person.chat is not None
    assert person.chat.episodes[-1].visits[-1].answers["insulin"] == {"yes_insulin"}
    assert len(person.chat.episodes) == 1


def test_after_the_last_answer_on_the_card_a_slip_can_still_be_told() -> None:
    """Its button stands under the thanks, and works."""
    person = begun()
    person.taps("label droop", "done", "none")
    assert "card_thanks" in person.sees
    assert labels_of(person) == ["slip"]
    person.taps("slip")
    assert "Sudden?" in person.sees


def test_the_way_out_of_a_slip_stands_under_the_last_message() -> None:
    """An emergency with advice and without another question: only the last message of a chat keeps its buttons."""
    advice = Advice(ALWAYS, frozenset({Urgency.EMERGENCY}), said("sit down"))
    person = Person(library=library(replace(LIP, steps=LIP.steps[:-1], advice=(advice,)), AGAIN))
    person.sends("start")
    person.taps("agree", "label droop", "done")
    assert "sit down" in person.last.text
    assert labels_of(person) == ["slip"]


def test_an_emergency_names_only_its_own_reasons() -> None:
    """What can wait for weeks does not stand among them; on record it does."""
    who = Step("who", said("Who?"), (option("who", "child", Urgency.ROUTINE),), many=True)
    person = Person(library=library(replace(LIP, steps=(who, *LIP.steps)), AGAIN))
    person.sends("start")
    person.taps("agree", "label child", "done", "label droop", "done")
    assert "sudden.droop raises" in person.sees
    assert "who.child raises" not in person.sees
    assert person.chat is not None
    assert len(person.chat.episodes[-1].visits[-1].level.reasons) == 2


def test_a_slip_opens_a_new_episode_and_keeps_the_old() -> None:
    """After "that was a slip" the questions start again; the emergency stays on record."""
    person = begun()
    person.taps("label droop", "done", "slip", "none", "none", "label days", "none", "none")
    assert person.chat is not None
    levels = [episode.visits[-1].level.urgency for episode in person.chat.episodes]
    assert levels == [Urgency.EMERGENCY, Urgency.SELF_CARE]


# ---- ticks, Back, old buttons ----


def test_while_a_ticked_box_would_raise_emergency_the_question_says_so() -> None:
    """The emergency line stands there before Done."""
    person = begun()
    person.taps("label numb")
    assert "emergency_line" not in person.sees
    person.taps("label droop")
    assert "emergency_line" in person.sees


def test_two_quick_ticks_are_both_kept() -> None:
    """Both taps carry the buttons of the screen before either was processed."""
    person = begun()
    numb, dull = person.button("label numb"), person.button("label dull")
    person.does(Tapped(numb.data))
    person.does(Tapped(dull.data))
    assert conversation_of(person).ticks["sudden"] == {"numb", "dull"}


def test_a_double_tick_does_not_untick() -> None:
    """A tick button carries the state that it sets."""
    person = begun()
    numb = person.button("label numb")
    person.does(Tapped(numb.data))
    person.does(Tapped(numb.data))
    assert conversation_of(person).ticks["sudden"] == {"numb"}


def test_done_without_ticks_never_means_none() -> None:
    """It says what to do, and the question stays."""
    person = begun()
    turn = person.taps("done")
    assert turn.toast == "done_without_ticks"
    assert conversation_of(person).answers == {}


def test_with_something_ticked_there_is_no_none() -> None:
    """Beside Done, one mis-tap would drop an emergency sign; it is there again once nothing is ticked."""
    person = begun()
    assert "none" in labels_of(person)
    person.taps("label droop", "label numb")
    assert "none" not in labels_of(person)
    person.taps("ticked label droop", "ticked label numb")
    assert "none" in labels_of(person)


def test_none_from_an_older_keyboard_drops_no_ticks() -> None:
    """Tapped at once after the boxes, or written together with them in a terminal; a double tap is no other."""
    person = begun()
    none, droop = person.button("none"), person.button("label droop")
    person.does(Tapped(droop.data))
    for _ in range(2):
        turn = person.does(Tapped(none.data))
        assert turn.toast == "none_with_ticks"
        assert "Sudden?" in person.sees
        assert "emergency_line" in person.sees
    assert conversation_of(person).ticks["sudden"] == {"droop"}
    assert conversation_of(person).answers == {}


def test_a_double_tap_on_none_answers_one_question() -> None:
    """The second tap is on a question that has been answered."""
    person = begun()
    none = person.button("none")
    person.does(Tapped(none.data))
    assert person.does(Tapped(none.data)).toast == "old_button"
    assert set(conversation_of(person).answers) == {"sudden"}


def test_back_keeps_the_ticks() -> None:
    """The question before is shown with what was ticked."""
    person = begun()
    person.taps("label dull", "done", "back")
    assert conversation_of(person).ticks["sudden"] == {"dull"}
    assert "ticked label dull" in [button.label for row in person.last.rows for button in row]


def test_the_first_question_has_no_back() -> None:
    """There is nothing to go back to."""
    assert all("back" not in button.label for row in begun().last.rows for button in row)


def test_back_does_not_lower_the_level() -> None:
    """What was said still counts, and the screen says so."""
    person = begun()
    person.taps("none", "none", "label weeks", "back")
    assert "earlier" in person.sees
    assert "duration.weeks raises" in person.sees
    person.taps("label days", "none", "none")
    assert person.chat is not None
    assert person.chat.episodes[-1].visits[-1].level.urgency is Urgency.ROUTINE


def test_an_old_button_changes_nothing_and_shows_the_present_question() -> None:
    """A tap on a question answered before is answered with where we are now."""
    person = begun()
    old = person.button("none")
    person.taps("none")
    before = conversation_of(person)
    turn = person.does(Tapped(old.data))
    assert turn.toast == "old_button"
    assert "Background?" in person.sees
    assert conversation_of(person) == before


def test_why_we_ask_tells_and_changes_nothing() -> None:
    """The reason for a question is one tap away."""
    person = begun()
    before = conversation_of(person)
    person.taps("why")
    assert "because of strokes" in person.sees
    assert conversation_of(person) == before


# ---- text ----


def test_stray_text_brings_the_question_again() -> None:
    """One helpful sentence, and nothing of the text is kept."""
    person = begun()
    person.says("what do you mean")
    assert person.sees.startswith("not_understood")
    assert "Sudden?" in person.sees
    assert "what do you mean" not in repr(person.chat)


def test_an_unknown_command_brings_the_question_again() -> None:
    """/foo does not lose anyone's place."""
    person = begun()
    person.sends("foo")
    assert person.sees.startswith("unknown_command")
    assert "Sudden?" in person.sees


def test_a_picture_brings_the_question_again() -> None:
    """What cannot be read is answered kindly."""
    person = begun()
    person.does(Unreadable())
    assert person.sees.startswith("unreadable")


def test_an_emergency_in_text_is_answered_in_every_state() -> None:
    """Before consent, in a question, at rest, in a command's argument and in what is forwarded: the card at once, and
    two buttons."""
    for person in (Person(), begun(), concluded(), planned()):
        inputs: tuple[Input, ...] = (
            Said("help fire"),
            Commanded("start", "fire"),
            Commanded("nonsense", "fire"),
            Forwarded("/help fire"),
        )
        for turn in map(person.does, inputs):
            assert [screen.kind for screen in turn.screens] == [Kind.ALARM]
            assert turn.screens[0].text.startswith("**call for stroke**")
            assert turn.alerts == ("fire_rule",)


def test_a_forward_is_no_answer_no_command_and_no_name() -> None:
    """It may be somebody else's: one helpful sentence, and everything stands as it stood."""
    naming = concluded()
    naming.sends("medicines")
    at_lookup = begun()
    at_lookup.taps("none", "none", "label days")
    for person in (Person(), begun(), at_lookup, naming, planned()):
        before = person.chat
        for text in ("/delete", "/stop", "/start", "1", "pills", "label days", "hello"):
            person.does(Forwarded(text))
            assert person.chat == before
            assert "not_understood" in person.sees
            assert "About pills" not in person.sees


def test_an_alarm_before_consent_keeps_nothing() -> None:
    """Even a confirmed one."""
    person = Person()
    person.says("fire")
    person.taps("happening")
    assert person.chat is None
    assert person.sees == "alarm_confirmed"


def test_carrying_on_after_an_alarm_loses_no_place() -> None:
    """The same question stands again, as a new message: the alarm stays in the chat."""
    person = begun()
    person.taps("none")
    person.says("smoke and fire")
    person.taps("carry_on")
    assert "Background?" in person.sees
    assert not person.last.replaces


def test_a_confirmed_alarm_ends_the_conversation_as_that_emergency() -> None:
    """It stands on record with its causes and what was told before, and no check-in follows."""
    person = begun()
    person.taps("label dull", "done")
    person.says("smoke")
    person.taps("happening")
    assert person.chat is not None
    visit = person.chat.episodes[-1].visits[-1]
    assert visit.level.causes == ("airway",)
    assert visit.answers == {"sudden": frozenset({"dull"})}
    assert person.chat.check_in is None


def test_an_alarm_confirmed_after_the_end_stands_on_record() -> None:
    """Self-care, then an emergency in words: the last word on record is the emergency, and no check-in is left."""
    person = planned()
    person.says("fire")
    person.taps("happening")
    assert person.chat is not None
    assert [visit.level.urgency for visit in person.chat.episodes[-1].visits] == [
        Urgency.SELF_CARE,
        Urgency.EMERGENCY,
    ]
    assert person.chat.due_at is None
    person.sends("summary")
    assert "summary_in_words" in person.sees


def test_a_card_may_have_words_of_its_own_once_confirmed() -> None:
    """Not every emergency begins with the same call."""
    person = begun()
    cards = person.library.cards
    warm = replace(cards["stroke"], confirmed=said("warm"))
    person.library = replace(person.library, cards={**cards, "stroke": warm})
    person.says("fire")
    person.taps("happening")
    assert person.turn.screens[0].text == "warm"


def test_names_of_medicines_may_be_typed() -> None:
    """What is known is ticked, also when it has no box of its own."""
    person = begun()
    person.taps("none", "none", "label days")
    person.says("pills and drops")
    assert conversation_of(person).ticks["medicines"] == {"pills", "drops"}
    assert "label drops" in repr(person.last.rows)
    assert "label spray" not in repr(person.last.rows)


def test_after_reading_about_medicines_names_tick_again() -> None:
    """/medicines reads names only until the person is back at their question."""
    person = begun()
    person.taps("none", "none", "label days")
    person.sends("medicines")
    person.says("pills")
    assert "About pills" in person.sees
    person.taps("to_question")
    person.says("pills")
    assert conversation_of(person).ticks["medicines"] == {"pills"}


def test_an_unclear_name_is_asked_about() -> None:
    """A near miss is never ticked by itself; choosing settles it."""
    person = begun()
    person.taps("none", "none", "label days")
    person.says("dops")
    assert "did_you_mean" in person.sees
    person.taps("Spray")
    assert conversation_of(person).ticks["medicines"] == {"spray"}
    assert "Medicines?" in person.sees


def test_a_name_of_several_meanings_is_asked_in_its_own_words() -> None:
    """The trap's question stands above its meanings, at the question and in /medicines alike."""
    person = begun()
    person.taps("none", "none", "label days")
    person.says("brand")
    assert "which brand" in person.sees
    person.taps("Brand B")
    assert conversation_of(person).ticks["medicines"] == {"spray"}
    person.sends("medicines")
    person.says("brand")
    assert "which brand" in person.sees


def test_none_of_the_names_meant_can_be_said_in_medicines() -> None:
    """It says that the name is unknown, and shows the list of kinds."""
    person = begun()
    person.sends("medicines")
    person.says("dops")
    assert "did_you_mean" in person.sees
    person.taps("neither")
    assert person.sees.startswith("medicine_unknown")
    assert "Pills" in repr(person.last.rows)


def test_a_medicine_read_about_does_not_bring_the_whole_list_again() -> None:
    """One button leads back to the list of kinds."""
    person = begun()
    person.sends("medicines")
    person.taps("Pills")
    assert "About pills" in person.sees
    assert "Pills" not in repr(person.last.rows)
    person.taps("medicines_more")
    assert "Pills" in repr(person.last.rows)


def test_neither_name_brings_the_question_again() -> None:
    """Nothing is ticked."""
    person = begun()
    person.taps("none", "none", "label days")
    person.says("dops")
    person.taps("neither")
    assert not conversation_of(person).ticks["medicines"]
    assert "Medicines?" in person.sees


def test_a_double_tap_on_neither_settles_one_name() -> None:
    """The next unclear name is still asked about."""
    person = begun()
    person.taps("none", "none", "label days")
    unclear = (Named("Drops", "drops"), Named("Spray", "spray"))
    person.library = replace(person.library, look_up=lambda text: LookUp(unsure=(unclear, unclear)))
    person.says("dops and dps")
    neither = person.button("neither")
    person.does(Tapped(neither.data))
    person.does(Tapped(neither.data))
    assert "did_you_mean" in person.sees
    assert len(conversation_of(person).unsure) == 1


def test_an_unknown_name_says_so() -> None:
    """It points to a pharmacist and keeps the question."""
    person = begun()
    person.taps("none", "none", "label days")
    person.says("xyzzy")
    assert person.sees.startswith("unknown_names")


def test_a_medicine_can_be_asked_about_before_consent() -> None:
    """Nothing is kept for it."""
    person = Person()
    person.sends("medicines")
    person.says("pills")
    assert "About pills" in person.sees
    assert person.chat is None


# ---- changes and ends ----


def test_an_old_request_to_delete_deletes_nothing() -> None:
    """Kept once, the button of that request is void."""
    person = begun()
    person.sends("delete")
    yes = person.button("delete_yes")
    person.taps("delete_no")
    person.does(Tapped(yes.data))
    assert person.chat is not None
    person.sends("delete")
    person.taps("delete_yes")
    assert person.chat is None


def test_an_old_menu_begins_nothing_anew() -> None:
    """The button that began a conversation does not throw it away when tapped again."""
    person = Person(library=library(LIP, replace(LIP, id="lid"), AGAIN))
    person.sends("start")
    person.taps("agree")
    lip = person.button("Lip")
    person.does(Tapped(lip.data))
    person.taps("none")
    before = conversation_of(person)
    person.does(Tapped(lip.data))
    assert conversation_of(person) == before
    assert "Background?" in person.sees


def test_a_changed_flow_asks_what_is_missing() -> None:
    """Answers that fit stay; old buttons do not; a question put in between is asked."""
    person = begun()
    person.taps("none", "none")
    old = person.button("label days")
    new = replace(LIP.steps[2], id="new_step")
    person.library = library(replace(LIP, steps=(LIP.steps[0], new, *LIP.steps[1:]), digest="lip-2"))
    person.does(Tapped(old.data))
    assert "Background?" in person.sees
    assert set(conversation_of(person).answers) == {"sudden", "background"}


def test_a_changed_flow_asks_nothing_of_a_conversation_that_has_ended() -> None:
    """A new question does not open it again; what is asked now is the offer."""
    person = concluded()
    new = replace(LIP.steps[2], id="new_step")
    person.library = library(replace(LIP, steps=(*LIP.steps, new), digest="lip-2"), AGAIN)
    person.says("hello")
    assert "Background?" not in person.sees
    assert "offer" in person.sees


def test_a_flow_that_is_gone_ends_its_conversation() -> None:
    """The person is shown what can be begun."""
    person = begun()
    person.library = library(replace(LIP, id="other"))
    person.taps("none")
    assert person.chat is not None
    assert person.chat.conversation is None
    assert "idle" in person.sees


def test_groups_are_refused_and_not_remembered() -> None:
    """Health talk is private."""
    person = Person()
    person.does(Elsewhere())
    assert (person.sees, person.chat) == ("group", None)


def test_somebody_who_left_is_not_written_to() -> None:
    """Blocking the bot stops its check-ins and withdraws what waits."""
    person = planned()
    turn = person.does(Left())
    assert turn.clears
    assert turn.screens == ()
    assert person.chat is not None
    assert person.chat.due_at is None


# ---- whatever anyone does ----


def buttons_of(person: Person) -> list[Button]:
    return [button for screen in person.screens for row in screen.rows for button in row]


@settings(max_examples=150, deadline=None)
@given(flow=random_flows(), data=st.data())
def test_for_any_flow_and_any_taps_the_level_never_falls_and_everything_ends(flow: Any, data: st.DataObject) -> None:
    """Any button ever shown, in any order, and texts: within a conversation the urgency only rises, revisions too."""
    person = Person(library=library(flow))
    person.sends("start", flow.id)
    person.taps("agree")
    for _ in range(data.draw(st.integers(1, 12))):
        before = conversation_of(person)
        person.does(data.draw(st.sampled_from([Tapped(button.data) for button in buttons_of(person)] + [Said("hm")])))
        assert person.chat is not None
        after = conversation_of(person)
        if after.id == before.id:
            assert after.floor.urgency >= before.floor.urgency
            assert set(before.floor.reasons) <= set(after.floor.reasons)
            assert after.revision >= before.revision
            assert after.concluded >= before.concluded
        if not after.concluded:
            assert person.turn.screens, "somebody in a conversation always sees what to do next"


@settings(max_examples=150, deadline=None)
@given(flow=random_flows(), data=st.data())
def test_back_and_the_same_answer_is_the_identity(flow: Any, data: st.DataObject) -> None:
    """Going back and answering the same leads to the same place, with the same level and answers."""
    person = Person(library=library(flow))
    person.sends("start", flow.id)
    person.taps("agree")
    while not conversation_of(person).concluded:
        before = person.chat
        sign = "=" if any(".=" in button.data for row in person.last.rows for button in row) else "+"
        choices = [b for row in person.last.rows for b in row if f".{sign}" in b.data]
        chosen = data.draw(st.sampled_from(choices))
        person.does(Tapped(chosen.data))
        if sign == "+":
            person.taps("done")
        assert isinstance(before, Chat)
        if conversation_of(person).concluded:
            break
        there = conversation_of(person)
        person.taps("back")
        again = chosen.data.replace(f".{there.revision - 1}.", f".{there.revision + 1}.")
        person.does(Tapped(again if sign == "=" else person.button("done").data))
        back_here = conversation_of(person)
        assert (back_here.answers, back_here.floor) == (there.answers, there.floor)
        assert person.last.text == person.screens[-3].text


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=64), st.lists(st.text("qcaybdlmr.+-=x0t12", max_size=9), max_size=5).map(".".join)))
def test_no_callback_data_breaks_a_conversation(data: str) -> None:
    """A button may carry anything, from anywhere: nobody crashes and nobody is left without a screen."""
    for person in (Person(), begun(), concluded(), planned()):
        person.does(Tapped(data))
        assert person.turn.screens


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=32), st.text(max_size=64))
def test_no_command_breaks_a_conversation(name: str, argument: str) -> None:
    """Nor does any command with any argument."""
    for command in (name, "start", "medicines", "learn", "check"):
        for person in (Person(), begun(), planned()):
            advance(person.library, person.chat, Commanded(command, argument), person.now, "freshtok")


def test_every_button_fits_into_telegrams_64_bytes() -> None:
    """Whatever is shown along a whole conversation."""
    person = planned()
    for command in ("learn", "medicines", "status", "delete"):
        person.sends(command)
    person.says("smoke fire")
    assert all(1 <= len(button.data.encode()) <= 64 for button in buttons_of(person))
