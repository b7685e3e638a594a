"""What was said, to show to a clinician; and everything held, to take away. Made on demand, kept nowhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bot.triage.chat import Chat, Episode, Seconds, Visit
from bot.triage.flow import Flow, Step
from bot.triage.screen import Document, Kind, Screen
from bot.triage.turn import Scene
from bot.triage.wording import Speaker, paragraphs


def summary_screen(scene: Scene, chat: Chat) -> Screen:
    """The latest episode: each visit with its level, its reasons, what was ticked and what was not."""
    if not chat.episodes:
        return Screen(Kind.NOTICE, scene.words.summary_none)
    episode = chat.episodes[-1]
    first = scene.library.flows.get(episode.visits[0].flow)
    title = Speaker(scene.library, {}).say(first.title) if first else episode.visits[0].flow
    heading = scene.words.summary_title.format(title=title, date=day(scene.now))
    visits = (_visit(scene, episode, visit) for visit in episode.visits)
    return Screen(Kind.NOTICE, paragraphs(heading, *visits, scene.words.summary_note))


def export_document(chat: Chat) -> Document:
    """Everything that is held about the chat, as readable JSON."""
    return Document("checkback.json", json.dumps(asdict(chat), default=_plain, indent=2, ensure_ascii=False))


def day(moment: Seconds) -> str:
    """The day in UTC, as ISO 8601: no time zone is known of anyone."""
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def _visit(scene: Scene, episode: Episode, visit: Visit) -> str:
    words = scene.words
    level = words.level(visit.level.urgency.word)
    heading = (
        words.summary_check_in.format(date=day(visit.at), level=level, round=visit.round)
        if visit.round
        else words.summary_first.format(date=day(visit.at), level=level)
    )
    reasons = (f"- {words.summary_reason.format(because=reason.because)}" for reason in visit.level.reasons)
    flow = scene.library.flows.get(visit.flow)
    answers = _answers(scene, flow, episode, visit) if flow else ()
    return "\n".join((heading, "", *dict.fromkeys(reasons), *answers))


def _answers(scene: Scene, flow: Flow, episode: Episode, visit: Visit) -> tuple[str, ...]:
    facts = {**episode.before(visit.round), **visit.answers}
    flows = tuple(known for earlier in episode.visits if (known := scene.library.flows.get(earlier.flow)))
    speaker = Speaker(scene.library, facts, flows)
    given = (step for step in flow.steps if step.id in visit.answers)
    return tuple(f"- {line}" for step in given for line in _answer(scene, speaker, step, visit.answers[step.id]))


def _answer(scene: Scene, speaker: Speaker, step: Step, ticked: frozenset[str]) -> tuple[str, ...]:
    """What was ticked, and, of tick boxes that were all shown, what was not."""
    words, question = scene.words, speaker.say(step.text)
    join = words.list_separator.join
    yes = speaker.labels(step, ticked)
    unticked = (option.id for option in step.options if option.id not in ticked)
    no = speaker.labels(step, unticked) if step.many and step.shown is None else ()
    lines = (
        words.summary_ticked.format(question=question, answers=join(yes or (words.none,))),
        words.summary_not_ticked.format(question=question, answers=join(no)) if no else "",
    )
    return tuple(filter(None, lines))


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is not part of a chat")
