"""How closely a proof looks: levels between which a claim does not distinguish are one, and boxes may wait.

To show that no conversation ends below "urgent", what raises to "routine" does not matter, and "urgent" is as good as
"emergency": it ends the search. Only where `below` hides a question do the levels in between matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.triage.conditions import Condition
from bot.triage.flow import Flow, Rule, Urgency

Level = int
"""An urgency, as a number; 0 also stands for every level that does not matter."""

EMERGENCY: Level = int(Urgency.EMERGENCY)


@dataclass(frozen=True, slots=True)
class View:
    """What becomes of each level, from self_care up; 0: it does not matter."""

    levels: tuple[Level, ...]
    at_once: bool = True  # whether it matters when an emergency comes, as it ends the questions
    waits: bool = True  # whether boxes are looked at only where they are first needed
    whole: Condition | None = None  # boxes that this condition speaks of do not wait

    def level(self, rule: Rule) -> Level:
        return self.levels[rule.urgency]

    def below(self, urgency: Urgency | None) -> Level:
        """The level from which a question is hidden; emergency: never, as that ends the questions."""
        return EMERGENCY if urgency is None else self.levels[urgency]

    def hiding(self, level: Level) -> frozenset[Urgency]:
        """Where `below` says one of these, a question is hidden from this level on."""
        return frozenset(
            urgency
            for urgency in Urgency
            if self.levels[urgency] <= level < EMERGENCY or self.levels[urgency] < EMERGENCY == level
        )


def up_to(flow: Flow, level: Level, waits: bool = True, whole: Condition | None = None) -> View:
    """What matters to tell whether a conversation ends below this level. Reaching it ends the search."""
    return View(_levels({*_hiding(flow, level)}, level), level == EMERGENCY, waits, whole)


def above(flow: Flow, level: Level, whole: Condition | None) -> View:
    """What matters to tell whether a conversation in which a condition holds ends above this level."""
    return View(_levels({level + 1, *_hiding(flow, EMERGENCY)}, EMERGENCY), whole=whole)


def _hiding(flow: Flow, under: Level) -> list[Level]:
    return [int(step.below) for step in flow.steps if step.below is not None and step.below < under]


def _levels(marks: set[int], end: Level) -> tuple[Level, ...]:
    """Each level becomes the highest mark that it reaches; from the end on, it is as an emergency."""
    return tuple(
        EMERGENCY if level >= end else max((mark for mark in marks if mark <= level), default=0)
        for level in range(EMERGENCY + 1)
    )
