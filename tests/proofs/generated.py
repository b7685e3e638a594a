"""A flow as large as any that is likely to be written: 50 questions, 60 rules, 60 claims; the same in every run."""

from __future__ import annotations

from random import Random

from bot.triage.conditions import All, Condition, Ticked
from bot.triage.flow import Claim, Flow, Option, Rule, Say, Step, Urgency

STEPS = 50
RULES = 60
REACH = 5  # questions between the first and the last that a rule speaks of
SAY = (Say("text"),)
LEVELS = (Urgency.ROUTINE, Urgency.URGENT, Urgency.URGENT, Urgency.EMERGENCY)


def generated(seed: int = 1) -> Flow:
    """Questions of two to eight options, most of them boxes; each rule is also claimed."""
    chance = Random(seed)
    steps: list[Step] = []
    for number in range(STEPS):
        steps.append(_step(chance, number, steps[-REACH:]))
    rules = tuple(_rule(chance, steps, number) for number in range(RULES))
    claims = tuple(Claim(rule.condition, at_least=rule.urgency, mark=f"claim {rule.mark}") for rule in rules)
    return Flow("generated", "1", SAY, tuple(steps), rules, claims=claims)


def _step(chance: Random, number: int, near: list[Step]) -> Step:
    """Every third is asked only after some answer to one of the questions before; one option of seven raises."""
    id = f"q{number}"
    when = _tick(chance, chance.choice(near)) if near and chance.random() < 1 / 3 else None
    options = tuple(_option(chance, id, f"o{option}") for option in range(chance.randint(2, 8)))
    return Step(id, SAY, options, many=chance.random() < 0.7, when=when, mark=id)


def _option(chance: Random, step: str, id: str) -> Option:
    raises = Rule(Ticked(step, frozenset({id})), chance.choice(LEVELS), SAY, mark=f"{step}.{id}")
    return Option(id, SAY, raises if chance.random() < 1 / 7 else None, mark=f"{step}.{id}")


def _rule(chance: Random, steps: list[Step], number: int) -> Rule:
    """Two or three answers of questions that stand near each other, all of which must be given."""
    first = chance.randrange(STEPS - REACH)
    asked = chance.sample(steps[first : first + REACH], chance.choice((2, 2, 3)))
    condition = All(tuple(_tick(chance, step) for step in asked))
    return Rule(condition, chance.choice(LEVELS), SAY, mark=f"rule {number}")


def _tick(chance: Random, step: Step) -> Condition:
    """One of one or two options."""
    ids = [option.id for option in step.options]
    return Ticked(step.id, frozenset(chance.sample(ids, chance.randint(1, 2))))
