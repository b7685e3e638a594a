"""Questions and options that nothing reads: whatever is answered, what comes then is the same.

What /summary lists is not read by that alone: a question is asked for what it changes. An option is read where a
condition names it (alone or with others), where it raises, and where `{before.STEP}` says back what was ticked. Of a
single choice, one option may be read by nothing: it is "all the rest". A second one of that kind is told; so is a box
that is as good as not ticked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from bot.proofs.idle.part import Part
from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked
from bot.triage.flow import Flow, Option, Step, Text
from bot.triage.library import Library

_SAID_BACK = re.compile(r"\{(before\.[a-z0-9_]+)\}")


@dataclass
class Reading:
    """What the conditions of some texts and rules read: options by step, and steps of which it counts that any is."""

    options: dict[str, set[str]] = field(default_factory=dict)
    any_of: set[str] = field(default_factory=set)
    said_back: set[str] = field(default_factory=set)

    def condition(self, condition: Condition | None) -> None:
        match condition:
            case Ticked(step, options):
                self.options.setdefault(step, set()).update(options)
            case Something(step) | Nothing(step):
                self.any_of.add(step)
            case All(parts) | Either(parts):
                for part in parts:
                    self.condition(part)
            case Not(part):
                self.condition(part)

    def text(self, text: Text) -> None:
        for line in text:
            self.condition(line.condition)
            self.said_back.update(_SAID_BACK.findall(line.text))


def unread_parts(library: Library) -> Iterator[Part]:
    """Each question and option of all flows."""
    readings = {flow.id: _reading(flow) for flow in library.flows.values()}
    cards = Reading()
    for card in library.cards.values():
        for text in (card.headline, card.now, card.calling, card.also, card.confirmed):
            cards.text(text)
    for flow in library.flows.values():
        for step in flow.steps:
            yield from _parts(step, _Read.of(step, readings[flow.id], cards, readings))


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read of one question."""

    named: frozenset[str]
    any: bool  # whether it counts that something is ticked, whatever it is
    all: bool  # whether each label is said back

    @classmethod
    def of(cls, step: Step, own: Reading, cards: Reading, later: Mapping[str, Reading]) -> _Read:
        keys = [(own, step.id), (cards, step.id), *((reading, BEFORE + step.id) for reading in later.values())]
        named = frozenset[str]().union(*(reading.options.get(key, ()) for reading, key in keys))
        raising = frozenset(option.id for option in step.options if option.raises)
        return cls(
            named | raising,
            any(key in reading.any_of for reading, key in keys),
            any(key in reading.said_back for reading, key in keys),
        )


def _parts(step: Step, read: _Read) -> Iterator[Part]:
    used = bool(read.named) or read.any or read.all
    told = f"nothing reads `{step.id}`: whatever is answered, the level and what is said are the same"
    yield Part(step.mark, partial(str, "" if used else told))
    idle = frozenset(option.id for option in _idle_options(step, read)) if used else frozenset[str]()
    for option in step.options:
        yield Part(option.mark, partial(str, _why_unread(step, option.id) if option.id in idle else ""))


def _idle_options(step: Step, read: _Read) -> list[Option]:
    unread = [] if read.all else [option for option in step.options if option.id not in read.named]
    if step.many:
        return [] if read.any else unread
    return unread[1:]


def _why_unread(step: Step, id: str) -> str:
    if step.many:
        return f"nothing reads `{id}`: to tick it changes nothing"
    return f"nothing reads `{id}`: it is as good as another answer that nothing reads"


def _reading(flow: Flow) -> Reading:
    """What one flow reads of its own questions, and of what was before."""
    found = Reading()
    for step in flow.steps:
        found.condition(step.when)
        for text in (step.text, step.why, step.none_label, *(option.label for option in step.options)):
            found.text(text)
    for rule in flow.rules:
        found.condition(rule.condition)
    for rule in flow.raising:
        found.text(rule.because)
    for advice in flow.advice:
        found.condition(advice.condition)
        found.text(advice.text)
    for told in flow.dispositions.values():
        for text in (told.headline, told.now, told.calling, told.safety_net):
            found.text(text)
        for plan in told.check_ins:
            found.condition(plan.condition)
    found.condition(flow.closes)
    return found
