"""What is told as idle, held against every conversation of small random flows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from bot.content.load import load, packaged_flows
from bot.proofs.idle.asked import unmet_parts
from bot.proofs.idle.entries import Entry, entries
from bot.proofs.idle.listed import idle_entries
from bot.proofs.idle.part import idle_in_all
from bot.proofs.idle.rules import idle_rules
from bot.proofs.idle.said import silent_parts
from bot.proofs.past import conditions_of, past_of
from bot.triage.conditions import ALWAYS, BEFORE, All, Condition, Either, Not, Nothing, Ticked, holds, steps_of
from bot.triage.errors import Problem
from bot.triage.flow import Advice, Claim, Flow, Mark, Option, Rule, Say, Step, Urgency, pick
from bot.triage.walk import Asking, advice_for, walk
from tests.proofs.brute import Brute, Leaf
from tests.proofs.flows import conditions, flows

MANY_PASTS = 60
MANY_LEAVES = 1000
WITHOUT_CARDS = replace(load(packaged_flows()), cards={})
LEVELS = st.frozensets(st.sampled_from(tuple(Urgency)), min_size=1)


@st.composite
def advising(draw: st.DrawFn) -> Flow:
    """A random flow in which each part has a place, with advice in several lines.

    That a single choice was answered with none or several before cannot be written, and is left out.
    """
    flow = placed(draw(flows()))
    known = {step.id: tuple(option.id for option in step.options) for step in flow.steps if not step.on_card}
    condition = conditions(known, not flow.listed)
    said = st.tuples(condition, condition)
    made = draw(st.lists(st.tuples(condition, LEVELS, said), max_size=2))
    flow = replace(flow, advice=tuple(advice(index, *each) for index, each in enumerate(made)))
    assume(not any(misreads_a_choice(flow, condition) for condition in conditions_in(flow)))
    return flow


def conditions_in(flow: Flow) -> Iterator[Condition]:
    yield from conditions_of(flow)
    for block in flow.advice:
        yield block.condition
        yield from (line.condition for line in block.text if line.condition is not None)


def misreads_a_choice(flow: Flow, condition: Condition) -> bool:
    match condition:
        case Nothing(key) | Ticked(key, _, 2 | 3):
            step = flow.step(key.removeprefix(BEFORE))
            return key.startswith(BEFORE) and step is not None and not step.many
        case All(parts) | Either(parts):
            return any(misreads_a_choice(flow, part) for part in parts)
        case Not(part):
            return misreads_a_choice(flow, part)
    return False


def advice(index: int, condition: Condition, at: frozenset[Urgency], lines: tuple[Condition, Condition]) -> Advice:
    said = [Say(f"line {number}", line, f"line:{index}:{number}") for number, line in enumerate((*lines, None))]
    return Advice(condition, at, tuple(said), mark=f"advice:{index}:0")


def placed(flow: Flow) -> Flow:
    return replace(
        flow,
        steps=tuple(
            replace(
                step,
                mark=f"step:{index}:0",
                options=tuple(option(index, number, each) for number, each in enumerate(step.options)),
            )
            for index, step in enumerate(flow.steps)
        ),
        rules=tuple(replace(rule, mark=f"rule:{index}:0") for index, rule in enumerate(flow.rules)),
        claims=tuple(replace(claim, mark=f"claim:{index}:0") for index, claim in enumerate(flow.claims)),
    )


def option(step: int, number: int, option: Option) -> Option:
    mark = f"option:{step}:{number}"
    return replace(option, mark=mark, raises=replace(option.raises, mark=mark) if option.raises else None)


def brute_of(flow: Flow) -> Brute:
    """All its conversations, with every past that its advice reads."""
    said = [line.condition for each in flow.advice for line in each.text]
    read = [each.condition for each in flow.advice] + [condition for condition in said if condition is not None]
    claims = (*flow.claims, *(Claim(condition) for condition in read))
    return Brute(replace(flow, claims=claims), past_of(flow, None))


def marks(problems: Iterable[Problem]) -> set[Mark]:
    return {f"{problem.file}:{problem.line}:{problem.column}" for problem in problems}


def without(flow: Flow, rule: Rule, gone: set[Mark]) -> Flow:
    """The flow up to the rule's last question, without it and those that are gone."""
    named = {*steps_of(rule.condition)}
    last = max((index for index, step in enumerate(flow.steps) if step.id in named), default=-1)

    def kept(step: Step) -> Step:
        options = (replace(each, raises=None) if each.mark in {*gone, rule.mark} else each for each in step.options)
        return replace(step, options=tuple(options))

    steps = tuple(kept(step) for step in flow.steps[: last + 1] if not step.on_card)
    rules = tuple(each for each in flow.rules if each.mark not in {*gone, rule.mark})
    return replace(flow, steps=steps, rules=rules, claims=(Claim(rule.condition),))


@given(advising())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_rules_that_change_nothing(flow: Flow) -> None:
    """Exactly those are told without which no conversation ends lower, from the last to the first."""
    gone: set[Mark] = set()
    for rule in reversed(flow.raising):
        brute = Brute(without(flow, rule, gone), past_of(flow, None))
        assume(sum(1 for _ in brute.pasts()) <= MANY_PASTS)
        if not any(holds(rule.condition, leaf.facts) and leaf.level < rule.urgency for leaf in brute.leaves.values()):
            gone.add(rule.mark)
    event(f"{len(gone)} of {len(flow.raising)}")
    assert marks(idle_rules([flow])) == gone


