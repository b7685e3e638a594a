"""Putting content into words: first-match texts, what was said earlier, labels, lists and lengths of time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.triage.chat import Seconds
from bot.triage.conditions import BEFORE, Facts
from bot.triage.flow import Flow, Step, Text, pick
from bot.triage.library import Library
from bot.triage.walk import Reason
from bot.triage.words import Words

_EARLIER = re.compile(r"\{before\.([a-z0-9_]+)\}")
MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says a flow's texts to one person: the line that fits, with what they ticked earlier filled in."""

    library: Library
    facts: Facts
    earlier: tuple[Flow, ...] = ()  # flows of the episode's conversations so far, for the labels of their options

    def say(self, text: Text) -> str:
        return _EARLIER.sub(lambda match: self._ticked_before(match[1]), pick(text, self.facts))

    def labels(self, step: Step, ticked: Iterable[str]) -> tuple[str, ...]:
        """The labels of the options ticked, in the order of the question."""
        chosen = frozenset(ticked)
        return tuple(self.say(option.label) for option in step.options if option.id in chosen)

    def _ticked_before(self, id: str) -> str:
        step = next((step for flow in self.earlier if (step := flow.step(id))), None)
        ticked = self.facts.get(BEFORE + id)
        if step is None or not ticked:
            return self.library.words.none
        return self.library.words.list_separator.join(self.labels(step, ticked))


def with_sources(library: Library, text: str, keys: Iterable[str]) -> str:
    """The text, followed by a link to each of its sources that has an address."""
    links = (
        library.words.source_link.format(title=source.title.replace('"', r"\""), url=source.url)
        for key in keys
        if (source := library.sources.get(key)) and source.url
    )
    return " ".join((text, *links))


def reason_line(library: Library, reason: Reason) -> str:
    said = with_sources(library, "", reason.sources).strip()
    return library.words.reason.format(because=reason.because, source=said).rstrip()


def paragraphs(*blocks: str) -> str:
    """The blocks that say something, a blank line between them."""
    return "\n\n".join(block for block in blocks if block)


def until(words: Words, seconds: Seconds) -> str:
    """How long until then: "in 13 days"."""
    return _length(
        seconds,
        words.in_a_moment,
        words.in_minutes,
        words.in_hours,
        words.in_one_day,
        words.in_days,
        words.in_weeks,
    )


def since(words: Words, seconds: Seconds) -> str:
    """How long ago: "two weeks ago"."""
    return _length(
        seconds,
        words.moment_ago,
        words.minutes_ago,
        words.hours_ago,
        words.one_day_ago,
        words.days_ago,
        words.weeks_ago,
    )


def _length(seconds: Seconds, moment: str, minutes: str, hours: str, day: str, days: str, weeks: str) -> str:
    """Each unit from two of it on, so that no language needs its singular; whole weeks as weeks."""
    if seconds < 2 * MINUTE:
        return moment
    if seconds < 2 * HOUR:
        return minutes.format(count=seconds // MINUTE)
    if seconds < 20 * HOUR:
        return hours.format(count=seconds // HOUR)
    if seconds < 36 * HOUR:
        return day
    count = round(seconds / DAY)
    if count >= 14 and count % 7 == 0:
        return weeks.format(count=count // 7)
    return days.format(count=count)
