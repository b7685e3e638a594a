"""Options in the lists of conditions that change nothing: without them, everybody is asked, told and graded the same.

So it is where a box ends the questions at once: nobody who ticks it is asked what comes later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.proofs.idle.asked import answered
from bot.proofs.idle.entries import Entry, entries
from bot.proofs.idle.examples import is_found
from bot.proofs.idle.part import Part, idle_in_all
from bot.proofs.idle.reach import may_hold
from bot.proofs.idle.said import BELOW, Moment, earlier_lines, texts
from bot.triage.conditions import All, Condition, Not, holds
from bot.triage.errors import Problem
from bot.triage.flow import Flow, Mark, Step, Urgency
from bot.triage.library import Library
from bot.triage.walk import Concluded


@dataclass(frozen=True, slots=True)
class Listed:
    """An option in a condition of a flow, and when the condition is read."""

    flow: Flow
    entry: Entry
    moment: Moment

    @property
    def counts(self) -> Condition:
        """Where it makes a difference. What may be open still, at an emergency, is not asked about."""
        missed = (Not(self.entry.narrower),) if self.moment.settled else ()
        return All((self.entry.counts, self.entry.wider, self.moment.condition, *missed))

    def is_found_to_count(self) -> bool:
        likely = All((self.entry.likely, self.moment.condition))
        return is_found(self.flow, likely, partial(_holds, self.counts), self.moment.levels)

    def why_idle(self, flows: Sequence[Flow]) -> str:
        if may_hold(self.flow, self.counts, self.moment.levels, flows):
            return ""
        return (
            f"`{self.entry.option}` changes nothing here, neither what is asked, nor said, nor the level: take it out"
        )


def idle_entries(flows: Sequence[Flow], library: Library, idle: Collection[Mark]) -> Iterator[Problem]:
    """Those that an example shows to count somewhere are done with. idle: what is told as a whole already."""
    listed = [each for flow in flows for each in _listed(flow, library, idle)]
    open = {each.entry.mark for each in listed}
    for each in listed:
        if each.entry.mark in open and each.is_found_to_count():
            open.remove(each.entry.mark)
    yield from idle_in_all(
        Part(each.entry.mark, partial(each.why_idle, flows)) for each in listed if each.entry.mark in open
    )


def _listed(flow: Flow, library: Library, idle: Collection[Mark]) -> Iterator[Listed]:
    for step in flow.steps:
        for entry in entries(step.when) if step.when is not None and step.mark not in idle else ():
            yield Listed(_asking(flow, step, entry.wider), entry, Moment(answered(step), settled=not step.on_card))
    for mark, condition, moment in (*_deciding(flow), *_choosing(flow, library)):
        if condition is not None and mark not in idle:
            yield from (Listed(flow, entry, moment) for entry in entries(condition))


def _asking(flow: Flow, step: Step, when: Condition) -> Flow:
    """The flow that asks wherever it would with or without the option."""
    return replace(flow, steps=tuple(replace(each, when=when) if each is step else each for each in flow.steps))


Read = tuple[Mark, Condition | None, Moment]
"""Where something stands, its condition, and when that is read."""


def _deciding(flow: Flow) -> Iterator[Read]:
    """How urgent it is, and what becomes of the episode."""
    for rule in flow.rules:
        yield rule.mark, rule.condition, Moment()
    for level in BELOW & flow.dispositions.keys():
        at_level = Moment(levels=frozenset({level}), settled=True)
        yield from (("", plan.condition, at_level) for plan in flow.dispositions[level].check_ins)
    yield flow.mark, flow.closes, Moment()


def _choosing(flow: Flow, library: Library) -> Iterator[Read]:
    """What is said."""
    for advice in flow.advice:
        yield advice.mark, advice.condition, Moment(levels=advice.at, settled=Urgency.EMERGENCY not in advice.at)
    for text, moment in texts(flow, library):
        for index, line in enumerate(text):
            earlier = tuple(earlier_lines(text, index, moment.settled))
            yield line.mark, line.condition, replace(moment, condition=All((moment.condition, *earlier)))


def _holds(condition: Condition, end: Concluded) -> bool:
    return holds(condition, end.facts)
