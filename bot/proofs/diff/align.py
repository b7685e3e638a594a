"""Two versions of a flow laid over each other: which question of one is which of the other, in one order for both.

A question is the same in both where its id is, and where it is answered in the same manner; its options are matched by
id. One that only one version has is never asked in the other. One that was moved has two places, and who was asked at
the first is not asked again at the second. Of a question that was moved *and* has other options, or that carries over
what a check-in was told and was moved or has other options, nothing is matched: it counts as two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from bot.proofs.diff.rewriting import Atom, each_atom, rewritten
from bot.proofs.past import Past
from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked
from bot.triage.flow import Flow, Option, Step

OTHER = "'"  # ends the name of a question of the new version that is not the old one of that id
NEVER = Either(())


@dataclass(frozen=True)
class Side:
    """One version, with the questions of both: those that it does not have are never asked."""

    flow: Flow  # with other names where `names` says so
    own: Mapping[str, frozenset[str]]  # question -> the options that this version has
    names: Mapping[str, str] = field(default_factory=dict)  # id in the version -> what it is called here
    later: Mapping[str, str] = field(default_factory=dict)  # question -> where the other version asked it already

    def has(self, question: str) -> frozenset[str]:
        """The options that the version has at a question, though it may ask it only later."""
        late = next((late for late, soon in self.later.items() if soon == question), question)
        return self.own.get(late, frozenset())

    def put(self, condition: Condition) -> Condition:
        """A condition of the version, as it is said here."""
        return each_atom(condition, self._atom)

    def _atom(self, atom: Atom) -> Condition:
        """It speaks of the version's own options only."""
        named = replace(atom, step=self.names.get(atom.step, atom.step))
        own, step = self.own.get(named.step), self.flow.step(named.step)
        if own is None or step is None or len(own) == len(step.options):
            return named
        if isinstance(named, Ticked):
            return replace(named, options=named.options & own)
        some = Ticked(named.step, own)
        asked = Either((Something(named.step), Nothing(named.step)))
        return some if isinstance(named, Something) else All((asked, Not(some)))


@dataclass(frozen=True)
class Aligned:
    """Both versions, step by step."""

    old: Side
    new: Side
    past: Past

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.old, self.new


def aligned(old: Flow, new: Flow) -> Aligned:
    """Lay them over each other. What stands on the emergency card never changes the level and is left out."""
    old, new = _asking(old), _asking(new)
    names = dict(_others(old, new))
    blocks = SequenceMatcher(None, _ids(old), [names.get(id, id) for id in _ids(new)], autojunk=False)
    opcodes = blocks.get_opcodes()
    in_place = {id for kind, i, j, _, _ in opcodes if kind == "equal" for id in _ids(old)[i:j]}
    moved = [id for id in _ids(new) if old.step(id) and id not in names and id not in in_place]
    names |= {id: id + OTHER for id in moved}
    names |= {BEFORE + id: BEFORE + id + OTHER for id in names if _carries(old, new, id)}
    renamed = _renamed(new, names)
    order = [id for _, i, j, k, m in opcodes for id in dict.fromkeys(_ids(old)[i:j] + _ids(renamed)[k:m])]
    linked = [id for id in moved if _same_options(old.step(id), new.step(id)) and not _carries(old, new, id)]
    past = Past(not (old.listed and new.listed))
    before, now = _sides(old, renamed, order, names, linked)
    return Aligned(before, now, past)


def _sides(old: Flow, new: Flow, order: list[str], names: Mapping[str, str], linked: list[str]) -> Iterator[Side]:
    first = {id: order.index(id) < order.index(id + OTHER) for id in linked}
    later = (
        {id: id + OTHER for id in linked if not first[id]},
        {id + OTHER: id for id in linked if first[id]},
    )
    for flow, other, called, moved in ((old, new, {}, later[0]), (new, old, names, later[1])):
        own = {step.id: frozenset(option.id for option in step.options) for step in flow.steps}
        steps = tuple(_padded(flow.step(id), other.step(id), _options(old, new, id, linked)) for id in order)
        side = Side(replace(flow, steps=steps), own, called, moved)
        yield replace(side, flow=rewritten(side.flow, replace(side, names={}).put))


def _asking(flow: Flow) -> Flow:
    """The questions among the others. Nothing is carried into a conversation that a person begins."""
    steps = (replace(step, carry=step.carry and not flow.listed) for step in flow.steps if not step.on_card)
    return replace(flow, steps=tuple(steps), claims=())


def _others(old: Flow, new: Flow) -> Iterator[tuple[str, str]]:
    """Questions of the new version that are not the old ones of that id."""
    for step in new.steps:
        before = old.step(step.id)
        if before and not _matches(before, step):
            yield step.id, step.id + OTHER


def _matches(old: Step, new: Step) -> bool:
    """Whether they are answered in the same manner, and carry over the same."""
    return (old.many, old.carry) == (new.many, new.carry) and (not old.carry or _same_options(old, new))


def _same_options(old: Step | None, new: Step | None) -> bool:
    before, now = ({option.id for option in step.options} if step else set() for step in (old, new))
    return before == now


def _carries(old: Flow, new: Flow, id: str) -> bool:
    return any(step.carry for flow in (old, new) if (step := flow.step(id)))


def _ids(flow: Flow) -> list[str]:
    return [step.id for step in flow.steps]


def _renamed(flow: Flow, names: Mapping[str, str]) -> Flow:
    def rename(condition: Condition) -> Condition:
        return each_atom(condition, lambda atom: replace(atom, step=names.get(atom.step, atom.step)))

    renamed = rewritten(flow, rename)
    return replace(renamed, steps=tuple(replace(step, id=names.get(step.id, step.id)) for step in renamed.steps))


def _options(old: Flow, new: Flow, id: str, linked: list[str]) -> tuple[str, ...]:
    """The options of both versions, in one order. At both places of a question that was moved they are the same."""
    at = id.removesuffix(OTHER)
    steps = (old.step(at),) if at in linked else (old.step(id), new.step(id))
    return tuple(dict.fromkeys(option.id for step in steps if step for option in step.options))


def _padded(own: Step | None, other: Step | None, options: tuple[str, ...]) -> Step:
    step = own or other
    assert step is not None, "it stands in one of them"
    if own is None:
        step = replace(step, when=NEVER, below=None, options=())
    return replace(step, options=tuple(step.option(id) or Option(id, ()) for id in options))
