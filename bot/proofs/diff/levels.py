"""Which answers end at another level in a new version of a flow: how many, why, and the shortest conversation.

What is exact: every pair of conversations, one of each version, in which each question that both ask is answered alike,
is looked at, and counted once; none is left out and none is sampled. Alike is: of boxes, those that both versions have
are ticked in both or in neither, and those that only one has may be ticked there or not; of a single choice, the same
option, but for one that is gone any that is new (if none is new, any at all), and for a new one, if none is gone, any
that there was. What only one version asks is answered in every way. What earlier conversations found is the same.
align.py says which question of one version is which of the other; where that is not plain they count as two, so that
more pairs are looked at, never fewer: a level that is lower for anybody is found.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.proofs.diff.align import Aligned, Side, aligned
from bot.proofs.diff.retold import retold
from bot.proofs.diff.sides import Sides, sides
from bot.proofs.diff.to_blame import Ending, counterpart, raised_by
from bot.proofs.diff.walking import WIDTH, Met, Standings, Walker
from bot.proofs.terms import FALSE, TRUE
from bot.proofs.transcript import Transcript
from bot.triage.conditions import Condition, Either
from bot.triage.flow import Accepted, Flow, Mark, Rule, Urgency

MOST_CAUSES = 4
"""That are told apart of each change."""

Kind = tuple[Urgency, Urgency]


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that changes levels, with the shortest conversation that shows it."""

    number: int  # of pairs of conversations: all but those that the causes told before this one explain
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
        return self.causes[0].number

    @property
    def lowered(self) -> bool:
        return self.now < self.before


def level_changes(old: Flow, new: Flow) -> tuple[LevelChange, ...]:
    """All of them, what was lowered first."""
    both = sides(aligned(old, new))
    return () if alike(both.aligned) else (*_Search(both, old, new, 0).changes(), *_Search(both, old, new, 1).changes())


def unaccepted(old: Flow, new: Flow) -> tuple[LevelChange, ...]:
    """What was lowered, and no entry that the new version adds to `accepted:` answers for."""
    entries = tuple(entry for entry in new.accepted if entry not in old.accepted)
    both = sides(aligned(old, new), [entry.lowered for entry in entries])
    return () if alike(both.aligned) else _Search(both, old, new, 0, entries).changes()


class _Search:
    """Conversations of which one version's end higher: the old one's (0) or the new one's (1)."""

    def __init__(self, both: Sides, old: Flow, new: Flow, higher: int, entries: tuple[Accepted, ...] = ()) -> None:
        self.flows = old, new
        self.sides = both
        self.higher = higher
        self.entries = entries
        self.walker = Walker(both)
        self.watchers = tuple(both.watcher(entry.lowered) for entry in entries)

    def changes(self) -> tuple[LevelChange, ...]:
        """Walk, look at what is to blame, and walk again for what that does not explain."""
        found: dict[Kind, list[Cause]] = {}
        known: tuple[Condition, ...] = ()
        for _ in range(MOST_CAUSES):
            told = known
            for kind, met in self._left(told).items():
                rule, cause = self._cause(met)
                found.setdefault(kind, []).append(cause)
                known += (rule.condition,) if rule and rule.condition not in known else ()
            if told == known:
                break
        order = sorted(found, key=lambda kind: (-kind[0], kind[1]))
        return tuple(LevelChange(*kind, _told_apart(found[kind])) for kind in order)

    def _left(self, known: tuple[Condition, ...]) -> dict[Kind, Met]:
        """The pairs that end at different levels, and what is known does not explain them."""
        found: dict[Kind, Met] = {}
        for standings, met in self.walker.ends(self._start(known), self._is_open).items():
            if not self._is_accepted(standings):
                kind = Urgency(standings[0].level), Urgency(standings[1].level)
                found.setdefault(kind, Met(0, met.cost, met.trail)).join(met)
        return found

    def _start(self, known: tuple[Condition, ...]) -> Standings:
        plan, side = self.sides.plans[self.higher], self.sides.aligned.sides[self.higher]
        told = plan.term(Either(tuple(map(side.put, known))))
        watched = [told if index == self.higher else FALSE for index in (0, 1)]
        pair = (each.begins._replace(watched=term) for each, term in zip(self.sides.plans, watched, strict=True))
        return (*pair, *self.watchers)

    def _is_open(self, standings: Standings) -> bool:
        """Whether the one can still end higher than the other, and not for a reason that is known."""
        high, low = standings[self.higher], standings[1 - self.higher]
        return high.watched != TRUE and self.sides.plans[self.higher].highest(high) > low.level

    def _is_accepted(self, standings: Standings) -> bool:
        now = standings[1].level
        watched = zip(self.entries, standings[2:], strict=True)
        return any(entry.to <= now and watcher.watched == TRUE for entry, watcher in watched)

    def _cause(self, met: Met) -> tuple[Rule | None, Cause]:
        endings = [Ending(flow, retold(self.sides, met.trail, side, flow)) for side, flow in enumerate(self.flows)]
        high, low = endings[self.higher], endings[1 - self.higher]
        rule = raised_by(high, low)
        marks = [high.flow.mark, low.flow.mark] if rule is None else [rule.mark, counterpart(rule, high, low)]
        old, new = reversed(marks) if self.higher else marks
        cost = met.cost >> WIDTH, met.cost & (1 << WIDTH) - 1
        return rule, Cause(met.number, cost, endings[0].said, endings[1].said, old, new)


def _told_apart(causes: list[Cause]) -> tuple[Cause, ...]:
    """Each place once: where a cause does not explain its own example, it would be told again."""
    return tuple({(cause.old_mark, cause.new_mark): cause for cause in reversed(causes)}.values())[::-1]


def alike(pair: Aligned) -> bool:
    """Whether it is plain that both end alike: the same questions, and the same rules."""
    old, new = (_deciding(side) for side in pair.sides)
    return old == new


def _deciding(side: Side) -> object:
    steps = [(step.id, step.many, step.when, step.below, step.carry, side.own.get(step.id)) for step in side.flow.steps]
    return steps, {(rule.condition, rule.urgency) for rule in side.flow.raising}
