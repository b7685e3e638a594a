"""What was said, to show to a clinician. Made on demand, kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from bot.triage.chat import Chat, Episode, Seconds, Visit
from bot.triage.flow import Flow, Step, Urgency
from bot.triage.screen import Kind, Point, Report, Screen, Section
from bot.triage.turn import Scene
from bot.triage.wording import Speaker, paragraphs


def summary_screens(scene: Scene, chat: Chat) -> tuple[Screen, ...]:
    """The latest episode and what was broken off before it, as a message and as a page to hand over."""
    if not chat.episodes:
        return (Screen(Kind.NOTICE, scene.words.summary_none),)
    page = report(scene, _latest(chat.episodes))
    sections = (paragraphs(f"**{part.heading}**", _listed(part.lines)) for part in page.sections)
    text = paragraphs(f"**{page.title}**", *sections, page.note)
    return (Screen(Kind.NOTICE, text), Screen(Kind.DOCUMENT, scene.words.summary_page, document=page))


def report(scene: Scene, episodes: Sequence[Episode]) -> Report:
    """Each visit of these episodes: its level and why, what was ticked and what was not. The last one is the title."""
    first = episodes[-1].visits[0].flow
    flow = scene.library.flows.get(first)
    title = Speaker(scene.library, {}).say(flow.title) if flow else first
    visits = [(episode, visit) for episode in episodes for visit in episode.visits]
    return Report(
        "checkback-summary.pdf",
        scene.words.summary_title.format(title=title, date=day(scene.now)),
        tuple(_section(scene, episode, visit) for episode, visit in visits),
        tuple(Point(visit.at, visit.level.urgency, day(visit.at)) for _, visit in visits),
        tuple(scene.words.level(urgency.word) for urgency in Urgency),
        scene.words.summary_note,
    )


def day(moment: Seconds) -> str:
    """The day in UTC, as ISO 8601: no time zone is known of anyone."""
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def _latest(episodes: Sequence[Episode]) -> Sequence[Episode]:
    """The last episode, after those that were broken off for it: what was urgent there was never looked into."""
    first = len(episodes) - 1
    while first > 0 and episodes[first - 1].visits[-1].broken_off:
        first -= 1
    return episodes[first:]


def _section(scene: Scene, episode: Episode, visit: Visit) -> Section:
    words = scene.words
    level = words.level(visit.level.urgency.word)
    told = bool(visit.answers) or visit is episode.visits[0]
    heading = (
        words.summary_broken_off.format(date=day(visit.at), level=level)
        if visit.broken_off
        else words.summary_in_words.format(date=day(visit.at), level=level)
        if not told
        else words.summary_check_in.format(date=day(visit.at), level=level, round=visit.round)
        if visit.round
        else words.summary_first.format(date=day(visit.at), level=level)
    )
    reasons = dict.fromkeys(words.summary_reason.format(because=reason.because) for reason in visit.level.reasons)
    flow = scene.library.flows.get(visit.flow)
    return Section(heading, (*reasons, *(_answers(scene, flow, episode, visit) if flow else ())))


def _answers(scene: Scene, flow: Flow, episode: Episode, visit: Visit) -> tuple[str, ...]:
    facts = {**episode.before(visit.round), **visit.answers}
    flows = tuple(known for earlier in episode.visits if (known := scene.library.flows.get(earlier.flow)))
    speaker = Speaker(scene.library, facts, flows)
    given = (step for step in flow.steps if step.id in visit.answers)
    return tuple(line for step in given for line in _answer(scene, speaker, step, visit.answers[step.id]))


def _answer(scene: Scene, speaker: Speaker, step: Step, ticked: frozenset[str]) -> Iterator[str]:
    """The choice, with its question; or the boxes ticked, and of those that were all shown the others."""
    words = scene.words
    join = words.list_separator.join
    yes = speaker.labels(step, ticked)
    if not step.many:
        yield words.summary_choice.format(question=speaker.say(step.text), answer=join(yes))
        return
    if yes:
        yield words.summary_ticked.format(answers=join(yes))
    no = speaker.labels(step, (option.id for option in step.options if option.id not in ticked))
    if no and step.shown is None:
        yield words.summary_not_ticked.format(answers=join(no))
    elif not yes:
        yield words.summary_choice.format(question=speaker.say(step.text), answer=words.none)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
