"""Prove a flow: what holds on every path, over all answer sequences, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.proofs import blame
from bot.proofs.checks import hidden_from_screen, too_late, unread, without_answers
from bot.proofs.compare import Seeds, hiding, lowest_fall, ticking_more
from bot.proofs.explore import WIDTH, Explored, Explorer, beginning, explore
from bot.proofs.matters import EMERGENCY
from bot.proofs.plan import Plan, plan
from bot.proofs.search import Bounds, counterexample
from bot.proofs.transcript import Transcript, transcript
from bot.triage.conditions import steps_of
from bot.triage.flow import Claim, Flow, Mark

SCREEN = "modules/red_flags.yaml"


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that does not hold, with the shortest conversation that shows it."""

    what: str
    transcript: Transcript
    mark: Mark  # of the claim, or of the question or rule that is concerned
    blame: Mark  # of the option, rule or question to look at
    instead: Transcript | None = None  # the other of two conversations, which ends higher


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at, and what does not hold of it."""

    flow: str
    sequences: int  # of answers, exactly
    states: int
    longest: int  # questions
    broken: tuple[Broken, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.broken


def prove(flow: Flow, earlier: Sequence[Flow] | None = None, screen: frozenset[str] | None = None) -> Proof:
    """Prove everything that must hold of the flow.

    earlier: the flows of the conversations that it may follow on; if not told, a flow that is not listed may follow on
    any. screen: the ids of the red-flag questions; if not told, those written in modules/red_flags.yaml.
    """
    ready = plan(flow, earlier)
    explored = explore(Explorer(ready, lambda worlds: True), beginning(ready))
    ends = explored.ends.values()
    return Proof(
        flow.id,
        sequences=sum(reached.number for reached in ends),
        states=sum(map(len, explored.layers)) + len(explored.emergencies),
        longest=max((reached.longest for reached in ends), default=0),
        broken=tuple(_broken(ready, explored, _screen(flow) if screen is None else screen)),
    )


def _screen(flow: Flow) -> frozenset[str]:
    return frozenset(step.id for step in flow.steps if SCREEN in step.mark)


def _broken(plan: Plan, explored: Explored, screen: frozenset[str]) -> Iterator[Broken]:
    yield from _never_ending(plan, explored)
    yield from _not_kept(plan)
    yield from _claims(plan, explored)
    yield from _not_screened(plan, explored, screen)
    yield from _lowered(plan, explored, ticking_more, "ticking more lowers the level")
    yield from _lowered(plan, explored, hiding, "a question is hidden by `below` that could still raise the level")


def _never_ending(plan: Plan, explored: Explored) -> Iterator[Broken]:
    stuck = list(without_answers(plan, explored))
    for step, reached in stuck:
        said = transcript(plan.places, reached.trail)
        yield Broken(f"'{step.id}' is asked and has no answer: the conversation never ends", said, step.mark, step.mark)
    late = None if stuck else too_late(plan, explored)
    if late:
        step, reached = late
        said = transcript(plan.places, reached.trail)
        what = f"'{step.id}' is still asked although whatever is answered now ends in an emergency"
        yield Broken(what, said, step.mark, step.mark)


def _not_kept(plan: Plan) -> Iterator[Broken]:
    for step, rule in unread(plan.flow):
        what = f"a rule rests on '{step.id}', which stands on the emergency card: its level would be lost"
        yield Broken(what, Transcript(), rule.mark, step.mark)


def _claims(plan: Plan, explored: Explored) -> Iterator[Broken]:
    for claim in plan.flow.claims:
        on_card = [step for step in plan.places.on_card if claim.condition and step.id in steps_of(claim.condition)]
        if on_card:
            what = f"a claim rests on '{on_card[0].id}', which stands on the emergency card and never changes the level"
            yield Broken(what, Transcript(), claim.mark, on_card[0].mark)
        else:
            yield from _claim(plan, explored, claim)


def _claim(plan: Plan, explored: Explored, claim: Claim) -> Iterator[Broken]:
    condition = plan.term(claim.condition)
    for what, bounds in _bounds(claim):
        found = counterexample(plan, explored, condition, bounds)
        if found:
            said = transcript(plan.places, found.trail)
            yield Broken(_told(what, said), said, claim.mark, _to_blame(plan.flow, claim, bounds, said))


def _bounds(claim: Claim) -> Iterator[tuple[str, Bounds]]:
    if claim.at_least is not None:
        yield f"at least {claim.at_least.word}", Bounds(at_least=int(claim.at_least))
    if claim.at_most is not None:
        yield f"at most {claim.at_most.word}", Bounds(at_most=int(claim.at_most))
    if claim.questions is not None:
        yield f"at most {claim.questions} questions", Bounds(questions=claim.questions)


def _told(what: str, said: Transcript) -> str:
    ends = said.ends.word if said.ends is not None else "nowhere"
    return f"the claim `{what}` does not hold: this ends {ends} after {len(said.answers)} questions"


def _to_blame(flow: Flow, claim: Claim, bounds: Bounds, said: Transcript) -> Mark:
    if bounds.questions is not None:
        return blame.last_asked(flow, said)
    return blame.too_low(flow, claim, said) if bounds.at_most == EMERGENCY else blame.too_high(flow, said)


def _not_screened(plan: Plan, explored: Explored, screen: frozenset[str]) -> Iterator[Broken]:
    for step, reached in hidden_from_screen(plan, explored, screen):
        said = transcript(plan.places, reached.trail)
        what = f"'{step.id}' of the red-flag screen is skipped, and the conversation ends below an emergency"
        yield Broken(what, said, step.mark, blame.too_high(plan.flow, said))


def _lowered(plan: Plan, explored: Explored, seeds: Seeds, what: str) -> Iterator[Broken]:
    found = lowest_fall(plan, explored, seeds)
    if found:
        first, second = (transcript(plan.places, found.trail, which) for which in (0, 1))
        parted = next(step for step in plan.flow.steps if first.answers.get(step.id) != second.answers.get(step.id))
        to_blame = blame.raised_only(plan.flow, second, first)
        yield Broken(f"{what}, at '{parted.id}'", first, parted.mark, to_blame, second)


__all__ = ["WIDTH", "Broken", "Proof", "prove"]
