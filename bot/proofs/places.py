"""The order in which answers become known: earlier conversations first, then the questions, then those on the card."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from bot.proofs.past import Earlier, Past, read_by
from bot.proofs.terms import Place
from bot.proofs.view import View
from bot.proofs.waiting import needed_of_past, order_of, waiting_boxes
from bot.triage.conditions import BEFORE
from bot.triage.flow import Flow, Step


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
    sooner: Mapping[Place, Place] = field(default_factory=dict)  # question -> where another version asked it already

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

    def carried(self, place: Place) -> Earlier | None:
        """What an earlier conversation found, for a question that may take it over and that is read besides."""
        at = self.all[place]
        if not isinstance(at, Step) or not at.carry or BEFORE + at.id not in self.of:
            return None
        earlier = self.all[self.of[BEFORE + at.id]]
        return earlier if isinstance(earlier, Earlier) else None

    @cached_property
    def first(self) -> Place:
        """Where the conversation begins; before it stands what must be known of the past."""
        return next((place for place, at in enumerate(self.all) if not isinstance(at, Earlier)), len(self.all))

    @cached_property
    def of_the_past(self) -> int:
        """The places of what earlier conversations found, as a bit mask."""
        return sum(1 << place for place, at in enumerate(self.all) if isinstance(at, Earlier))

    def still_to_be_found(self, place: Place) -> int:
        """How much of the past there surely is that is looked at from this place on, once the conversation began."""
        return sum(isinstance(at, Earlier) and at.always for at in self.all[max(place, self.first) :])

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

    def mask(self, keys: Container[str]) -> int:
        """Where these are looked at, as a bit mask."""
        return sum(
            1 << place
            for place, at in enumerate(self.all)
            if (at.step.id if isinstance(at, Waiting) else _key(at)) in keys
        )

    def may_be_told(self, step: Step) -> bool:
        """Whether an earlier conversation may have been told its answer, and nothing else reads what."""
        return step.carry and self.past.any and BEFORE + step.id not in self.of


def places(flow: Flow, past: Past, view: View) -> Places:
    """Lay out a flow. Of the past only what a condition reads; other answers are told where they are carried over."""
    read = read_by(flow, past)
    before = _past(flow, read, view)
    boxes = _waiting(flow, read, view) if view.waits else {}
    questions: list[At] = list(before.get(-1, ()))
    asked = [step for step in flow.steps if not step.on_card]
    for index, step in enumerate(asked):
        questions += [*before.get(index, ()), *boxes.get(index, ()), step]
    questions += [*before.get(len(asked), ()), *boxes.get(len(asked), ())]
    return Places(flow, past, (*questions, *(step for step in flow.steps if step.on_card)))


def _waiting(flow: Flow, read: tuple[Earlier, ...], view: View) -> Mapping[int, list[Waiting]]:
    """Number of a question -> the boxes to be looked at right before it."""
    masks: dict[tuple[int, str], int] = {}
    sooner = {(known.carried_to, option) for known in read for option in options_in(known, known.boxes)}
    for (id, option), at in waiting_boxes(flow, view).items():
        if (id, option) in sooner:
            continue
        masks[at, id] = masks.get((at, id), 0) | 1 << [known.id for known in _step(flow, id).options].index(option)
    found: dict[int, list[Waiting]] = {}
    for (at, id), mask in masks.items():
        found.setdefault(at, []).append(Waiting(_step(flow, id), mask))
    return found


def _past(flow: Flow, read: tuple[Earlier, ...], view: View) -> Mapping[int, list[Earlier]]:
    """Number of a question -> what is looked at right before it of the past; -1: before all, as nothing may wait."""
    needed = needed_of_past(flow, view) if view.waits and read else {}
    found: dict[int, list[Earlier]] = {}
    for known in read:
        at = needed.get(known.key, inf) if view.waits else -1
        found.setdefault(len(order_of(flow)) if at == inf else int(at), []).append(known)
    return found


def options_in(earlier: Earlier, mask: int) -> frozenset[str]:
    return frozenset(option for index, option in enumerate(earlier.options) if mask >> index & 1)


def _step(flow: Flow, id: str) -> Step:
    step = flow.step(id)
    assert step is not None
    return step


def _key(at: Earlier | Step) -> str:
    return at.key if isinstance(at, Earlier) else at.id
