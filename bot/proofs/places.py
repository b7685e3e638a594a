"""The order in which answers become known: earlier conversations first, then the questions, then those on the card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.proofs.terms import Place
from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Ticked, steps_of
from bot.triage.flow import Flow, Step, Urgency

OTHER = "other"  # stands for every answer of an earlier conversation that no condition names
ROUNDS = ("1", "2")
LEVELS = tuple(urgency.word for urgency in Urgency if urgency < Urgency.EMERGENCY)  # no check-in follows an emergency


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier conversation of the episode may have found."""

    key: str  # `before.STEP`, `before.round` or `before.urgency`
    options: tuple[str, ...]
    many: bool = False
    always: bool = False  # there is always an answer; else the question may never have been asked
    carries: Place | None = None  # the question of this flow that takes the answer over
    accepted: int = 0  # the options that this question still has


@dataclass(frozen=True, slots=True)
class Past:
    """Whether a flow follows on earlier conversations, and of which flows they may have been."""

    any: bool
    flows: tuple[Flow, ...] = ()

    def steps(self, flow: Flow, id: str) -> tuple[Step, ...]:
        """The questions of that name which an earlier conversation may have asked."""
        return tuple(step for known in (flow, *self.flows) if (step := known.step(id)))


def past_of(flow: Flow, earlier: Sequence[Flow] | None) -> Past:
    """Unless told, a flow that a person cannot begin is a check-in."""
    if earlier is None:
        return Past(not flow.listed)
    return Past(bool(earlier), tuple(known for known in earlier if known.id != flow.id))


@dataclass(frozen=True)
class Places:
    """Every place of a flow, in order."""

    flow: Flow
    past: Past
    earlier: tuple[Earlier, ...]
    asked: tuple[Step, ...]
    on_card: tuple[Step, ...]
    of: Mapping[str, Place] = field(default_factory=dict)  # key of an Earlier or a Step -> its place

    def at(self, place: Place) -> Earlier | Step:
        return self._all[place]

    @cached_property
    def _all(self) -> tuple[Earlier | Step, ...]:
        return (*self.earlier, *self.asked, *self.on_card)

    @cached_property
    def links(self) -> Mapping[Place, Place]:
        """Question whose answer may be carried over -> where the earlier conversations' answer is chosen."""
        return {known.carries: place for place, known in enumerate(self.earlier) if known.carries is not None}

    @property
    def questions(self) -> range:
        """The places up to where a conversation has concluded."""
        return range(len(self.earlier) + len(self.asked))


def places(flow: Flow, past: Past) -> Places:
    """Lay out a flow. Of the past only what a condition reads; other answers are told where they are carried over."""
    read = tuple(dict.fromkeys(key for key in _mentioned(flow) if key.startswith(BEFORE))) if past.any else ()
    asked = tuple(step for step in flow.steps if not step.on_card)
    on_card = tuple(step for step in flow.steps if step.on_card)
    keys = [*read, *(step.id for step in asked), *(step.id for step in on_card)]
    of = {key: place for place, key in enumerate(keys)}
    return Places(flow, past, tuple(_earlier(flow, past, key, of) for key in read), asked, on_card, of)


def conditions_of(flow: Flow) -> Iterator[Condition]:
    """Every condition that decides who is asked what, and how urgent it is; not those of texts."""
    yield from (rule.condition for rule in flow.raising)
    yield from (step.when for step in flow.steps if step.when is not None)
    yield from (claim.condition for claim in flow.claims if claim.condition is not None)


def _mentioned(flow: Flow) -> Iterator[str]:
    for condition in conditions_of(flow):
        yield from steps_of(condition)


def _earlier(flow: Flow, past: Past, key: str, of: Mapping[str, Place]) -> Earlier:
    if key == BEFORE + "round":
        return Earlier(key, ROUNDS, always=True)
    if key == BEFORE + "urgency":
        return Earlier(key, LEVELS, always=True)
    id = key.removeprefix(BEFORE)
    known = past.steps(flow, id)
    own = flow.step(id)
    named = _options_named(conditions_of(flow), key)
    options = tuple(dict.fromkeys([*(option.id for step in known for option in step.options), *sorted(named)]))
    if own is not None and own.carry and not own.on_card:
        accepted = sum(1 << index for index, option in enumerate(options) if own.option(option))
        return Earlier(key, options, own.many, carries=of[id], accepted=accepted)
    if not known:
        return Earlier(key, (*options, OTHER), many=True)
    return Earlier(key, options, any(step.many for step in known))


def _options_named(conditions: Iterable[Condition], key: str) -> frozenset[str]:
    named: set[str] = set()
    for condition in conditions:
        match condition:
            case Ticked(step, options) if step == key:
                named |= options
            case All(parts) | Either(parts):
                named |= _options_named(parts, key)
            case Not(part):
                named |= _options_named((part,), key)
    return frozenset(named)
