"""A condition with one thing changed: a part dropped, an option fewer, another number of ticks, any option at all."""

from __future__ import annotations

from collections.abc import Iterator

from bot.triage.conditions import All, Condition, Either, Not, Nothing, Something, Ticked


def changed(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Each such change, in words, and the condition with it."""
    match condition:
        case All(parts) | Either(parts):
            yield from ((what, type(condition)(some)) for what, some in _parts_changed(parts))
        case Not(part):
            yield f"without `not` {told(part)}", part
            yield from ((f"not: {what}", Not(other)) for what, other in changed(part))
        case Ticked():
            yield from _ticks_changed(condition)


def _parts_changed(parts: tuple[Condition, ...]) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    for index, part in enumerate(parts):
        before, after = parts[:index], parts[index + 1 :]
        if before or after:
            yield f"without {told(part)}", before + after
        yield from ((what, (*before, other, *after)) for what, other in changed(part))


def _ticks_changed(ticked: Ticked) -> Iterator[tuple[str, Condition]]:
    step, options, least = ticked.step, ticked.options, ticked.at_least
    for option in sorted(options) if len(options) > 1 else ():
        yield f"{step} without {option}", Ticked(step, options - {option}, min(least, len(options) - 1))
    if least > 1:
        yield f"{step}: {least - 1} of {_listed(options)}", Ticked(step, options, least - 1)
    if least < len(options):
        yield f"{step}: {least + 1} of {_listed(options)}", Ticked(step, options, least + 1)
    if least == 1:
        yield f"{step}: any, not {_listed(options)}", Something(step)


def told(condition: Condition) -> str:
    """A condition in one line, nearly as an author writes it."""
    match condition:
        case Ticked(step, options, least):
            return f"{step}: {_listed(options)}" if least == 1 else f"{step}: {least} of {_listed(options)}"
        case Something(step):
            return f"{step}: any"
        case Nothing(step):
            return f"{step}: none"
        case All(parts):
            return "{" + ", ".join(map(told, parts)) + "}"
        case Either(parts):
            return "[" + ", ".join(map(told, parts)) + "]"
        case Not(part):
            return f"not {told(part)}"


def _listed(options: frozenset[str]) -> str:
    return "/".join(sorted(options))
