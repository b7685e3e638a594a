"""Which answers end at another level in a new version of a flow: how many, why, and the shortest conversation.

What is exact: every pair of conversations, one of each version, in which each question that both ask is answered alike,
is looked at, and counted once; none is left out and none is sampled. Alike is: of boxes, those that both versions have
are ticked in both or in neither, and those that only one has may be ticked there or not; of a single choice, the same
option, but for one that is gone any that is new (if none is new, any at all), and for a new one, if none is gone, any
that there was. What only one version asks is answered in every way. What earlier conversations found is the same.
align.py says which question of one version is which of the other; where that is not plain they count as two, so that
more pairs are looked at, never fewer: a level that is lower for anybody is found.

Not exact is only the share of each cause: answers that two rules raise alike are counted for the first of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.proofs.diff.align import Aligned, Side, aligned
from bot.proofs.diff.retold import retold
from bot.proofs.diff.sides import sides
from bot.proofs.diff.to_blame import Ending, counterpart, raised_by
from bot.proofs.diff.walking import WIDTH, Met, Standings, Walker, Worth, may_differ, may_fall
from bot.proofs.terms import FALSE, TRUE
from bot.proofs.transcript import Transcript
from bot.triage.conditions import Condition, Either
from bot.triage.flow import Accepted, Flow, Mark, Rule, Urgency

MOST_CAUSES = 8
"""That are told apart of each change; the last one stands for all others."""

Kind = tuple[Urgency, Urgency]


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that changes levels, with the shortest conversation that shows it."""

    number: int  # of pairs of conversations
    cost: tuple[int, int]  # of the shortest: the questions that either version asks, and the ticks
    old: Transcript
    new: Transcript
    old_mark: Mark
    new_mark: Mark


@dataclass(frozen=True, slots=True)
class LevelChange:
    """All answers that ended at one level and now end at another."""

    before: Urgency
    now: Urgency
    causes: tuple[Cause, ...]

    @property
    def number(self) -> int:
        return sum(cause.number for cause in self.causes)

    @property
    def lowered(self) -> bool:
        return self.now < self.before


def level_changes(old: Flow, new: Flow) -> tuple[LevelChange, ...]:
    """All of them, what was lowered first."""
    return _Search(old, new, (), may_differ).changes()


def unaccepted(old: Flow, new: Flow) -> tuple[LevelChange, ...]:
    """What was lowered, and no entry that the new version adds to `accepted:` answers for."""
    entries = tuple(entry for entry in new.accepted if entry not in old.accepted)
    return _Search(old, new, entries, may_fall).changes()


class _Search:
    """Both versions, walked as often as there are causes to be told apart."""

    def __init__(self, old: Flow, new: Flow, entries: tuple[Accepted, ...], worth: Worth) -> None:
        self.flows = old, new
        self.entries = entries
        self.sides = sides(aligned(old, new), [entry.lowered for entry in entries])
        self.walker = Walker(self.sides)
        self.watchers = tuple(self.sides.watcher(entry.lowered) for entry in entries)
        self.worth = worth

    def changes(self) -> tuple[LevelChange, ...]:
        found = {} if alike(self.sides.aligned) else self._left(())
        order = sorted(found, key=lambda kind: (kind[1] > kind[0], -kind[0], kind[1]))
        changes = (LevelChange(*kind, tuple(self._causes(kind, found[kind]))) for kind in order)
        return tuple(change for change in changes if self.worth is may_differ or change.lowered)

    def _left(self, known: tuple[Condition, ...], higher: int = 0) -> dict[Kind, Met]:
        """The pairs of each kind of change. known: what was told already, in the version that ends higher."""
        found: dict[Kind, Met] = {}
        for standings, met in self.walker.ends(self._start(known, higher), self._is_open(higher)).items():
            if standings[0].level != standings[1].level and not self._is_accepted(standings):
                kind = Urgency(standings[0].level), Urgency(standings[1].level)
                found.setdefault(kind, Met(0, met.cost, met.trail)).join(met)
        return found

    def _start(self, known: tuple[Condition, ...], higher: int) -> Standings:
        plan, side = self.sides.plans[higher], self.sides.aligned.sides[higher]
        told = plan.term(Either(tuple(map(side.put, known))))
        watched = [told if index == higher else FALSE for index in (0, 1)]
        pair = (each.begins._replace(watched=term) for each, term in zip(self.sides.plans, watched, strict=True))
        return (*pair, *self.watchers)

    def _is_open(self, higher: int) -> Callable[[Standings], bool]:
        return lambda standings: standings[higher].watched != TRUE and self.worth(self.sides, *standings[:2])

    def _is_accepted(self, standings: Standings) -> bool:
        now = standings[1].level
        watched = zip(self.entries, standings[2:], strict=True)
        return any(entry.to <= now and watcher.watched == TRUE for entry, watcher in watched)

    def _causes(self, kind: Kind, met: Met) -> Iterator[Cause]:
        higher = int(kind[1] > kind[0])
        known: tuple[Condition, ...] = ()
        left: Met | None = met
        while left:
            rule, cause = self._cause(left, higher)
            news = rule is not None and rule.condition not in known and len(known) < MOST_CAUSES
            known = (*known, rule.condition) if rule and news else known
            rest = self._left(known, higher).get(kind) if news else None
            number = left.number - (rest.number if rest else 0)
            if number:
                yield replace(cause, number=number)
            left = rest

    def _cause(self, met: Met, higher: int) -> tuple[Rule | None, Cause]:
        endings = [Ending(flow, retold(self.sides, met.trail, side, flow)) for side, flow in enumerate(self.flows)]
        high, low = endings[higher], endings[1 - higher]
        rule = raised_by(high, low)
        marks = [high.flow.mark, low.flow.mark] if rule is None else [rule.mark, counterpart(rule, high, low)]
        old, new = reversed(marks) if higher else marks
        cost = met.cost >> WIDTH, met.cost & (1 << WIDTH) - 1
        return rule, Cause(0, cost, endings[0].said, endings[1].said, old, new)


def alike(pair: Aligned) -> bool:
    """Whether it is plain that both end alike: the same questions, and the same rules."""
    old, new = (_deciding(side) for side in pair.sides)
    return old == new


def _deciding(side: Side) -> object:
    steps = [(step.id, step.many, step.when, step.below, step.carry, side.own.get(step.id)) for step in side.flow.steps]
    return steps, {(rule.condition, rule.urgency) for rule in side.flow.raising}
