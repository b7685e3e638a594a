"""What must hold of every flow besides its own claims; where it does not, the shortest conversation that shows it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.proofs.explore import Explored, Layer, Reached, Trail, add
from bot.proofs.plan import Plan
from bot.proofs.question import Mode, Question, fresh_mode, is_wanted
from bot.proofs.search import goes_on_below
from bot.triage.conditions import All, Condition, Either, Something, Ticked, steps_of
from bot.triage.flow import Flow, Rule, Step


def without_answers(plan: Plan, explored: Explored) -> Iterator[tuple[Step, Reached]]:
    """Questions that are asked and that nobody can answer: the conversation would never end."""
    for question in plan.questions:
        step = plan.places.all[question.place]
        if isinstance(step, Step) and not step.many and not step.options:
            asked = _asked(plan, question, explored.layers[question.place])
            if asked:
                yield step, _shortest(asked)


def too_late(plan: Plan, explored: Explored) -> tuple[Step, Reached] | None:
    """A question that is asked although the conversation can only end in an emergency: it does not come at once.

    Every question must have an answer.
    """
    escaping = set(explored.layers[-1])
    late: list[tuple[Step, Reached]] = []
    for question in reversed(plan.questions):
        layer = explored.layers[question.place]
        doomed = {key: reached for key, reached in layer.items() if escaping.isdisjoint(reached.leads_to)}
        step = plan.places.all[question.place]
        if isinstance(step, Step) and (asked := _asked(plan, question, doomed)):
            late.append((step, _shortest(asked)))
        escaping = layer.keys() - doomed.keys()
    return min(late, key=lambda found: found[1].cost, default=None)


def hidden_from_screen(plan: Plan, explored: Explored, screen: frozenset[str]) -> Iterator[tuple[Step, Reached]]:
    """Questions of the red-flag screen that a conversation skips and yet ends below an emergency."""
    for question in plan.questions:
        step = plan.places.all[question.place]
        if isinstance(step, Step) and step.id in screen:
            hidden = _hidden(plan, question, explored.layers[question.place])
            found = goes_on_below(plan, question.place + 1, hidden) if hidden else None
            if found:
                yield step, found


def asks_for_a_tick(condition: Condition, steps: frozenset[str]) -> bool:
    """Whether any tick that it names is enough, and it speaks of these questions alone."""
    match condition:
        case Ticked(step, _, at_least):
            return step in steps and at_least == 1
        case Something(step):
            return step in steps
        case Either(parts):
            return all(asks_for_a_tick(part, steps) for part in parts)
    return False


def ticks_in(condition: Condition, steps: frozenset[str]) -> Iterator[Condition]:
    """The ticks at these questions that it names: each should be enough by itself."""
    match condition:
        case Ticked(step, options) if step in steps:
            yield Ticked(step, options)
        case Something(step) if step in steps:
            yield condition
        case All(parts) | Either(parts):
            for part in parts:
                yield from ticks_in(part, steps)


def unread(flow: Flow) -> Iterator[tuple[Step, Rule]]:
    """Rules that rest on a question of the emergency card, which comes when the level stands: theirs could be lost."""
    for rule in flow.raising:
        for key in steps_of(rule.condition):
            step = flow.step(key)
            if step is not None and step.on_card:
                yield step, rule


def _asked(plan: Plan, question: Question, layer: Layer) -> Layer:
    return {
        (standing,): reached
        for (standing,), reached in layer.items()
        if fresh_mode(question, standing.here, plan.matters) is Mode.ASKED
    }


def _hidden(plan: Plan, question: Question, layer: Layer) -> Layer:
    """The conversations that the question is spared only by `below`, once it is passed."""
    passed: Layer = {}
    for (standing,), reached in layer.items():
        here = standing.here
        spared = standing.level >= question.below and is_wanted(question, here, plan.matters)
        if spared and fresh_mode(question, here, plan.matters) is Mode.PASSED:
            moved = plan.move(standing, question, plan.matters.after(question.passed, here))
            trail = Trail(reached.trail, question.place, (Mode.PASSED,), 0)
            add(passed, (moved,), Reached(reached.cost, trail))
    return passed


def _shortest(layer: Layer) -> Reached:
    return min(layer.values(), key=lambda reached: reached.cost)
