"""Of two conversations: where it is plain that the first ends at least as high as the second, whatever is answered."""

from __future__ import annotations

from bot.proofs.boxes import Worlds
from bot.proofs.explore import Standings
from bot.proofs.matters import Bag, Kind, Matter, Matters
from bot.proofs.plan import Plan, Standing
from bot.proofs.question import Question
from bot.proofs.terms import Place
from bot.proofs.view import EMERGENCY, Level


def surely_as_high(plan: Plan, question: Question, worlds: Worlds) -> bool:
    """For two that parted at this question. What is due later was the same for both."""
    first, second = worlds
    if first.level == EMERGENCY or first == second:
        return True
    return (
        first.level >= second.level
        and not plan.hazards >> question.place + 1
        and _covers(plan.matters, first.bag, second.bag, first.level, question.place)
    )


def can_fall(plan: Plan, pair: Standings, place: Place) -> bool:
    """For two that stand before the question at this place, having parted earlier."""
    first, second = pair
    if first == second or first.level >= _highest(plan.matters, second):
        return False
    return (
        first.level < second.level
        or bool(plan.hazards >> place)
        or not all(
            _covers(plan.matters, one, other, first.level)
            for one, other in zip(first.bags, second.bags, strict=True)
            if one != other
        )
    )


def _highest(matters: Matters, standing: Standing) -> Level:
    """No conversation ends higher than this from here."""
    rules = (matters.highest(bag) for bag in standing.bags)
    return max(standing.level, max(rules, default=0))


def _covers(matters: Matters, first: Bag, second: Bag, level: Level, passed: Place = -1) -> bool:
    """Every rule that can still raise the second above this level is one of the first's; the same is asked of both."""
    ours, theirs = (_later(matters.members[bag], passed) for bag in (first, second))
    rules = {matter for matter in theirs if matter.kind is Kind.RULE and matter.of > level}
    return rules <= ours and _asked(ours) == _asked(theirs)


def _later(bag: frozenset[Matter], passed: Place) -> frozenset[Matter]:
    return frozenset(matter for matter in bag if matter.kind is Kind.RULE or matter.of > passed)


def _asked(bag: frozenset[Matter]) -> frozenset[Matter]:
    return frozenset(matter for matter in bag if matter.kind is not Kind.RULE)
