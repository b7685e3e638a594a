"""Episodes on the shipped flows, for tests of what is told of them: only the answers that matter are named."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.load import load, packaged_flows
from bot.proofs.golden import harmless
from bot.triage.chat import Chat, Consent, Episode, Visit
from bot.triage.flow import Step
from bot.triage.screen import Report, Screen
from bot.triage.summary import summary_screens
from bot.triage.turn import Scene
from bot.triage.walk import Asking, walk

DAY, BEGAN = 86400, 1_763_900_000
"""BEGAN: 2025-11-23."""

LIBRARY = load(packaged_flows())

Named = Mapping[str, str | list[str]]
"""Step -> the option or options; of all other questions the harmless answer is given."""

MUCH: tuple[Named, ...] = (
    {
        "ill": ["tingling", "vomiting"],
        "background": ["kidney", "diabetes"],
        "medicines": ["antidepressants", "statins", "water_tablets", "acid_reducers", "bronchodilators"],
        "medicines_timing": "changed",
        "pattern": ["elsewhere", "body", "numb_lasting"],
        "where": ["several", "pain"],
        "signs": ["cramps", "shaking", "mouth_moves"],
        "duration": "months",
    },
    {
        "since": ["medicine"],
        "ill": ["tingling"],
        "medicines": ["antidepressants", "statins"],
        "medicines_timing": "stopped",
        "pattern": ["body", "elsewhere"],
        "where": ["several"],
        "signs": ["cramps", "shaking"],
        "course": "better",
        "seen": "seen",
        "told": "tests",
    },
    {
        "since": ["mouth"],
        "medicines": ["antidepressants"],
        "signs": ["mouth_moves"],
        "more_medicines": ["sickness"],
        "course": "worse",
        "seen": "not_yet",
    },
)
"""A first visit and two check-ins of somebody with much to tell, none of it an emergency."""


def episode(*visits: Named, flow: str = "lip_twitch", check_in: str = "check_in") -> Episode:
    """A first visit and check-ins two weeks apart."""
    found = Episode("aaaaaaaa")
    for round, named in enumerate(visits):
        found = visited(found, check_in if round else flow, round, named)
    return found


def visited(before: Episode, flow_id: str, round: int, named: Named) -> Episode:
    flow = LIBRARY.flows[flow_id]
    answers: dict[str, frozenset[str]] = {}
    facts = before.before(round) if before.visits else None
    while isinstance(position := walk(flow, answers, facts), Asking):
        answers[position.step.id] = _answer(position.step, named)
    if position.on_card and position.on_card.id in named:
        answers[position.on_card.id] = _answer(position.on_card, named)
    visit = Visit(flow_id, BEGAN + round * 14 * DAY, round, answers, position.level)
    return Episode(before.id, (*before.visits, visit))


def screens(episode: Episode) -> tuple[Screen, Screen]:
    """What /summary says of it: the message, and the page."""
    chat = Chat(Consent("1", BEGAN), BEGAN, episodes=(episode,))
    message, page = summary_screens(Scene(LIBRARY, BEGAN + 60 * DAY, "fresh"), chat)
    return message, page


def report_of(episode: Episode) -> Report:
    page = screens(episode)[1].document
    assert isinstance(page, Report)
    return page


def _answer(step: Step, named: Named) -> frozenset[str]:
    said = named.get(step.id)
    return harmless(step) if said is None else frozenset([said] if isinstance(said, str) else said)
