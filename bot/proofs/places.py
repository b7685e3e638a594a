"""The order in which answers become known: earlier conversations first, then the questions, then those on the card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf

from bot.proofs.past import Earlier, Past, read_by
from bot.proofs.terms import Place
from bot.proofs.view import EMERGENCY, View
from bot.proofs.waiting import Needed, earliest, first_needed
from bot.triage.conditions import BEFORE, Ticked
from bot.triage.flow import Flow, Rule, Step


@dataclass(frozen=True, slots=True)
class Waiting:
    """Boxes of a question asked before, that are looked at only here."""

    step: Step
    boxes: int  # bit mask


At = Earlier | Step | Waiting


@dataclass(frozen=True)
class Places:
    """Every place of a flow, in order."""

    flow: Flow
    past: Past
    all: tuple[At, ...]

    @cached_property
    def of(self) -> Mapping[str, Place]:
        """Key of an Earlier, or id of a step -> its place."""
        return {_key(at): place for place, at in enumerate(self.all) if not isinstance(at, Waiting)}

    @cached_property
    def waiting(self) -> Mapping[Place, tuple[Place, ...]]:
        """Question -> where the boxes that wait are looked at."""
        found: dict[Place, tuple[Place, ...]] = {}
        for place, at in enumerate(self.all):
            if isinstance(at, Waiting):
                step = self.of[at.step.id]
                found[step] = (*found.get(step, ()), place)
        return found

    @cached_property
    def links(self) -> Mapping[Place, Place]:
        """Question whose answer may be carried over -> where the earlier conversations' answer is chosen."""
        known = [(place, at.carried_to) for place, at in enumerate(self.all) if isinstance(at, Earlier)]
        return {self.of[step]: place for place, step in known if step is not None}

    @cached_property
    def first(self) -> Place:
        """The first question; before it stands what earlier conversations found."""
        return sum(isinstance(at, Earlier) for at in self.all)

    @cached_property
    def questions(self) -> range:
        """The places up to where a conversation has concluded."""
        return range(len(self.all) - len(self.on_card))

    @cached_property
    def asked(self) -> tuple[Step, ...]:
        return tuple(at for at in self.all if isinstance(at, Step) and not at.on_card)

    @cached_property
    def on_card(self) -> tuple[Step, ...]:
        return tuple(at for at in self.all if isinstance(at, Step) and at.on_card)

    def waiting_boxes(self, place: Place) -> tuple[int, ...]:
        """The boxes of a question that wait, as bit masks."""
        return tuple(at.boxes for later in self.waiting.get(place, ()) if isinstance(at := self.all[later], Waiting))

    def may_be_told(self, step: Step) -> bool:
        """Whether an earlier conversation may have been told its answer, and nothing else reads what."""
        return step.carry and self.past.any and BEFORE + step.id not in self.of


def places(flow: Flow, past: Past, view: View) -> Places:
    """Lay out a flow. Of the past only what a condition reads; other answers are told where they are carried over."""
    earlier = read_by(flow, past)
    asked = [step for step in flow.steps if not step.on_card]
    linked = {known.carried_to for known in earlier}
    waiting = _waiting(flow, [step for step in asked if step.id not in linked], view) if view.waits else {}
    questions = [at for index, step in enumerate(asked) for at in (*waiting.get(index, ()), step)]
    last = waiting.get(len(asked), ())
    return Places(flow, past, (*earlier, *questions, *last, *(step for step in flow.steps if step.on_card)))


def _waiting(flow: Flow, steps: list[Step], view: View) -> Mapping[int, list[Waiting]]:
    """Number of a question -> the boxes to be looked at right before it."""
    order = _order(flow)
    boxes: dict[tuple[int, str], int] = {}
    for (id, option), at in first_needed(steps, _needs(flow, view, order), order).items():
        step = flow.step(id)
        assert step is not None
        index = [known.id for known in step.options].index(option)
        boxes[at, id] = boxes.get((at, id), 0) | 1 << index
    found: dict[int, list[Waiting]] = {}
    for (at, id), mask in boxes.items():
        step = flow.step(id)
        assert step is not None
        found.setdefault(at, []).append(Waiting(step, mask))
    return found


def _needs(flow: Flow, view: View, order: Mapping[str, int]) -> Iterator[Needed]:
    """Each condition that matters, and the first question at which its value can make a difference."""
    yield from ((rule.condition, _level_needed(flow, rule, view, order)) for rule in flow.raising if view.level(rule))
    yield from ((step.when, order[step.id]) for step in flow.steps if step.when is not None and step.id in order)
    if view.whole is not None:
        yield view.whole, -1


def _level_needed(flow: Flow, rule: Rule, view: View, order: Mapping[str, int]) -> float:
    """The first question before which it matters whether the rule has raised the level; else the end of them."""
    first, _ = earliest(rule.condition, order)
    level = view.level(rule)
    if first == inf or level == EMERGENCY or not isinstance(rule.condition, Ticked):
        return first
    hides = view.hiding(level)
    hiding = (at for id, at in order.items() if at > first and (step := flow.step(id)) and step.below in hides)
    return min(hiding, default=len(order))


def _order(flow: Flow) -> Mapping[str, int]:
    return {step.id: index for index, step in enumerate(step for step in flow.steps if not step.on_card)}


def _key(at: Earlier | Step) -> str:
    return at.key if isinstance(at, Earlier) else at.id
