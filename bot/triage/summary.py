"""What was said, to show to a clinician: the first visit in full, then a row for each check-in. Kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from bot.triage.chat import Chat, Episode, Seconds, Visit
from bot.triage.course import COURSE, course_step, courses
from bot.triage.screen import Kind, Report, Row, Screen, Section
from bot.triage.told import Told, not_asked, told
from bot.triage.turn import Scene
from bot.triage.wording import Speaker, paragraphs
from bot.triage.words import Words

ONE_MESSAGE = 4096
MOST_WHY = 3  # reasons of one visit
"""Characters that Telegram takes in one message, markup aside."""


def summary_screens(scene: Scene, chat: Chat) -> tuple[Screen, ...]:
    """The latest episode and what was broken off before it, as a message and as a page to hand over.

    What is too long for one message stands on the page alone.
    """
    if not chat.episodes:
        return (Screen(Kind.NOTICE, scene.words.summary_none),)
    episodes = _latest(chat.episodes)
    page = report(scene, episodes)
    text = _message(scene, page, page.sections)
    if len(text.replace("**", "")) > ONE_MESSAGE:
        first = episodes[0]
        text = _message(scene, page, (_first(scene, first, _news(scene, first, first.visits[0])),))
    return (Screen(Kind.NOTICE, text), Screen(Kind.DOCUMENT, scene.words.summary_page, document=page))


def report(scene: Scene, episodes: Sequence[Episode]) -> Report:
    """The first visit with what was ticked and what was not; a row for each later one; the course."""
    words = scene.words
    told = [(episode, visit) for episode in episodes for visit in episode.visits]
    begun = episodes[-1].visits[0].flow
    flow = scene.library.flows.get(begun)
    title = Speaker(scene.library, {}).say(flow.title) if flow else begun
    (first, opening), *later = told
    visits = tuple(visit for _, visit in told)
    return Report(
        "checkback-summary.pdf",
        words.summary_title.format(title=title, date=day(scene.now)),
        (_first(scene, first, _everything(scene, first, opening)),),
        words.summary_note,
        Row(words.summary_when, words.summary_course, (words.summary_told,), words.summary_level),
        tuple(_row(scene, episode, visit) for episode, visit in later),
        courses(scene.library, visits),
        tuple(day(visit.at) for visit in visits),
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


def _message(scene: Scene, page: Report, sections: Iterable[Section]) -> str:
    first = (paragraphs(f"**{part.heading}**", _listed(part.lines)) for part in sections)
    return paragraphs(f"**{page.title}**", *first, *(_in_one_line(scene.words, row) for row in page.rows), page.note)


def _first(scene: Scene, episode: Episode, said: Iterable[str]) -> Section:
    words, visit = scene.words, episode.visits[0]
    told = words.summary_broken_off_first if visit.broken_off else words.summary_first
    heading = told.format(date=day(visit.at), level=words.level(visit.level.urgency.word))
    why = _why(visit)
    return Section(heading, (*([_line(words, words.summary_why, why)] if why else []), *said))


def _row(scene: Scene, episode: Episode, visit: Visit) -> Row:
    words = scene.words
    level = " ".join((words.summary_said.format(answers=words.level(visit.level.urgency.word)), _why(visit))).strip()
    return Row(_when(words, visit), _how(scene, visit), _news(scene, episode, visit), level)


def _when(words: Words, visit: Visit) -> str:
    if visit.broken_off:
        return words.summary_broken_off.format(date=day(visit.at))
    is_check_in = bool(visit.answers and visit.round)
    return words.summary_check_in.format(date=day(visit.at), round=visit.round) if is_check_in else day(visit.at)


def _how(scene: Scene, visit: Visit) -> str:
    """How it went, as the person said it."""
    if not visit.answers:
        return scene.words.summary_in_words if visit.level.reasons else scene.words.summary_forgotten
    step = course_step(scene.library, visit)
    labels = Speaker(scene.library, visit.answers).labels(step, visit.answers.get(COURSE, ())) if step else ()
    return scene.words.list_separator.join(labels) or scene.words.summary_not_asked


def _everything(scene: Scene, episode: Episode, visit: Visit) -> tuple[str, ...]:
    """A line for each subject: what was chosen, what was ticked and what was not."""
    said = ((each.name, _in_full(scene.words, each)) for each in _told(scene, episode, visit))
    return (*(_line(scene.words, name, text) for name, text in said if text), *_left(scene, visit))


def _news(scene: Scene, episode: Episode, visit: Visit) -> tuple[str, ...]:
    """What was ticked and chosen; of all else, only which subjects had nothing."""
    words = scene.words
    subjects = [each for each in _told(scene, episode, visit) if each.name != words.summary_names.get(COURSE)]
    said = [
        _line(words, each.name, _list(words, (*each.chosen, *each.yes))) for each in subjects if each.chosen or each.yes
    ]
    nothing = [each.name for each in subjects if each.no and not (each.chosen or each.yes)]
    none = [_line(words, words.summary_nothing, _list(words, nothing))] if nothing else []
    return (*said, *none, *_left(scene, visit))


def _told(scene: Scene, episode: Episode, visit: Visit) -> tuple[Told, ...]:
    flow = scene.library.flows.get(visit.flow)
    return told(scene, episode, visit, flow) if flow else ()


def _left(scene: Scene, visit: Visit) -> Sequence[str]:
    """What the visit did not come to."""
    flow = scene.library.flows.get(visit.flow)
    names = not_asked(scene, visit, flow) if flow else ()
    return [_line(scene.words, scene.words.summary_not_asked, _list(scene.words, names))] if names else []


def _why(visit: Visit) -> str:
    """What made the level so high, as it was told. What alone would have made it lower is among the answers."""
    reached = (reason for reason in visit.level.reasons if reason.urgency is visit.level.urgency)
    return " ".join(list(dict.fromkeys(reason.because for reason in reached))[:MOST_WHY])


def _in_full(words: Words, each: Told) -> str:
    yes = words.summary_ticked.format(answers=words.list_separator.join(each.yes)) if each.yes else ""
    no = words.summary_not_ticked.format(answers=words.list_separator.join(each.no)) if each.no else ""
    return " ".join(part for part in (_list(words, each.chosen), yes, no) if part)


def _list(words: Words, labels: Iterable[str]) -> str:
    joined = words.list_separator.join(labels)
    return words.summary_said.format(answers=joined) if joined else ""


def _line(words: Words, name: str, said: str) -> str:
    return words.summary_line.format(name=name, said=said)


def _in_one_line(words: Words, row: Row) -> str:
    visit = words.summary_visit.format(when=row.when, course=row.course)
    advice = _line(words, words.summary_level, row.level)
    return " ".join(part for part in (visit, *row.told, advice) if part)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
