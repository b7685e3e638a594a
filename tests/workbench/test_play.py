"""A conversation is its moves, played on the flow as it now is by the same core as the bot's."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.workbench.trail import Made
from tests.content.pseudo import CODE, pseudo, translate
from tests.workbench.conftest import Try, said
from tests.workbench.made import AGAIN, HEALTHY, edit


def test_it_begins_with_the_first_question(attempt: Try) -> None:
    """No consent is asked of an author, and the flow that a person can begin comes first."""
    trial = attempt(flow="")
    assert trial.flow == "twitch"
    assert trial.moves == ()
    assert "Who is it about?" in said(trial)


@pytest.mark.parametrize(
    ("moves", "label", "after"),
    [
        ((), "A child", ("who=child",)),
        (("who=me",), "A numb lip", ("who=me", "signs+numb")),
        (("who=me", "signs+numb"), "A numb lip", ("who=me", "signs+numb", "signs-numb")),
        (("who=me", "signs+numb", "signs+ache"), "done", ("who=me", "signs=ache+numb")),
        (("who=me",), "none", ("who=me", "signs=")),
        (("who=me", "signs="), "back", ("who=me", "signs=", ".q.back")),
        ((), "why", (".q.why",)),
        (HEALTHY, "offer_yes", (*HEALTHY, ".c.accept")),
    ],
)
def test_a_tap_becomes_a_move(attempt: Try, moves: tuple[str, ...], label: str, after: tuple[str, ...]) -> None:
    """The page gets the list of moves with the tap in it, in words that outlive an edit."""
    assert attempt(*moves, label=label).moves == after


def test_a_tap_that_does_nothing_is_no_move(attempt: Try) -> None:
    """Done without a tick is answered as in the bot, and leaves the moves as they were."""
    trial = attempt("who=me", label="done")
    assert trial.moves == ("who=me",)
    assert trial.toast == "done_without_ticks"


def test_a_conversation_goes_on_in_another_language(attempt: Try, folder: Path) -> None:
    """By command and button, as in the bot."""
    translate(folder)
    assert pseudo("Which of these signs?") in said(attempt("who=me", ":/language", f".g.{CODE}.-"))
    assert pseudo("Who is it about?") in said(attempt("who=me", ":/language", f".g.{CODE}.-", ".q.back"))


def test_an_emergency_ends_the_questions(attempt: Try) -> None:
    """The card of its cause is shown, and the question that stands on it."""
    trial = attempt("who=me", "signs=droop")
    assert "Call 112." in said(trial)
    assert "What else is true?" in said(trial)
    assert trial.inspection is not None
    assert (trial.inspection.level.urgency, trial.inspection.level.concluded) == ("emergency", True)


def test_what_is_answered_on_the_card_counts(attempt: Try) -> None:
    """Only the question that is open on the card takes an answer after the end."""
    assert counted(attempt("who=me", "signs=droop", "also=pen", "since=days").trail) == ["yes", "yes", "yes", "no"]


def test_an_answer_whose_question_is_gone_falls_away(attempt: Try, folder: Path) -> None:
    """The flow was edited: the others are walked on the new one, and the person is asked what is missing."""
    edit(folder, "ask: who", "ask: whom")
    edit(folder, "ask: who", "ask: whom", "again.yaml")
    trial = attempt("who=me", "signs=ache", "since=weeks")
    assert counted(trial.trail) == ["no", "waits", "waits"]
    assert "Who is it about?" in said(trial)


def test_a_new_question_in_the_midst_is_asked_and_the_later_answers_are_kept(attempt: Try, folder: Path) -> None:
    """Once it is answered, what was said of the later questions counts again."""
    edit(folder, "  - ask: since", "  - {ask: new, text: What is new?, one: {this: This, that: That}}\n  - ask: since")
    moves = ("who=me", "signs=ache", "since=weeks")
    assert "What is new?" in said(attempt(*moves))
    assert counted(attempt(*moves).trail) == ["yes", "yes", "waits"]
    trial = attempt(*moves, label="This")
    assert counted(trial.trail) == ["yes"] * 4
    assert trial.inspection is not None
    assert trial.inspection.level.urgency == "routine"


def test_ticks_are_kept_by_an_edit_around_them(attempt: Try, folder: Path) -> None:
    """Boxes ticked but not given yet stand ticked on the new flow."""
    edit(folder, "Which of these signs?", "Which signs are there?")
    assert "Which signs are there?" in said(attempt("who=me", "signs+numb"))
    assert attempt("who=me", "signs+numb", label="done").moves == ("who=me", "signs=numb")


def test_back_keeps_the_level_that_was_reached(attempt: Try) -> None:
    """As in the bot: the answer can be given anew, and what it raised still counts."""
    trial = attempt("who=me", "signs=numb", ".q.back", "signs=")
    assert trial.inspection is not None
    assert trial.inspection.level.urgency == "urgent"
    (raised,) = trial.inspection.raises
    assert (raised.because, raised.at) == ("A numb lip should be seen today.", None)


def test_a_check_in_knows_what_was_said_before(attempt: Try) -> None:
    """Accept, let the time pass, begin: the check-in's flow reads the first visit."""
    accepted = attempt(*HEALTHY, ".c.accept")
    assert accepted.check_in is not None
    assert (accepted.check_in.flow, accepted.check_in.stage) == ("again", "waiting")
    begun = attempt(*HEALTHY, ".c.accept", "~", ".c.begin")
    assert begun.inspection is not None
    assert begun.inspection.flow == "again"
    facts = {fact.key: (fact.state, fact.options) for fact in begun.inspection.facts}
    assert facts["before.since"] == ("earlier", ("days",))
    assert facts["who"] == ("carried", ("me",))
    assert facts["course"] == ("open", ())


def test_time_passes_up_to_the_nudge(attempt: Try) -> None:
    """The bot writes, asks once more, and lets go; then there is nothing to wait for."""
    waited = [attempt(*HEALTHY, ".c.accept", *["~"] * count) for count in range(1, 4)]
    assert [trial.check_in.stage if trial.check_in else None for trial in waited] == ["invited", "nudged", "nudged"]
    assert waited[2].trail[-1].counts == "no"


def test_a_check_in_can_be_tried_by_itself(attempt: Try) -> None:
    """Without a visit before it: then everything is asked."""
    assert "Who is it about?" in said(attempt(flow="again"))
    assert "carry: yes" in AGAIN


def test_what_is_written_goes_through_the_safety_net(attempt: Try) -> None:
    """A message is read as in the bot; a command is one."""
    assert "Call 112." in said(attempt("who=me", ":my face drooping"))
    assert "not_understood" in said(attempt("who=me", ":hello"))
    assert "privacy" in said(attempt("who=me", ":/privacy"))


def test_a_medicine_is_ticked_by_its_name(attempt: Try) -> None:
    """The name is looked up, and the box stands ticked."""
    trial = attempt("who=me", "signs=", "since=days", ":nytol", label="done")
    assert trial.moves[-1] == "medicines=sleep"


def test_a_question_is_drawn_over_the_one_before(attempt: Try) -> None:
    """As Telegram does: one question stands in the chat, and only the newest message has buttons."""
    trial = attempt("who=me", "signs=", ":hello")
    assert [message.kind for message in trial.messages] == ["question", "mine", "question"]
    assert [bool(message.rows) for message in trial.messages] == [False, False, True]


def counted(trail: tuple[Made, ...]) -> list[str]:
    return [made.counts for made in trail]
