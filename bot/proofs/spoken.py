"""Of how many sequences of answers each claim speaks, exactly: those at whose end its condition holds.

All conversations are gone through once, and of each standing it is kept in how many ways it goes on. A claim is then
watched only from the first question that it rests on until it is decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.proofs.boxes import Policy, Worlds
from bot.proofs.explore import Explorer, Layer, Reached, Standings, beginning, explore
from bot.proofs.look import Looks
from bot.proofs.past import past_of
from bot.proofs.plan import Plan, Standing, plan
from bot.proofs.terms import FALSE, NEVER, TRUE, Place, Term
from bot.proofs.view import EMERGENCY, up_to
from bot.triage.conditions import All, Condition, steps_of
from bot.triage.flow import Claim, Flow, Mark


def spoken_of(flow: Flow, claims: Sequence[Claim]) -> Mapping[Mark, int]:
    """Mark of a claim -> how many; for those of the flow's claims that have a condition.

    None is told of a claim that rests on a question of the emergency card: such a claim is refused.
    """
    conditions = {
        claim.mark: claim.condition
        for claim in claims
        if claim.condition is not None and not _rests_on_card(flow, claim.condition)
    }
    counting = _Counting(flow, All(tuple(conditions.values()))) if conditions else None
    return {mark: counting.holding(condition) for mark, condition in conditions.items()} if counting else {}


def _rests_on_card(flow: Flow, condition: Condition) -> bool:
    return any((step := flow.step(key)) is not None and step.on_card for key in steps_of(condition))


class _Counting:
    """All conversations of a flow, so closely that these conditions can be told at each question that they rest on."""

    def __init__(self, flow: Flow, conditions: Condition) -> None:
        looks = Looks(flow, past_of(flow, None))
        self._plan = plan(looks.flow, looks.past, up_to(looks.flow, EMERGENCY, whole=conditions))
        self._explorer = Explorer(self._plan)
        self._layers = explore(self._explorer, beginning(self._plan)).layers
        self._ways: dict[tuple[Place, Standings], int] = {}
        for question in reversed(self._plan.questions):
            for standings in self._layers[question.place]:
                self._ways_on(question.place, standings)

    def holding(self, condition: Condition) -> int:
        """The conversations at whose end it holds."""
        term = self._plan.term(condition)
        place = _first_question(self._plan, term)
        reaching = self._layers[place] if place else beginning(self._plan)  # an emergency may be there from the first
        layer: Layer = {
            (standing._replace(watched=term),): _alone(reached.number) for (standing,), reached in reaching.items()
        }
        watching, found = Explorer(self._plan, Policy(_is_open)), 0
        while layer:
            found += sum(
                reached.number * self._ways_on(place, (standing._replace(watched=TRUE),))
                for (standing,), reached in layer.items()
                if self._holds(place, standing)
            )
            open: Layer = {
                (standing,): reached
                for (standing,), reached in layer.items()
                if standing.watched != TRUE and not self._is_over(place, standing)
            }
            layer = watching.after(place, open) if open else {}
            place += 1
        return found

    def _holds(self, place: Place, standing: Standing) -> bool:
        """Whether it certainly holds, whatever comes. At the end, what stands on the emergency card was not asked."""
        watched = standing.watched
        if self._is_over(place, standing) and standing.level < EMERGENCY:
            for passed in self._plan.on_card:
                watched = passed(watched)
        return watched == TRUE

    def _is_over(self, place: Place, standing: Standing) -> bool:
        at_once = standing.level == EMERGENCY and place >= self._plan.places.first
        return at_once or place == len(self._plan.questions)

    def _ways_on(self, place: Place, standings: Standings) -> int:
        """In how many ways a conversation goes on from before this question."""
        if self._is_over(place, standings[0]):
            return 1
        key = place, standings
        if key not in self._ways:
            later = self._explorer.after(place, {standings: _alone(1)})
            self._ways[key] = sum(reached.number * self._ways_on(place + 1, moved) for moved, reached in later.items())
        return self._ways[key]


def _alone(number: int) -> Reached:
    """So many conversations, and nothing of how they came there."""
    return Reached(number, cost=0, trail=None, longest=0)


def _is_open(worlds: Worlds) -> bool:
    return worlds[0].watched not in (FALSE, NEVER)


def _first_question(plan: Plan, term: Term) -> Place:
    """The first that the term rests on. What is decided already may be told at the beginning."""
    bits = plan.terms.places[term]
    return min((bits & -bits).bit_length() - 1, len(plan.questions)) if bits else 0
