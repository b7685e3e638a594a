"""Advice that is never shown, and lines of first-match texts that are never said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bot.proofs.idle.asked import answered
from bot.proofs.idle.examples import LEVELS, is_found
from bot.proofs.idle.part import Part
from bot.proofs.idle.reach import may_hold
from bot.triage.conditions import ALWAYS, All, Condition, Either, Not, holds, steps_of
from bot.triage.flow import Advice, Disposition, Flow, Rule, Say, Text, Urgency
from bot.triage.library import Library
from bot.triage.walk import Concluded

BELOW = LEVELS - {Urgency.EMERGENCY}


@dataclass(frozen=True, slots=True)
class Moment:
    """When a text is said: where this holds, in conversations that end at one of these levels."""

    condition: Condition = ALWAYS
    levels: frozenset[Urgency] = LEVELS
    settled: bool = False  # whether all that its lines mention is known by then


def silent_parts(flow: Flow, library: Library) -> Iterator[Part]:
    """Each block of advice of a flow, and each line of its texts."""
    flows = tuple(library.flows.values())
    for advice in flow.advice:
        yield Part(advice.mark, partial(_why_never_shown, flow, advice, flows))
    for text, moment in texts(flow, library):
        for index, line in enumerate(text):
            if line.mark:
                yield Part(line.mark, partial(_why_never_said, flow, flows, text, index, moment))


def texts(flow: Flow, library: Library) -> Iterator[tuple[Text, Moment]]:
    """Each text that a person of this flow may be shown, and when."""
    for step in flow.steps:
        asked = Moment(answered(step), settled=not step.on_card)
        yield from ((text, asked) for text in (step.text, step.why, step.none_label))
        yield from ((option.label, Moment()) for option in step.options)  # said again in later conversations
    for rule in flow.raising:
        yield rule.because, _when_it_fires(rule)
    for advice in flow.advice:
        yield advice.text, Moment(advice.condition, advice.at, settled=Urgency.EMERGENCY not in advice.at)
    for level in BELOW & flow.dispositions.keys():
        told = flow.dispositions[level]
        yield from ((text, Moment(levels=frozenset({level}), settled=True)) for text in _parts(told))
    for card in library.cards.values():
        yield from ((text, Moment()) for text in (card.headline, card.now, card.calling, card.also, card.confirmed))


def _parts(told: Disposition) -> tuple[Text, ...]:
    return told.headline, told.now, told.calling, told.safety_net


def _when_it_fires(rule: Rule) -> Moment:
    """A rule that rests on several things may fire before all of them are known."""
    levels = frozenset(level for level in LEVELS if level >= rule.urgency)
    return Moment(rule.condition, levels, settled=not _is_either(rule.condition))


def _is_either(condition: Condition) -> bool:
    match condition:
        case Either():
            return True
        case All(parts):
            return any(map(_is_either, parts))
        case Not(part):
            return len(set(steps_of(part))) > 1
    return False


def _why_never_shown(flow: Flow, advice: Advice, flows: Sequence[Flow]) -> str:
    fits = partial(_holds, advice.condition)
    if is_found(flow, advice.condition, fits, advice.at) or may_hold(flow, advice.condition, advice.at, flows):
        return ""
    levels = ", ".join(level.word for level in sorted(advice.at))
    return f"this advice is never shown: no conversation that ends in {levels} fulfils its condition"


def _holds(condition: Condition, end: Concluded) -> bool:
    return holds(condition, end.facts)


def _why_never_said(flow: Flow, flows: Sequence[Flow], text: Text, index: int, moment: Moment) -> str:
    if text[index].condition in [line.condition for line in text[:index]]:
        return "this line is never said: one before it has the same `if`"
    own = text[index].condition
    said = All((moment.condition, *(() if own is None else (own,)), *earlier_lines(text, index, moment.settled)))
    if is_found(flow, said, partial(_holds, said), moment.levels) or may_hold(flow, said, moment.levels, flows):
        return ""
    if own is None:
        return "this line is never said: those before it are for everybody"
    return "this line is never said: its `if` never holds here, or a line before it is said"


def earlier_lines(text: Text, index: int, settled: bool) -> Iterable[Condition]:
    """That none of the lines before is said. Where they may still be open, nothing is asked of them."""
    before: Sequence[Say] = text[:index] if settled else ()
    return (Not(line.condition or ALWAYS) for line in before)
