"""Conditions in words, for who reads a flow without knowing its language: `ill: “Fever” or “Sweating”`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked
from bot.triage.flow import Flow, Option, Text, Urgency

LEVELS = {
    Urgency.SELF_CARE: "Self-care",
    Urgency.ROUTINE: "Routine",
    Urgency.URGENT: "Urgent",
    Urgency.EMERGENCY: "Emergency",
}

FEW, MANY = 2, 8  # options of a choice, and boxes, that are always named each


def general(text: Text) -> str:
    """The line of a first-match text that is said where no other fits."""
    return text[-1].text if text else ""


@dataclass(frozen=True, slots=True)
class Plainly:
    """Says the conditions of a flow. earlier: the flows whose answers it may look back on, for their labels."""

    flow: Flow
    earlier: tuple[Flow, ...] = ()

    def said(self, condition: Condition) -> str:
        """Steps are called by their id, options by their label."""
        match condition:
            case Ticked(step, options, at_least):
                return f"{_called(step)}: {self._options(step, options, at_least)}"
            case Something(step):
                return f"{_called(step)}: anything"
            case Nothing(step):
                return f"{_called(step)}: none of these"
            case Not(part):
                return f"NOT ({self.said(part)})"
            case All():
                return self._joined(tuple(_parts(condition)), " AND ") or "always"
            case Either():
                return self._joined(tuple(_parts(condition)), " OR ") or "never"

    def label(self, step: str, option: str) -> str:
        """What the option is called; its id where no flow knows it."""
        id = step.removeprefix(BEFORE)
        flows = self.earlier if step.startswith(BEFORE) else (self.flow,)
        found = (option_of(flow, id, option) for flow in (*flows, self.flow))
        return next((general(each.label) for each in found if each), option.replace("_", " "))

    def _options(self, step: str, options: frozenset[str], at_least: int) -> str:
        labels = self._labels(step, options)
        if at_least == 1:
            return self._besides(step, options) or listed(labels, "or")
        return listed(labels, "and") if at_least == len(labels) else f"at least {at_least} of {listed(labels, 'and')}"

    def _besides(self, step: str, options: frozenset[str]) -> str:
        """Most options of a question are said by the few others."""
        asked = self.flow.step(step)
        others = frozenset(option.id for option in asked.options) - options if asked else frozenset()
        if asked is None or not others or len(options) <= max(len(others), MANY if asked.many else FEW):
            return ""
        return f"{'something besides' if asked.many else 'not'} {listed(self._labels(step, others), 'or')}"

    def _labels(self, step: str, options: Iterable[str]) -> list[str]:
        """In the order in which the question has them."""
        asked = self.flow.step(step.removeprefix(BEFORE))
        order = [option.id for option in asked.options] if asked else []
        ids = sorted(options, key=lambda id: (order.index(id) if id in order else len(order), id))
        return [f"“{self.label(step, id)}”" for id in ids]

    def _joined(self, parts: Sequence[Condition], word: str) -> str:
        return word.join(f"({self.said(part)})" if _composed(part) else self.said(part) for part in parts)


def listed(words: Sequence[str], last: str) -> str:
    """ "a, b or c"."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def option_of(flow: Flow, step: str, option: str) -> Option | None:
    asked = flow.step(step)
    return asked.option(option) if asked else None


def _called(step: str) -> str:
    match step.removeprefix(BEFORE) if step.startswith(BEFORE) else "":
        case "":
            return step
        case "urgency":
            return "the advice last time"
        case "round":
            return "check-in number"
        case id:
            return f"{id} (last time)"


def _parts(joined: All | Either) -> Iterator[Condition]:
    """Without brackets that make no difference."""
    for part in joined.parts:
        if isinstance(part, All | Either) and (type(part) is type(joined) or len(part.parts) == 1):
            yield from _parts(part)
        else:
            yield part


def _composed(condition: Condition) -> bool:
    return isinstance(condition, All | Either) and len(condition.parts) > 1
