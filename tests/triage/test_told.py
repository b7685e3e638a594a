"""What was told at a visit: ticked, chosen and denied, subject by subject."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.chat import Episode, Visit
from bot.triage.conditions import Condition, Either, Something, Ticked
from bot.triage.flow import Flow, Option, Step, Urgency
from bot.triage.told import Told, not_asked, told
from bot.triage.turn import Scene
from bot.triage.walk import LOWEST
from tests.triage.made import dispositions, library, option, said

NAMES = {"table": "Medicines", "named": "Medicines", "how": "How", "signs": "Signs"}


def boxes(id: str, *options: str, when: Condition | None = None) -> Step:
    return Step(id, said(f"{id}?"), tuple(option(id, each) for each in options), many=True, when=when)


TABLE = replace(boxes("table", "mood", "salt", "rare"), lookup="medicines", shown=2)
HOW = Step("how", said("how?"), (option("how", "slowly"), option("how", "fast")))
SIGNS = boxes("signs", "cough", "any_pain")
NAMED = boxes("named", "lithium", "any_mood")
WHERE = boxes("where", "back", when=Either((Ticked("signs", frozenset({"any_pain"})), Something("table"))))


def of(answers: dict[str, set[str]], *steps: Step) -> tuple[Told, ...]:
    """What is told of these answers."""
    flow = Flow("made", "1", said("Made"), steps, dispositions=dispositions())
    visit = Visit("made", 0, 0, {step: frozenset(ticked) for step, ticked in answers.items()}, LOWEST)
    return told(scene(flow), Episode("e", (visit,)), visit, flow)


def scene(flow: Flow) -> Scene:
    known = library(flow)
    return Scene(replace(known, words=replace(known.words, summary_names=NAMES)), 0, "fresh")


def test_what_is_ticked_and_what_is_not() -> None:
    """In the labels of the boxes; a single choice stands alone."""
    assert of({"signs": {"cough"}, "how": {"fast"}}, SIGNS, HOW) == (
        Told("How", chosen=("label fast",)),
        Told("Signs", yes=("label cough",), no=("label any_pain",)),
    )


def test_subjects_stand_in_the_order_of_their_names() -> None:
    """Whatever the order of the questions; one without a name says itself, at the end."""
    answers: dict[str, set[str]] = {"where": set(), "signs": set(), "table": {"mood"}}
    assert [each.name for each in of(answers, boxes("where", "back"), SIGNS, TABLE)] == ["Medicines", "Signs", "where?"]


def test_of_a_table_only_what_was_shown_is_denied() -> None:
    """Nobody was asked of the classes that must be typed."""
    assert of({"table": set()}, TABLE) == (Told("Medicines", no=("label mood", "label salt")),)


def test_two_questions_of_one_subject_share_a_line() -> None:
    """With nothing ticked, the boxes of both are denied."""
    assert of({"table": set(), "named": set()}, TABLE, NAMED) == (
        Told("Medicines", no=("label mood", "label salt", "label lithium", "label any_mood")),
    )


def test_what_one_question_found_the_other_does_not_deny() -> None:
    """ "One of these too": mood is ticked already, so leaving "any for mood" alone denies nothing."""
    assert of({"table": {"mood"}, "named": set()}, TABLE, NAMED) == (
        Told("Medicines", yes=("label mood",), no=("label salt",)),
    )
    assert of({"table": {"mood"}, "named": {"lithium"}}, TABLE, NAMED) == (
        Told("Medicines", yes=("label mood", "label lithium")),
    )


def test_the_same_words_are_not_both_affirmed_and_denied() -> None:
    """Whichever two questions have a box of these words."""
    other = replace(boxes("other", "cough", "itch"), text=said("other?"))
    assert of({"signs": {"cough"}, "other": set()}, SIGNS, other)[1] == Told("other?", no=("label itch",))


def test_a_box_that_opens_another_question_is_not_denied_once_that_found_something() -> None:
    """The question was reached by another way, and says more than the box."""
    answers: dict[str, set[str]] = {"table": {"mood"}, "signs": set(), "where": {"back"}}
    assert of(answers, TABLE, SIGNS, WHERE)[1] == Told("Signs", no=("label cough",))
    assert of({**answers, "where": set()}, TABLE, SIGNS, WHERE)[1].no == ("label cough", "label any_pain")


def test_a_box_that_raises_the_level_is_denied_whatever_it_opens() -> None:
    """A sign that was not there is worth telling."""
    raising = replace(SIGNS, options=(SIGNS.options[0], option("signs", "any_pain", Urgency.URGENT)))
    answers: dict[str, set[str]] = {"table": {"mood"}, "signs": set(), "where": {"back"}}
    assert of(answers, TABLE, raising, WHERE)[1].no == ("label cough", "label any_pain")


def test_the_emergency_card_denies_nothing() -> None:
    """It is answered in haste, after the call."""
    card = replace(boxes("card", "insulin", "pen"), on_card=True)
    assert of({"card": {"pen"}}, card) == (Told("card?", yes=("label pen",)),)
    assert of({"card": set()}, card) == (Told("card?"),)


def test_none_of_these_in_words_of_its_own_is_a_choice() -> None:
    """ "Nothing yet" says more than a list of what was not done."""
    assert of({"signs": set()}, replace(SIGNS, none_label=said("Nothing yet"))) == (
        Told("Signs", chosen=("Nothing yet",), no=("label cough", "label any_pain")),
    )


def test_what_was_meant_for_everybody_and_not_reached_is_named() -> None:
    """Not what only some are asked, nor what stands on the card; at a check-in, not what is known from before."""
    known = Step("known", said("known?"), (Option("yes", said("Yes")),), carry=True)
    card = replace(boxes("card", "pen"), on_card=True)
    flow = Flow("made", "1", said("Made"), (TABLE, known, SIGNS, WHERE, card), dispositions=dispositions())
    first = Visit("made", 0, 0, {"table": frozenset()}, LOWEST)
    assert not_asked(scene(flow), first, flow) == ("Signs", "known?")
    assert not_asked(scene(flow), replace(first, round=1), flow) == ("Signs",)


def test_of_answers_that_are_gone_nothing_is_said_to_be_missing() -> None:
    """They were forgotten, or the visit was in words."""
    flow = Flow("made", "1", said("Made"), (SIGNS,), dispositions=dispositions())
    assert not_asked(scene(flow), Visit("made", 0, 0, {}, LOWEST), flow) == ()
