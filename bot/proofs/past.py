"""What earlier conversations of the episode may have found: everything that a condition could tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked, steps_of
from bot.triage.flow import Flow, Step, Urgency

OTHER = "other"  # stands for every answer of an earlier conversation that no condition names
SINGLE = {
    BEFORE + "round": ("1", "2"),
    BEFORE + "urgency": tuple(urgency.word for urgency in Urgency if urgency < Urgency.EMERGENCY),
}
"""What is known of every earlier conversation. No check-in follows an emergency."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier conversation may have found, where some condition reads it."""

    key: str  # `before.STEP`, `before.round` or `before.urgency`
    options: tuple[str, ...]
    many: bool = False
    always: bool = False  # there is always an answer; else the question may never have been asked
    carried_to: str | None = None  # the question of this flow that takes the answer over
    accepted: int = 0  # the options that this question still has, as a bit mask
    left: int = 0  # of these, what is looked at only when it is carried over: nothing else reads it

    @property
    def boxes(self) -> int:
        """The options that are looked at here, as a bit mask."""
        return ((1 << len(self.options)) - 1) & ~self.left

    @property
    def number(self) -> int:
        """How many things may have been found."""
        answers = 1 << self.boxes.bit_count() if self.many else len(self.options)
        return answers if self.always else answers + 1


@dataclass(frozen=True, slots=True)
class Past:
    """Whether a flow follows on earlier conversations, and of which flows they may have been."""

    any: bool
    flows: tuple[Flow, ...] = ()


def past_of(flow: Flow, earlier: Sequence[Flow] | None) -> Past:
    """Unless told, a flow that a person cannot begin is a check-in."""
    if earlier is None:
        return Past(not flow.listed)
    return Past(bool(earlier), tuple(known for known in earlier if known.id != flow.id))


def read_by(flow: Flow, past: Past) -> tuple[Earlier, ...]:
    """What the flow reads of its past."""
    return tuple(_earlier(flow, past, key) for key in keys_read(flow)) if past.any else ()


def keys_read(flow: Flow) -> tuple[str, ...]:
    """The keys of the past that some condition of the flow reads."""
    keys = dict.fromkeys(key for condition in conditions_of(flow) for key in steps_of(condition))
    return tuple(key for key in keys if key.startswith(BEFORE))


def conditions_of(flow: Flow) -> Iterator[Condition]:
    """Every condition that decides who is asked what, and how urgent it is; not those of texts."""
    yield from (rule.condition for rule in flow.raising)
    yield from (step.when for step in flow.steps if step.when is not None)
    yield from (claim.condition for claim in flow.claims if claim.condition is not None)


def _earlier(flow: Flow, past: Past, key: str) -> Earlier:
    if key in SINGLE:
        return Earlier(key, SINGLE[key], always=True)
    own, known = flow.step(key.removeprefix(BEFORE)), _steps(flow, past, key.removeprefix(BEFORE))
    named = _named(conditions_of(flow), key)
    if own is not None and own.carry and not own.on_card:
        return _carried(flow, key, own, _options(known, named), named)
    unnamed = [option for option in _options(known, frozenset()) if option not in named]
    some = unnamed[:1] or ([] if known else [OTHER])  # one stands for all that no condition tells apart
    options = (*sorted(named), *(some if _asks_for_any(flow, key) else ()))
    return Earlier(key, options, not known or any(step.many for step in known))


def _carried(flow: Flow, key: str, own: Step, options: tuple[str, ...], named: frozenset[str]) -> Earlier:
    """Of a `many`, the boxes that only the question itself reads are left to it."""
    bits = {option: 1 << index for index, option in enumerate(options)}
    accepted = sum(bit for option, bit in bits.items() if own.option(option))
    whole = not own.many or _asks_for_any(flow, key) or _counts(flow, own.id) or _counts(flow, key)
    left = 0 if whole else sum(bit for option, bit in bits.items() if bit & accepted and option not in named)
    return Earlier(key, options, own.many, carried_to=own.id, accepted=accepted, left=left)


def _asks_for_any(flow: Flow, key: str) -> bool:
    return any(isinstance(atom, Something | Nothing) and atom.step == key for atom in _atoms(conditions_of(flow)))


def _counts(flow: Flow, key: str) -> bool:
    atoms = _atoms(conditions_of(flow))
    return any(isinstance(atom, Ticked) and atom.step == key and atom.at_least != 1 for atom in atoms)


def _steps(flow: Flow, past: Past, id: str) -> list[Step]:
    """The questions of that name which an earlier conversation may have asked; the flow's own first."""
    return [step for known in (flow, *past.flows) if (step := known.step(id))]


def _options(known: Iterable[Step], named: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(option.id for step in known for option in step.options), *sorted(named)]))


def _named(conditions: Iterable[Condition], key: str) -> frozenset[str]:
    """The options that conditions name of one step."""
    found = (atom.options for atom in _atoms(conditions) if isinstance(atom, Ticked) and atom.step == key)
    return frozenset[str]().union(*found)


def _atoms(conditions: Iterable[Condition]) -> Iterator[Ticked | Something | Nothing]:
    for condition in conditions:
        match condition:
            case All(parts) | Either(parts):
                yield from _atoms(parts)
            case Not(part):
                yield from _atoms((part,))
            case Ticked() | Something() | Nothing():
                yield condition
