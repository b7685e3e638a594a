"""Golden conversations as examples: what was answered, and the screens with which they end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from bot.proofs.draw.plainly import Plainly
from bot.proofs.golden import check, filled
from bot.review.markup import html
from bot.triage.chat import Conversation
from bot.triage.conditions import Ticked
from bot.triage.flow import Answers, Flow, GoldenTest, Urgency
from bot.triage.library import Library
from bot.triage.outcomes import outcome_screens
from bot.triage.turn import Scene
from bot.triage.walk import Concluded, carried, walk
from bot.triage.wording import Speaker

Answered = tuple[str, tuple[str, ...]]
"""A question, and the labels of what was answered; none of them: "none of these"."""


@dataclass(frozen=True, slots=True)
class Example:
    """One conversation. failures: what is wrong with it; () where it ends and speaks as it should."""

    named: tuple[str, ...]  # what an earlier conversation found, and the answers that are not harmless
    answers: tuple[Answered, ...]
    screens: tuple[Markup, ...]
    failures: tuple[str, ...]
    mark: str


def examples(flow: Flow, library: Library, plainly: Plainly) -> Mapping[Urgency, tuple[Example, ...]]:
    """Those that the flow brings, by the level at which they should end, the gravest first."""
    return {
        urgency: tuple(_example(test, flow, library, plainly) for test in flow.tests if test.ends is urgency)
        for urgency in reversed(Urgency)
    }


def _example(test: GoldenTest, flow: Flow, library: Library, plainly: Plainly) -> Example:
    named = tuple(
        plainly.said(Ticked(step, ticked)) for step, ticked in (*test.before.items(), *test.answers.items()) if ticked
    )
    failures, answers = check(test, flow, library), filled(test, flow)
    end = walk(flow, answers, test.before)
    if not isinstance(end, Concluded):
        return Example(named, (), (), failures, test.mark)
    speaker = Speaker(library, end.facts, tuple(library.flows.values()))
    conversation = Conversation("example", flow.id, flow.digest, begun_at=0)
    screens = outcome_screens(Scene(library, now=0, fresh="example"), flow, conversation, end, speaker)
    told = tuple(_told(flow, answers, end, speaker))
    return Example(named, told, tuple(html(screen.text) for screen in screens), failures, test.mark)


def _told(flow: Flow, answers: Answers, end: Concluded, speaker: Speaker) -> Iterator[Answered]:
    """What was asked, and no more than that."""
    for step in flow.steps:
        answer = answers.get(step.id)
        if answer is not None and end.facts.get(step.id) is not None and carried(step, end.facts) is None:
            yield speaker.say(step.text), speaker.labels(step, answer)