@given(advising())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_questions_and_claims_that_never_come(flow: Flow) -> None:
    """Exactly those are told that no conversation meets. Questions on the emergency card may be told too seldom."""
    brute = brute_of(flow)
    assume(sum(1 for _ in brute.pasts()) <= MANY_PASTS)
    leaves = brute.leaves.values()
    unmet = {
        claim.mark
        for claim in flow.claims
        if claim.condition is not None and not any(holds(claim.condition, leaf.facts) for leaf in leaves)
    }
    unasked = {
        step.mark
        for step in flow.steps
        if not step.on_card and not any(leaf.facts.get(step.id) is not None for leaf in leaves)
    }
    card = {step.mark for step in flow.steps if step.on_card}
    told = marks(idle_in_all(unmet_parts(flow, [flow])))
    assert told - card == unmet | unasked
    assert not (told & card and any(leaf.level is Urgency.EMERGENCY for leaf in leaves))
    event(f"{len(told)} told")


@given(advising())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_advice_and_lines_that_never_show(flow: Flow) -> None:
    """Exactly the blocks, and the lines below emergency. At an emergency a line is told only where it is certain."""
    brute = brute_of(flow)
    assume(sum(1 for _ in brute.pasts()) <= MANY_PASTS)
    silent, unsure = set[Mark](), set[Mark]()
    for block in flow.advice:
        shown = [leaf for leaf in brute.leaves.values() if shows(block, leaf)]
        said = {next(line.mark for line in block.text if holds(line.condition, leaf.facts)) for leaf in shown}
        silent |= {*(() if shown else (block.mark,)), *(line.mark for line in block.text if line.mark not in said)}
        unsure |= {line.mark for line in block.text if Urgency.EMERGENCY in block.at}
    told = marks(idle_in_all(silent_parts(flow, replace(WITHOUT_CARDS, flows={flow.id: flow}))))
    assert told <= silent
    assert silent - told <= unsure
    event(f"{len(told)} told")


@given(advising())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_options_in_lists_that_change_nothing(flow: Flow) -> None:
    """Without one that is told, every conversation goes and ends the same; of `when`, all of that kind are told."""
    flow = listing(flow)
    brute = brute_of(replace(flow, claims=tuple(Claim(entry.counts) for entry in every_entry(flow))))
    assume(sum(1 for _ in brute.pasts()) <= MANY_PASTS)
    told = marks(idle_entries([flow], replace(WITHOUT_CARDS, flows={flow.id: flow}), idle=()))
    assume(len(brute.leaves) <= MANY_LEAVES)
    as_it_is = [(leaf, seen(flow, leaf)) for leaf in brute.leaves.values()]
    asking = {entry.mark for step in flow.steps for entry in entries(step.when or ALWAYS)}
    for mark in sorted(told | asking):
        other = shortened(flow, mark)
        assert all(seen(other, leaf) == known for leaf, known in as_it_is) is (mark in told)
    event(f"{len(told)} told")


def listing(flow: Flow) -> Flow:
    """The flow, each option in each of its conditions with a place of its own, each rule with a reason of its own."""
    numbers = count(1)

    def listed(condition: Condition) -> Condition:
        match condition:
            case Ticked(step, options, least):
                places = tuple((option, f"entry:{next(numbers)}:0") for option in sorted(options))
                return Ticked(step, options, least, places)
            case _:
                return inside(condition, listed)

    def reasoned(rule: Rule) -> Rule:
        return replace(rule, because=(Say(rule.mark),))

    flow = throughout(flow, listed)
    return replace(flow, rules=tuple(map(reasoned, flow.rules)))


def every_entry(flow: Flow) -> Iterator[Entry]:
    return (entry for condition in conditions_in(flow) for entry in entries(condition))


def shortened(flow: Flow, mark: Mark) -> Flow:
    """The flow without the option at this place. Where all of a list are wanted, all the others are."""

    def shorter(condition: Condition) -> Condition:
        match condition:
            case Ticked(step, options, least, places):
                gone = {option for option, place in places if place == mark}
                others = options - gone
                fewer = Ticked(step, others, min(least, len(others)), places) if others else Either(())
                return fewer if gone else condition
            case _:
                return inside(condition, shorter)

    return throughout(flow, shorter)


def inside(condition: Condition, change: Callable[[Condition], Condition]) -> Condition:
    match condition:
        case All(parts) | Either(parts):
            return type(condition)(tuple(map(change, parts)))
        case Not(part):
            return Not(change(part))
    return condition


def throughout(flow: Flow, change: Callable[[Condition], Condition]) -> Flow:
    """The flow with each of its conditions changed, but for those of claims."""

    def maybe(condition: Condition | None) -> Condition | None:
        return None if condition is None else change(condition)

    def advised(block: Advice) -> Advice:
        lines = tuple(replace(line, condition=maybe(line.condition)) for line in block.text)
        return replace(block, condition=change(block.condition), text=lines)

    return replace(
        flow,
        steps=tuple(replace(step, when=maybe(step.when)) for step in flow.steps),
        rules=tuple(replace(rule, condition=change(rule.condition)) for rule in flow.rules),
        advice=tuple(map(advised, flow.advice)),
    )


def seen(flow: Flow, leaf: Leaf) -> object:
    """Which questions are asked, the level and its reasons, and what is said."""
    end = walk(flow, leaf.answers, leaf.before)
    if isinstance(end, Asking):
        return end.step.id
    asked = {step.id for step in flow.steps if end.facts.get(step.id) is not None}
    return asked, end.level, [(each.mark, pick(each.text, end.facts)) for each in advice_for(flow, end)], end.on_card


def shows(advice: Advice, leaf: Leaf) -> bool:
    return leaf.level in advice.at and holds(advice.condition, leaf.facts)
