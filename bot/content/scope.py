"""What may be referred to at one place of a content file: sources, causes and flows anywhere, steps only where they
have been asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.content.nodes import Node, did_you_mean
from bot.triage.conditions import BEFORE
from bot.triage.flow import Urgency

LEVELS = {urgency.word: urgency for urgency in Urgency}
RAISED = {word: urgency for word, urgency in LEVELS.items() if urgency}
"""The levels that something can raise to."""

MOST_ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Known:
    """What the files of a folder name, so that others can refer to it. None: its file could not be read."""

    numbers: Mapping[str, str] | None = None  # placeholder -> what stands there in this country
    sources: Collection[str] | None = None
    causes: Collection[str] | None = None
    flows: Collection[str] | None = None
    listed: Collection[str] = ()  # of these, the flows that a person can begin
    whole: bool = True  # False: some flow or module could not be read, so that steps are missing


@dataclass(frozen=True, slots=True)
class Outline:
    """What a condition must know of a step."""

    id: str
    options: tuple[str, ...]
    many: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """The steps that a condition may mention at one place."""

    known: Known
    steps: Mapping[str, Outline] = field(default_factory=dict)  # in the order in which they are asked
    barred: Mapping[str, str] = field(default_factory=dict)  # steps of the flow that it must not mention, and why
    before: Mapping[str, Outline] | None = None  # `before.` steps, in a check-in's flow
    complete: bool = True  # False: some steps could not be read, so that an unknown one is no problem

    def outline(self, key: Node) -> Outline | None:
        """The step that the key of a condition names, or None (and a problem) where it must not."""
        name = key.word()
        found = self.steps.get(name) or (self.before or {}).get(name)
        if found is None and name:
            self._report(key, name)
        return found

    def until(self, mentioned: Iterable[str]) -> Scope:
        """This scope when the last of the mentioned steps has just been answered."""
        order = list(self.steps)
        last = max((order.index(step) for step in mentioned if step in self.steps), default=-1)
        later = dict.fromkeys(order[last + 1 :], "is not asked yet when this is said")
        steps = {id: outline for id, outline in self.steps.items() if id not in later}
        return replace(self, steps=steps, barred={**self.barred, **later})

    def _report(self, key: Node, name: str) -> None:
        if name in self.barred:
            key.wrong(f"step `{name}` {self.barred[name]}")
        elif name.startswith(BEFORE) and self.before is None:
            key.wrong(f"only the flow of a check-in (`listed: no`) may mention `{name}`")
        elif self.known.whole if name.startswith(BEFORE) else self.complete:
            key.wrong(f"unknown step `{name}`{did_you_mean(name, [*self.steps, *self.barred, *(self.before or ())])}")


def earlier(outlines: Iterable[Outline]) -> dict[str, Outline]:
    """What a check-in may mention of the conversations before it: the steps of all flows."""
    found = {f"{BEFORE}{outline.id}": replace(outline, id=f"{BEFORE}{outline.id}") for outline in merged(outlines)}
    rounds = tuple(str(round) for round in range(1, MOST_ROUNDS + 1))
    urgency = Outline(f"{BEFORE}urgency", tuple(LEVELS), many=False)
    return {**found, urgency.id: urgency, f"{BEFORE}round": Outline(f"{BEFORE}round", rounds, many=False)}


def merged(outlines: Iterable[Outline]) -> tuple[Outline, ...]:
    """One outline per step id, with the options that any flow gives it."""
    found: dict[str, Outline] = {}
    for outline in outlines:
        same = found.get(outline.id, outline)
        options = tuple(dict.fromkeys((*same.options, *outline.options)))
        found[outline.id] = Outline(outline.id, options, same.many or outline.many)
    return tuple(found.values())
