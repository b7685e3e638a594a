"""The shortest conversation in which something holds, and yet the level or the number of questions is not right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.proofs.boxes import Policy, Worlds
from bot.proofs.dominance import lowest
from bot.proofs.explore import Explored, Explorer, Layer, Reached, Standings, beginning, explore, unthinned
from bot.proofs.plan import Plan, Standing
from bot.proofs.terms import FALSE, NEVER, TRUE, Place, Term
from bot.proofs.view import EMERGENCY, Level


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the final level should be, and how many questions at most."""

    at_least: Level = 0
    at_most: Level = EMERGENCY
    questions: int | None = None

    def kept(self, standing: Standing) -> bool:
        level_fits = self.at_least <= standing.level <= self.at_most
        return level_fits and (self.questions is None or standing.asked <= self.questions)

    def may_break(self, worlds: Worlds) -> bool:
        """Whether the bounds can still be broken, with what is watched coming true."""
        level, _, watched = worlds[0]
        reached = self.at_most == EMERGENCY and self.questions is None and level >= self.at_least
        return watched not in (FALSE, NEVER) and not reached

    def may_exceed(self, plan: Plan, layer: Layer) -> Layer:
        """Without the standings from which the level cannot rise above the most."""
        if self.questions is not None:
            return layer
        return {key: reached for key, reached in layer.items() if plan.highest(key[0]) > self.at_most}


def ends_below(plan: Plan, explored: Explored, condition: Term, thins: bool) -> Reached | None:
    """The shortest conversation in which the condition holds and which does not end in an emergency.

    explored: all of them, or at least the lowest; thins: only the lowest need be looked at further.
    """
    bounds = Bounds(at_least=EMERGENCY)
    begin = _first_place(plan, condition)
    start = {_watching(standings, condition): _alone(reached) for standings, reached in explored.layers[begin].items()}
    policy = Policy(bounds.may_break, lowest=thins)
    found = explore(Explorer(plan, policy, lowest if thins else unthinned), start, begin)
    return _shortest(plan, bounds, (found.layers[-1],))


def out_of_bounds(plan: Plan, condition: Term, bounds: Bounds) -> Reached | None:
    """The shortest conversation in which the condition holds and the bounds are broken."""
    policy = Policy(bounds.may_break)
    start = {_watching(standings, condition): reached for standings, reached in beginning(plan).items()}
    explorer = Explorer(plan, policy, bounds.may_exceed, counting=bounds.questions is not None)
    found = explore(explorer, start)
    return _shortest(plan, bounds, (found.layers[-1], found.emergencies))


def goes_on_below(plan: Plan, begin: Place, start: Layer) -> Reached | None:
    """The shortest conversation that goes on from the layer and does not end in an emergency."""
    bounds = Bounds(at_least=EMERGENCY)
    found = explore(Explorer(plan, Policy(bounds.may_break)), start, begin)
    return _shortest(plan, bounds, (found.layers[-1],))


def _first_place(plan: Plan, term: Term) -> Place:
    """The first question that the term rests on; else the end."""
    bits = plan.terms.places[term]
    end = len(plan.questions)
    return min((bits & -bits).bit_length() - 1, end) if bits else end


def _watching(standings: Standings, term: Term) -> Standings:
    return tuple(standing._replace(watched=term) for standing in standings)


def _alone(reached: Reached) -> Reached:
    return Reached(reached.cost, reached.trail)


def _shortest(plan: Plan, bounds: Bounds, ends: Iterable[Layer]) -> Reached | None:
    breaking = (
        reached
        for layer in ends
        for (standing,), reached in layer.items()
        if _at_the_end(plan, standing) == TRUE and not bounds.kept(standing)
    )
    return min(breaking, key=lambda reached: reached.cost, default=None)


def _at_the_end(plan: Plan, standing: Standing) -> Term:
    """What is watched, once it is known that what stands on the emergency card was not asked."""
    watched = standing.watched
    if standing.level < EMERGENCY:
        for passed in plan.on_card:
            watched = passed(watched)
    return watched
