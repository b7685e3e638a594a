"""Content at its longest: each text as its longest line, and everything said that could be said."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.conditions import ALWAYS, BEFORE, Facts
from bot.triage.flow import Advice, Disposition, Flow, Option, Rule, Say, Step, Text
from bot.triage.library import EmergencyCard, Library


def at_its_longest(library: Library) -> Library:
    return replace(
        library,
        flows={id: _flow(flow) for id, flow in library.flows.items()},
        cards={cause: _card(card) for cause, card in library.cards.items()},
    )


def all_ticked_before(library: Library) -> Facts:
    """Earlier conversations in which every box was ticked."""
    steps = (step for flow in library.flows.values() for step in flow.steps)
    return {BEFORE + step.id: frozenset(option.id for option in step.options) for step in steps}


def longest(text: Text) -> Text:
    return (Say(max((line.text for line in text), key=len)),) if text else ()


def _flow(flow: Flow) -> Flow:
    return replace(
        flow,
        steps=tuple(map(_step, flow.steps)),
        rules=tuple(map(_rule, flow.rules)),
        advice=tuple(map(_advice, flow.advice)),
        dispositions={level: _disposition(told) for level, told in flow.dispositions.items()},
    )


def _step(step: Step) -> Step:
    return replace(
        step,
        text=longest(step.text),
        options=tuple(map(_option, step.options)),
        none_label=longest(step.none_label),
        why=longest(step.why),
        shown=None,
    )


def _option(option: Option) -> Option:
    return replace(option, label=longest(option.label), raises=_rule(option.raises) if option.raises else None)


def _rule(rule: Rule) -> Rule:
    return replace(rule, because=longest(rule.because))


def _advice(advice: Advice) -> Advice:
    return replace(advice, condition=ALWAYS, text=longest(advice.text))


def _disposition(told: Disposition) -> Disposition:
    return replace(
        told,
        headline=longest(told.headline),
        now=longest(told.now),
        calling=longest(told.calling),
        safety_net=longest(told.safety_net),
    )


def _card(card: EmergencyCard) -> EmergencyCard:
    return replace(
        card,
        headline=longest(card.headline),
        now=longest(card.now),
        calling=longest(card.calling),
        also=longest(card.also),
        confirmed=longest(card.confirmed),
    )
