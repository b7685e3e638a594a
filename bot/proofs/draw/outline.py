"""What a picture of a flow shows: its questions in order, and beside each what its answers raise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.proofs.draw.plainly import LEVELS, Plainly, general
from bot.triage.conditions import All, Condition, Ticked, steps_of
from bot.triage.flow import Flow, Rule, Step, Urgency


@dataclass(frozen=True, slots=True)
class Row:
    """Answers that raise to one level for one cause. urgency: None where they raise nothing by themselves."""

    urgency: Urgency | None
    cause: str
    words: tuple[str, ...]  # labels, or one condition
    together: bool = False  # only with answers to earlier questions


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the picture."""

    step: Step
    number: int
    text: str
    only_if: str  # in words; "" where it is always asked
    notes: tuple[str, ...]
    rows: tuple[Row, ...]


def outline(flow: Flow, earlier: Iterable[Flow] = ()) -> tuple[Question, ...]:
    """The questions in order; those of the emergency card last."""
    plainly = Plainly(flow, tuple(earlier))
    decided = _decided_at(flow)
    steps = sorted(flow.steps, key=lambda step: step.on_card)
    return tuple(_question(step, number, plainly, decided.get(step.id, [])) for number, step in enumerate(steps, 1))


def from_before(flow: Flow, earlier: Iterable[Flow] = ()) -> tuple[Row, ...]:
    """What is raised before any question, by what earlier conversations found."""
    plainly = Plainly(flow, tuple(earlier))
    return tuple(_rule_rows(_decided_at(flow).get("", []), plainly))


def _question(step: Step, number: int, plainly: Plainly, rules: list[Rule]) -> Question:
    own = [rule for rule in rules if set(steps_of(rule.condition)) == {step.id}]
    others = [rule for rule in rules if rule not in own]
    only_if = plainly.said(step.when) if step.when else ""
    rows = (*_option_rows(step, own), *_rule_rows([rule for rule in own if not _plain(rule)], plainly, False))
    return Question(
        step, number, general(step.text), only_if, tuple(_notes(step)), (*rows, *_rule_rows(others, plainly))
    )


def _option_rows(step: Step, own: list[Rule]) -> Iterator[Row]:
    """The options by what each raises at most by itself, the gravest first; last those that raise nothing."""
    raised: dict[tuple[int, str], list[str]] = {}
    for option in step.options:
        alone = [rule for rule in own if _plain(rule) and option.id in _ticked(rule)]
        rules = [*alone, *([option.raises] if option.raises else [])]
        found = max(((rule.urgency, rule.cause or "") for rule in rules), default=(-1, ""))
        raised.setdefault(found, []).append(general(option.label))
    for (level, cause), labels in sorted(raised.items(), key=lambda item: -item[0][0]):
        yield Row(Urgency(level) if level >= 0 else None, cause, tuple(labels))


def _rule_rows(rules: Iterable[Rule], plainly: Plainly, together: bool = True) -> Iterator[Row]:
    """Combinations, the gravest first. Those that differ only in one option of one question are said at once."""
    merged: dict[tuple[Urgency, str, str, tuple[Condition, ...]], frozenset[str]] = {}
    single: list[tuple[Urgency, str, Condition]] = []
    for rule in rules:
        parts = rule.condition.parts if isinstance(rule.condition, All) else (rule.condition,)
        first, rest = (parts or (None,))[0], parts[1:]
        if isinstance(first, Ticked) and first.at_least == 1:
            key = (rule.urgency, rule.cause or "", first.step, rest)
            merged[key] = merged.get(key, frozenset()) | first.options
        else:
            single.append((rule.urgency, rule.cause or "", rule.condition))
    joined = [
        (level, cause, All((Ticked(step, options), *rest))) for (level, cause, step, rest), options in merged.items()
    ]
    for level, cause, condition in sorted([*joined, *single], key=lambda found: -found[0]):
        yield Row(level, cause, (plainly.said(condition),), together)


def _notes(step: Step) -> Iterator[str]:
    yield "tick all that fit" if step.many else "choose one"
    if step.lookup:
        yield f"names may be typed; {step.shown or len(step.options)} of {len(step.options)} are boxes"
    if step.carry:
        yield "known at the check-in"
    if step.below is not None:
        yield f"not asked once {LEVELS[step.below].lower()}"
    if step.on_card:
        yield "on the emergency card"


def _decided_at(flow: Flow) -> dict[str, list[Rule]]:
    """Step id -> the combinations that its answer decides, as it is the last question that they mention."""
    order = {step.id: index for index, step in enumerate(flow.steps)}
    found: dict[str, list[Rule]] = {}
    for rule in flow.rules:
        asked = [step for step in steps_of(rule.condition) if step in order]
        found.setdefault(max(asked, key=order.__getitem__, default=""), []).append(rule)
    return found


def _plain(rule: Rule) -> bool:
    """Whether one ticked option is all that the rule needs."""
    return isinstance(rule.condition, Ticked) and rule.condition.at_least == 1


def _ticked(rule: Rule) -> frozenset[str]:
    return rule.condition.options if isinstance(rule.condition, Ticked) else frozenset()
