"""What becomes of conversations that were begun on the old version: which answers fall away, and what is asked anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.triage.flow import Flow, Mark, Step

FLOOR = "No conversation falls below the level that its answers had reached: the floor stays."


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that happens to those who are in the middle of it."""

    what: str
    mark: Mark  # in the new version where it is there, else in the old one

    def __str__(self) -> str:
        return f"{self.mark}: {self.what}"


def effects(old: Flow, new: Flow) -> tuple[Effect, ...]:
    """In the order of the new version; what is gone comes last."""
    return (*_asked_anew(old, new), *_gone(old, new))


def _asked_anew(old: Flow, new: Flow) -> Iterator[Effect]:
    for step in new.steps:
        before = old.step(step.id)
        if before is None or before.on_card != step.on_card:
            yield Effect(f"`{step.id}` will be asked, of those who are past its place too", step.mark)
        else:
            yield from _answers_lost(before, step)
            yield from _put_otherwise(before, step)


def _answers_lost(before: Step, step: Step) -> Iterator[Effect]:
    gone = [option.id for option in before.options if step.option(option.id) is None]
    again = f"falls away, and `{step.id}` is asked again"
    if gone:
        yield Effect(f"an answer with {' or '.join(f'`{option}`' for option in gone)} {again}", step.mark)
    if before.many and not step.many:
        yield Effect(f"an answer that is not just one option {again}", step.mark)


def _put_otherwise(before: Step, step: Step) -> Iterator[Effect]:
    if (before.when, before.below, before.carry) != (step.when, step.below, step.carry):
        yield Effect(
            f"others than before are asked `{step.id}`; who was asked and now would not be loses it", step.mark
        )


def _gone(old: Flow, new: Flow) -> Iterator[Effect]:
    for step in old.steps:
        if new.step(step.id) is None:
            yield Effect(f"`{step.id}` is gone: its answers fall away", step.mark)
