"""What the comparison of two versions says, line by line, for authors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.proofs.diff.in_progress import FLOOR, effects
from bot.proofs.diff.levels import Cause, LevelChange, level_changes, unaccepted
from bot.triage.flow import Flow


def levels(old: Flow, new: Flow) -> Iterator[str]:
    """Who ends at another level, how many, why, and who answers for it."""
    changes = level_changes(old, new)
    if not changes:
        yield f"{new.id}: every answer ends at the same level"
        return
    yield f"{new.id}: levels that change"
    open = {(change.before, change.now): change.number for change in unaccepted(old, new)}
    for change in changes:
        yield from _told_change(change, open.get((change.before, change.now), 0))


def _told_change(change: LevelChange, unanswered: int) -> Iterator[str]:
    answered = f"; nobody answers for {unanswered:,} of them" if unanswered else "; accepted" if change.lowered else ""
    yield f"  {change.before.word} -> {change.now.word}: {_many(change.number)}{answered}"
    for index, cause in enumerate(change.causes):
        others = f"{_many(cause.number)} for another reason: " if index else ""
        yield f"    {others}was {cause.old_mark}, now {cause.new_mark}"
        yield from _example(cause)


def _many(number: int) -> str:
    return f"{number:,} answer sequence{'' if number == 1 else 's'}"


def _example(cause: Cause) -> Iterator[str]:
    """The shortest conversation, with what only one version asks."""
    old, new = (dict.fromkeys(told.lines) for told in (cause.old, cause.new))
    for line in dict.fromkeys([*old, *new]):
        whose = "" if line in old and line in new else "was: " if line in old else "now: "
        yield f"      {whose}{line.question} {', '.join(line.answers) or 'None of these'}"
    ends = [told.ends.word if told.ends is not None else "nowhere" for told in (cause.old, cause.new)]
    yield f"      -> {ends[0]}, now {ends[1]}"


def in_progress(pairs: Iterable[tuple[Flow, Flow]]) -> Iterator[str]:
    """What becomes of conversations that were begun on the old versions."""
    found = dict.fromkeys((new.id, effect) for old, new in pairs for effect in effects(old, new))
    yield f"Conversations in progress: {FLOOR}"
    yield from (f"  {id}: {effect}" for id, effect in found)


def unanswered(old: Flow, new: Flow, tag: str) -> Iterator[str]:
    """What is lower than at the tag, and nobody answers for."""
    for change in unaccepted(old, new):
        for cause in change.causes:
            lowered = f"{change.before.word} at {tag}, now {change.now.word}, for {_many(cause.number)}"
            yield f"{cause.new_mark}: {new.id}: {lowered}; no entry of `accepted:` answers for it"
            yield from _example(cause)
