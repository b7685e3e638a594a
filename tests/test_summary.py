"""/summary on the shipped flows: what a clinician reads of somebody's episode, in one message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.telegram.markup import messages
from bot.triage.chat import Episode, Visit
from bot.triage.flow import Urgency
from bot.triage.walk import Level, Reason
from tests.episodes import BEGAN, DAY, LIBRARY, MUCH, episode, report_of, screens, visited

HOT: dict[str, str | list[str]] = {"ill": ["fever"], "medicines": ["antidepressants", "lithium"]}
"""An emergency of the medicines."""

FAINT: dict[str, str | list[str]] = {
    "medicines": ["antidepressants", "lithium"],
    "signs": ["cramps"],
    "duration": "weeks",
}


def text_of(episode: Episode) -> str:
    return screens(episode)[0].text


def line_of(episode: Episode, name: str) -> str:
    """The line of a subject of the first visit."""
    return next(line for line in text_of(episode).splitlines() if line.startswith(f"- **{name}:**"))


def test_every_question_has_a_short_name_and_every_short_name_a_question() -> None:
    """So that sign, trigger and what was tried are told apart; of course also in a flow written later."""
    steps = {step.id for flow in LIBRARY.flows.values() for step in flow.steps}
    assert set(LIBRARY.words.summary_names) == steps


def test_lithium_that_was_ticked_is_nowhere_denied() -> None:
    """Asked for once more by name, of whoever has a sign that matters, it is left alone there."""
    told = episode(FAINT)
    assert told.visits[0].answers["more_medicines"] == frozenset()
    assert line_of(told, "Medicines").startswith("- **Medicines:** Yes: **Antidepressants; Lithium.** No: Asthma")
    assert text_of(told).count("Lithium") == 1
    assert "Any for mood" not in text_of(told)


def test_cramps_that_were_ticked_are_not_denied_by_the_box_that_asks_for_them() -> None:
    """ "Cramps, shakes, faint or unsteady" opens the question in which cramps were ticked."""
    told = episode(FAINT)
    assert "Yes: **Muscle cramps or new weakness.**" in line_of(told, "Other signs")
    assert "Cramps, shakes" not in text_of(told)


def test_without_medicines_those_asked_by_name_are_denied() -> None:
    """ "No lithium" is worth telling of somebody with a fever."""
    told = episode({"ill": ["fever"]})
    assert "Lithium" in line_of(told, "Medicines").partition("No: ")[2]


@pytest.mark.parametrize(
    ("named", "began"),
    [
        ({}, "Up to two weeks"),
        ({"duration": "months"}, "More than six weeks"),
        ({"pattern": ["numb_lasting"], "duration": "weeks"}, "More than two weeks"),
    ],
)
def test_it_tells_how_long_the_twitch_has_been_there(named: dict[str, str | list[str]], began: str) -> None:
    """At self-care, routine and urgent alike, right after about whom."""
    about, how_long = (f"- **{name}:** {said}." for name, said in (("About", "Me"), ("How long", began)))
    assert f"{about}\n{how_long}\n" in text_of(episode(named))


def test_an_emergency_says_what_it_did_not_wait_to_ask() -> None:
    """The onset among it, so that nobody takes silence for a no."""
    told = episode(HOT)
    assert told.visits[0].level.urgency is Urgency.EMERGENCY
    assert line_of(told, "Not asked") == "- **Not asked:** How long; Slower signs; Triggers."
    assert line_of(told, "Why").startswith("- **Why:** With an antidepressant")


def test_each_check_in_is_a_row() -> None:
    """When, how it went, what was tried, seen and told, what is new, which subjects had nothing, the level and why."""
    told = episode(
        {"duration": "weeks", "triggers": ["stress", "sleep"]},
        {"course": "better", "tried": ["sleep"], "seen": "seen", "told": "harmless"},
        {"course": "worse", "since": ["medicine"], "seen": "booked"},
    )
    first, second = text_of(told).splitlines()[-5:-1:2]
    assert first == (
        "**Check-in 1, 2025-12-07: Better.** **Tried:** More sleep. **Seen by a doctor:** Yes. "
        "**They said:** It is harmless. **None ticked:** Sudden signs; Danger signs; Feeling ill; New since then; "
        "Slower signs. **Advice given:** look after it at home."
    )
    assert second.startswith(
        "**Check-in 2, 2025-12-21: Worse.** **Tried:** Nothing yet. **New since then:** A medicine"
    )
    assert second.endswith(
        "**Advice given:** see a doctor or pharmacist within two weeks. A twitch that gets worse should be looked at."
    )


def test_an_emergency_in_words_is_a_row_too() -> None:
    """There are no answers, only what was noticed."""
    level = Level(Urgency.EMERGENCY, (Reason(Urgency.EMERGENCY, "It was told in words.", (), "stroke"),))
    before = episode({})
    told = replace(before, visits=(*before.visits, Visit("lip_twitch", BEGAN + DAY, 0, {}, level)))
    assert "**2025-11-24: told in words.** **Advice given:** call an ambulance now. It was told in words." in text_of(
        told
    )


def test_answers_that_were_forgotten_are_said_to_be_gone() -> None:
    """After the time for which they are kept, the days and the levels remain."""
    kept = episode({}, {"course": "same"})
    gone = replace(
        kept, visits=tuple(replace(each, answers={}, level=Level(each.level.urgency)) for each in kept.visits)
    )
    assert "**2025-12-07: answers no longer kept.** **Advice given:**" in text_of(gone)
    assert "Not asked" not in text_of(gone)


def test_the_course_is_drawn_as_the_person_told_it() -> None:
    """From the best to the worst, beside the level: better, then worse, whatever the level did."""
    went, level = report_of(episode(*MUCH)).courses
    assert went.states == ("Gone", "Better", "The same", "Up and down, it comes and goes", "Worse")
    assert went.at == (None, 1, 4)
    assert level.at == (2, 2, 2)


def test_without_a_check_in_there_is_no_course_but_the_level() -> None:
    """One visit has a level only."""
    (level,) = report_of(episode({})).courses
    assert level.at == (0,)


def test_three_visits_with_much_ticked_are_one_message() -> None:
    """The first one in full."""
    told = episode(*MUCH)
    assert len(messages(text_of(told))) == 1
    assert "No: A fit, blank spell or lip-smacking" in line_of(told, "Danger signs")


def all_that_is_no_emergency(flow: str, check_in: str) -> Episode:
    """At each visit every third box of each question, or the next that makes no emergency."""
    told = Episode("aaaaaaaa")
    for round in range(3):
        named: dict[str, str | list[str]] = {"duration": "months", "course": "up_down", "seen": "seen"}
        for step in LIBRARY.flows[check_in if round else flow].steps:
            if step.many:
                for option in step.options[round::3]:
                    more = {**named, step.id: [*named.get(step.id, []), option.id]}
                    if (
                        visited(told, check_in if round else flow, round, more).visits[-1].level.urgency
                        < Urgency.EMERGENCY
                    ):
                        named = more
        told = visited(told, check_in if round else flow, round, named)
    return told


@pytest.mark.parametrize(("flow", "check_in"), [("lip_twitch", "check_in"), ("eyelid_twitch", "eyelid_check_in")])
def test_what_is_too_much_for_one_message_stands_on_the_page_only(flow: str, check_in: str) -> None:
    """Then the message names, of the first visit too, what was ticked, and only the subjects in which nothing was."""
    told = all_that_is_no_emergency(flow, check_in)
    assert sum(len(each) for visit in told.visits for each in visit.answers.values()) > 60
    assert len(messages(text_of(told))) == 1
    assert "- **None ticked:** Danger signs" in text_of(told)
    assert "No: " not in text_of(told)
    assert any("No: A fit" in line for line in report_of(told).sections[0].lines)


def affirmed_and_denied(told: Episode) -> Iterator[tuple[set[str], set[str]]]:
    for section in report_of(told).sections:
        text = "\n".join(section.lines)
        yes = {label for said in re.findall(r"Yes: \*\*(.*?)\.\*\*", text) for label in said.split("; ")}
        no = {label for said in re.findall(r"No: (.*)\.", text) for label in said.split("; ")}
        yield yes, no


@pytest.mark.parametrize("named", [{}, HOT, FAINT, *MUCH[:1]])
def test_nothing_is_both_affirmed_and_denied(named: dict[str, str | list[str]]) -> None:
    """No label of the first visit stands on both sides."""
    for yes, no in affirmed_and_denied(episode(named)):
        assert no
        assert not yes & no
