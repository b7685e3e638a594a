"""A part of a flow that may be of no use, and how to find out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.triage.errors import Problem
from bot.triage.flow import Mark


@dataclass(frozen=True, slots=True)
class Part:
    """Something that was written at one place, as one flow has it. A module's is a part of each flow that uses it."""

    mark: Mark
    why_idle: Callable[[], str]  # what is wrong with it in this flow; "" where it does something


def idle_in_all(parts: Iterable[Part]) -> Iterator[Problem]:
    """The places whose parts do nothing in any flow. It is enough that one of them does."""
    found: dict[Mark, list[Part]] = {}
    for part in parts:
        found.setdefault(part.mark, []).append(part)
    for mark, same in found.items():
        told = ""
        if all((told := part.why_idle()) for part in same):
            yield Problem.at(mark, told)
