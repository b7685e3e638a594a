"""A conversation at the prompt, written down as a golden test: the answers given, and what they ended in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from functools import partial

from rich.console import Console

from bot import check_ins
from bot.clock import ShiftedClock
from bot.content.conversations import Golden
from bot.delivery import Delivery
from bot.pace import Pace
from bot.proofs.golden import harmless
from bot.service import Service
from bot.store.store import open_in_memory
from bot.terminal.paper import Paper
from bot.terminal.session import converse
from bot.triage.chat import Chat, Episode, Seconds, Visit
from bot.triage.conversation import advance
from bot.triage.flow import Flow, GoldenTest, Urgency
from bot.triage.inputs import Input
from bot.triage.library import Library
from bot.triage.turn import Turn
from bot.triage.walk import Level, carried


class Recorder:
    """The core, and the last that was known of the chat."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.chat: Chat | None = None

    def __call__(self, chat: Chat | None, input: Input, now: Seconds, fresh: str, language: str) -> Turn:
        turn = advance(self._library, chat, input, now, fresh, language)
        self.chat = turn.chat
        return turn


async def record(library: Library, flow: str) -> tuple[Golden, ...]:
    """Talk until /quit, from the beginning of this flow ("": from the menu). Every conversation that ended."""
    recorder, clock, paper = Recorder(library), ShiftedClock(), Paper(Console(highlight=False))
    with open_in_memory() as store:
        async with Service(store, recorder, clock, partial(secrets.token_urlsafe, 6)) as service:
            delivery = Delivery(service, paper, Pace(0, 0))
            look = partial(check_ins.tick, service)
            await converse(service, paper, library.words.terminal_help, flow, clock, look, delivery.emptied)
    return tuple(recorded(library, recorder.chat)) if recorder.chat else ()


def recorded(library: Library, chat: Chat) -> Iterator[Golden]:
    """Each conversation that came to its end, check-ins included; harmless answers need not be named."""
    for episode in chat.episodes:
        ended = (visit for visit in episode.visits if not visit.broken_off)
        yield from (_golden(library.flows[visit.flow], episode, visit) for visit in ended)


def _golden(flow: Flow, episode: Episode, visit: Visit) -> Golden:
    before = episode.before(visit.round) if visit.round else {}
    facts = {**before, **visit.answers}
    asked = (step for step in flow.steps if step.id in visit.answers and carried(step, facts) is None)
    answers = {step.id: visit.answers[step.id] for step in asked if visit.answers[step.id] != harmless(step)}
    test = GoldenTest(answers, visit.level.urgency, _says(visit.level), visit.level.causes, before)
    named = ", ".join(f"{step} {' '.join(sorted(ticked)) or 'none'}" for step, ticked in answers.items())
    return Golden(f"{flow.id}: {named or 'nothing'}", flow.id, test)


def _says(level: Level) -> tuple[str, ...]:
    """The first reason for the level that was reached."""
    reasons = (reason.because for reason in level.reasons if reason.urgency is level.urgency is not Urgency.SELF_CARE)
    return tuple(reasons)[:1]
