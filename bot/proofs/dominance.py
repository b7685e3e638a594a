"""Of two conversations: where it is plain that the first ends at least as high as the second, whatever is answered."""

from __future__ import annotations

from bot.proofs.boxes import Worlds
from bot.proofs.explore import Layer, Standings
from bot.proofs.matters import Bag
from bot.proofs.plan import Plan, Standing
from bot.proofs.question import Question
from bot.proofs.terms import Place
from bot.proofs.view import EMERGENCY, Level


def surely_as_high(plan: Plan, question: Question, worlds: Worlds) -> bool:
    """For two that parted at this question. What is due later was the same for both."""
    first, second = worlds
    if first.level == EMERGENCY or first == second:
        return True
    matters = plan.matters
    return (
        first.level >= second.level
        and not plan.hazards >> question.place + 1
        and _covers(
            plan, matters.later(first.bag, question.place), matters.later(second.bag, question.place), first.level
        )
    )


def can_fall(plan: Plan, pair: Standings, place: Place) -> bool:
    """For two that stand before the question at this place, having parted earlier."""
    first, second = pair
    if first == second or first.level >= plan.highest(second):
        return False
    return (
        first.level < second.level
        or bool(plan.hazards >> place)
        or not all(
            _covers(plan, one, other, first.level)
            for one, other in zip(first.bags, second.bags, strict=True)
            if one != other
        )
    )


def lowest(plan: Plan, layer: Layer) -> Layer:
    """Without the standings that can only end as high as another one that is reached as soon, and say the same."""
    kept: Layer = {}
    least: dict[tuple[Standing, tuple[Bag, ...]], list[tuple[Bag, ...]]] = {}
    for (standing,), reached in sorted(layer.items(), key=lambda found: found[1].cost):
        both = [plan.matters.split(bag) for bag in standing.bags]
        rules, rest = tuple(rule for rule, _ in both), tuple(other for _, other in both)
        rivals = least.setdefault((standing._replace(bags=()), rest), [])
        if not any(all(map(plan.matters.covers, rules, rival)) for rival in rivals):
            rivals.append(rules)
            kept[standing,] = reached
    return kept


def _covers(plan: Plan, first: Bag, second: Bag, level: Level) -> bool:
    """Every rule that can still raise the second above this level raises the first too, and the same is asked of both.

    More may be asked of the first where nothing rests on it by "not" or "none".
    """
    matters = plan.matters
    ours, ours_asked = matters.split(first)
    theirs, theirs_asked = matters.split(matters.above(second, level))
    more, less = matters.members[ours_asked], matters.members[theirs_asked]
    asked_alike = less <= more and not any(plan.denied >> matter.of & 1 for matter in more - less)
    return asked_alike and matters.covers(ours, theirs)
