"""The course of an episode, to be drawn: how it went as the person said it, and the level, visit by visit."""

from __future__ import annotations

from collections.abc import Sequence

from bot.triage.chat import Visit
from bot.triage.flow import Step, Urgency
from bot.triage.library import Library
from bot.triage.screen import Course
from bot.triage.wording import Speaker

COURSE = "course"
"""The question of a check-in that asks how it went. Its answers stand from the best to the worst."""


def courses(library: Library, visits: Sequence[Visit]) -> tuple[Course, ...]:
    """How it went, once a check-in could ask for it, and the level."""
    step = next((step for visit in visits if (step := course_step(library, visit))), None)
    went = (_went(library, visits, step),) if step else ()
    return (*went, _levels(library, visits))


def course_step(library: Library, visit: Visit) -> Step | None:
    flow = library.flows.get(visit.flow)
    return flow.step(COURSE) if flow else None


def _went(library: Library, visits: Sequence[Visit], step: Step) -> Course:
    ids = [option.id for option in step.options]
    chosen = [next(iter(visit.answers.get(COURSE, ())), None) for visit in visits]
    states = tuple(ids.index(id) if id in ids else None for id in chosen)
    return Course(library.words.summary_course, Speaker(library, {}).labels(step, ids), states)


def _levels(library: Library, visits: Sequence[Visit]) -> Course:
    names = tuple(library.words.level(urgency.word) for urgency in Urgency)
    return Course(library.words.summary_level, names, tuple(int(visit.level.urgency) for visit in visits))
