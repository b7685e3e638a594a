"""Each question of a flow as the person sees it, with what its options raise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.proofs.draw.outline import Question, outline
from bot.proofs.draw.plainly import Plainly
from bot.review.reading import grade
from bot.review.texts import Line, lines, longest, screen_grade
from bot.triage.flow import Flow, Option, Rule


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: its label, and its own rule."""

    id: str
    label: tuple[Line, ...]
    raises: Rule | None
    because: tuple[Line, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the page."""

    question: Question
    text: tuple[Line, ...]
    why: tuple[Line, ...]
    choices: tuple[Choice, ...]
    none: tuple[Line, ...]  # the label of "none of these", if it has one of its own
    grade: str
    same_as: str  # an earlier flow of the page that asks just this; then the rest need not be read again


def asked(flow: Flow, plainly: Plainly, before: Iterable[Flow]) -> Iterator[Asked]:
    """before: the flows that stand earlier on the page."""
    before = tuple(before)
    for question in outline(flow, plainly.earlier):
        step = question.step
        same = next((other.id for other in before if other.step(step.id) == step), "")
        labels = [longest(option.label) for option in step.options[: step.shown]]
        yield Asked(
            question,
            lines(step.text, plainly),
            lines(step.why, plainly),
            tuple(_choice(option, plainly) for option in step.options),
            lines(step.none_label, plainly),
            grade(longest(step.text), *labels) if not step.lookup else screen_grade(step.text),
            same,
        )


def _choice(option: Option, plainly: Plainly) -> Choice:
    because = lines(option.raises.because, plainly) if option.raises else ()
    return Choice(option.id, lines(option.label, plainly), option.raises, because, option.mark)
