"""Options in conditions, each with what the condition would be without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from bot.triage.conditions import All, Condition, Either, Not, Ticked
from bot.triage.flow import Mark

NEVER = Either(())


@dataclass(frozen=True, slots=True)
class Entry:
    """An option that stands in a condition."""

    mark: Mark
    option: str
    counts: Condition  # where its list says something else without it
    likely: Condition  # and so, mostly, does the whole condition
    wider: Condition  # of the whole condition with and without it, the one that holds more often
    narrower: Condition
    alone: bool = False  # without it, its question is not read at all


def entries(condition: Condition, alone: bool = False) -> Iterator[Entry]:
    """Of each list its options. An option that stands `alone` is one of a list where others may hold in its place.

    But not behind a `not`, which would be decided earlier without it: before its question is asked.
    """
    match condition:
        case Ticked(options=options, marks=marks) if len(options) > 1 or alone:
            yield from (_entry(condition, option, mark) for option, mark in marks)
        case All(parts):
            for index, part in enumerate(parts):
                around = partial(_around, All, parts[:index], parts[index + 1 :])
                for entry in entries(part, alone):
                    wider, narrower = around(entry.wider), around(entry.narrower)
                    yield replace(entry, likely=around(entry.likely), wider=wider, narrower=narrower)
        case Either(parts):
            for index, part in enumerate(parts):
                around = partial(_around, Either, parts[:index], parts[index + 1 :])
                for entry in entries(part, alone or len(parts) > 1):
                    yield replace(entry, wider=around(entry.wider), narrower=around(entry.narrower))
        case Not(part):
            for entry in (each for each in entries(part) if not each.alone):
                wider, narrower = Not(entry.narrower), Not(entry.wider)
                yield replace(entry, likely=All((entry.counts, wider)), wider=wider, narrower=narrower)


def _around(
    kind: type[All | Either], before: tuple[Condition, ...], after: tuple[Condition, ...], part: Condition
) -> Condition:
    return kind((*before, part, *after))


def _entry(ticked: Ticked, option: str, mark: Mark) -> Entry:
    others, least = ticked.options - {option}, ticked.at_least
    own = Ticked(ticked.step, frozenset({option}))
    if not others:
        return Entry(mark, option, own, own, ticked, NEVER, alone=True)
    if least == len(ticked.options) > 1:  # all of them are wanted, so that without it more fulfil this
        fewer = Ticked(ticked.step, others, least - 1)
        counts = All((fewer, Not(own)))
        return Entry(mark, option, counts, counts, fewer, ticked)
    fewer = Ticked(ticked.step, others, least)
    enough = (Ticked(ticked.step, others, least - 1),) if least > 1 else ()
    counts = All((own, *enough, Not(fewer)))
    return Entry(mark, option, counts, counts, ticked, fewer)
