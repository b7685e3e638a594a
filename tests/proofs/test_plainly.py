"""What is told without a look at any path: it is told only where it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.proofs.assuming import assuming, may_exceed
from bot.proofs.hazards import harming
from bot.proofs.implied import enough_in, surely_raised
from bot.proofs.prove import prove
from bot.proofs.view import up_to
from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked
from bot.triage.flow import Claim, Flow, Option, Rule, Say, Step, Urgency

SAY = (Say("text"),)


def ticked(step: str, *options: str) -> Ticked:
    return Ticked(step, frozenset(options))


def asked(id: str, *options: str, raises: Urgency | None = None, when: Condition | None = None) -> Step:
    """A question with boxes, each of which raises."""
    rules = {option: Rule(ticked(id, option), raises, SAY) if raises else None for option in options}
    return Step(id, SAY, tuple(Option(option, SAY, rules[option]) for option in options), many=True, when=when)


def a_flow(*steps: Step, rules: tuple[Rule, ...] = (), claims: tuple[Claim, ...] = (), listed: bool = True) -> Flow:
    return Flow("flow", "1", SAY, steps, rules, claims=claims, listed=listed)


PATTERN = asked("pattern", "elsewhere", "body")
WHERE = asked("where", "pain", "several", raises=Urgency.ROUTINE, when=ticked("pattern", "elsewhere"))
NOWHERE = Rule(All((ticked("pattern", "elsewhere"), Nothing("where"))), Urgency.ROUTINE, SAY)


@pytest.mark.parametrize(
    ("where", "rules", "level", "told"),
    [
        (WHERE, (NOWHERE,), Urgency.ROUTINE, True),
        (WHERE, (NOWHERE,), Urgency.URGENT, False),
        (WHERE, (), Urgency.ROUTINE, False),
        (replace(WHERE, below=Urgency.ROUTINE), (NOWHERE,), Urgency.ROUTINE, True),
        (replace(WHERE, when=ticked("pattern", "body")), (NOWHERE,), Urgency.ROUTINE, False),
        (replace(WHERE, on_card=True), (NOWHERE,), Urgency.ROUTINE, False),
    ],
)
def test_a_question_that_must_follow(where: Step, rules: tuple[Rule, ...], level: Urgency, told: bool) -> None:
    """What it asks raises, whatever is answered: a claim of what leads to it is plain, where nothing can spare it."""
    flow = a_flow(PATTERN, where, rules=rules)
    assert surely_raised(ticked("pattern", "elsewhere"), level, flow, enough_in(flow)) is told


def test_a_question_that_may_be_hidden_lower() -> None:
    """It is spared from routine on, so it does not make sure that it becomes urgent."""
    where = asked("where", "pain", raises=Urgency.URGENT, when=ticked("pattern", "elsewhere"))
    rule = replace(NOWHERE, urgency=Urgency.URGENT)
    for below, told in ((None, True), (Urgency.URGENT, True), (Urgency.ROUTINE, False)):
        flow = a_flow(PATTERN, replace(where, below=below), rules=(rule,))
        assert surely_raised(ticked("pattern", "elsewhere"), Urgency.URGENT, flow, enough_in(flow)) is told


@pytest.mark.parametrize(
    ("claimed", "room"),
    [
        (Nothing("pattern"), False),
        (Not(ticked("pattern", "elsewhere")), False),
        (Not(Something("pattern")), False),
        (All((Nothing("where"), Not(ticked("pattern", "elsewhere")))), False),
        (ticked("pattern", "body"), True),
        (Not(All((ticked("pattern", "elsewhere"), ticked("pattern", "body")))), True),
        (None, True),
    ],
)
def test_room_beside_a_claim(claimed: Condition | None, room: bool) -> None:
    """A rule needs what the claim leaves no room for, or asks a question that is then not asked."""
    flow = a_flow(PATTERN, WHERE, rules=(NOWHERE,))
    assert may_exceed(flow, claimed, Urgency.SELF_CARE) is room
    assert not may_exceed(flow, claimed, Urgency.ROUTINE)


def test_a_single_choice_leaves_room_for_itself() -> None:
    """Of a question with one answer, the claim names it; a box that is ticked leaves room for the others."""
    who = replace(asked("who", "me", "child", raises=Urgency.ROUTINE), many=False)
    flow = a_flow(replace(who, options=(Option("me", SAY), who.options[1])))
    assert not may_exceed(flow, ticked("who", "me"), Urgency.SELF_CARE)
    assert may_exceed(replace(flow, steps=(replace(flow.steps[0], many=True),)), ticked("who", "me"), Urgency.SELF_CARE)


def test_none_does_no_harm_where_each_box_raises() -> None:
    """To tick a box instead of "none" loses a level only if some box raises to less."""
    flow = a_flow(PATTERN, WHERE, rules=(NOWHERE,))
    lower = replace(flow, rules=(replace(NOWHERE, urgency=Urgency.URGENT),))
    assert not harming(flow, up_to(flow, int(Urgency.ROUTINE)))
    assert harming(lower, up_to(lower, int(Urgency.URGENT))) == {"pattern", "where"}


def test_what_a_rule_without_room_reads_of_the_past_is_told() -> None:
    """The conversation that breaks a claim tells of the past all that the flow reads, as any other."""
    rule = Rule(All((ticked(BEFORE + "urgency", "urgent"), ticked("pattern", "body"))), Urgency.EMERGENCY, SAY)
    claim = Claim(Nothing("pattern"), at_most=Urgency.SELF_CARE)
    flow = a_flow(PATTERN, rules=(rule, Rule(Nothing("pattern"), Urgency.ROUTINE, SAY)), claims=(claim,), listed=False)
    assert len(assuming(flow, claim.condition).rules) == len(flow.rules)
    assert BEFORE + "urgency" in prove(flow).broken[0].transcript.before


def test_an_emergency_of_the_past_that_waits_for_a_question() -> None:
    """Its rule speaks of a question too, so it is read only there: that is asked though it is an emergency already."""
    either = All((Either((Something("pattern"), ticked(BEFORE + "round", "2"))),))
    flow = a_flow(PATTERN, rules=(Rule(either, Urgency.EMERGENCY, SAY),), listed=False)
    assert "'pattern' is still asked although" in prove(flow).broken[0].what
