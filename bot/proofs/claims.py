"""The claims that a flow makes of itself, each held against every conversation."""

from __future__ import annotations

from collections.abc import Iterator

from bot.proofs import blame
from bot.proofs.assuming import may_exceed
from bot.proofs.explore import Reached
from bot.proofs.hazards import speaks_of_hidden
from bot.proofs.implied import Enough, enough_in, surely_raised
from bot.proofs.look import Look, Looks
from bot.proofs.plan import Plan
from bot.proofs.search import Bounds, ends_below, out_of_bounds
from bot.proofs.transcript import Transcript, transcript
from bot.proofs.verdict import Broken
from bot.proofs.view import EMERGENCY, Level, above, up_to
from bot.triage.conditions import steps_of
from bot.triage.flow import Claim, Flow, Mark, Step, Urgency

ANY = Reached(0, None)  # there may be one


def broken_claims(looks: Looks, longest: int) -> Iterator[Broken]:
    """Each claim that does not hold. longest: no conversation asks more questions than this."""
    enough = enough_in(looks.flow)
    for claim in looks.flow.claims:
        step = _on_card(looks.flow, claim)
        if step:
            what = f"a claim rests on '{step.id}', which stands on the emergency card and never changes the level"
            yield Broken(what, Transcript(), claim.mark, step.mark)
            continue
        if claim.at_least and not _plainly_holds(looks.flow, claim, claim.at_least, enough):
            yield from _too_low(looks, claim, claim.at_least)
        if claim.at_most is not None and claim.at_most < Urgency.EMERGENCY:
            yield from _too_high(looks, claim, claim.at_most)
        if claim.questions is not None and longest > claim.questions:
            yield from _too_long(looks, claim, claim.questions)


def _plainly_holds(flow: Flow, claim: Claim, level: Urgency, enough: Enough) -> bool:
    return claim.condition is not None and surely_raised(claim.condition, level, flow, enough)


def _too_low(looks: Looks, claim: Claim, level: Urgency) -> Iterator[Broken]:
    found = _ends_below(looks.lowest(int(level)), claim, thins=True) if _may_thin(looks, claim, int(level)) else ANY
    if found:  # where the level hides questions, the lowest conversation may not be the shortest
        look = looks.up_to(int(level))
        shortest = _ends_below(look, claim, thins=False)
        if shortest:
            said = transcript(look.plan.places, shortest.trail)
            yield _broken(claim, f"at least {level.word}", said, blame.too_low(looks.flow, claim, said))


def _ends_below(look: Look, claim: Claim, thins: bool) -> Reached | None:
    return ends_below(look.plan, look.explored, look.plan.term(claim.condition), thins)


def _may_thin(looks: Looks, claim: Claim, level: Level) -> bool:
    """Whether of two conversations that stand alike, the one that has armed less says as much of the claim."""
    view = up_to(looks.flow, level)
    return not looks.plan(view).hazards and not speaks_of_hidden(looks.flow, view, claim.condition)


def _too_high(looks: Looks, claim: Claim, level: Urgency) -> Iterator[Broken]:
    if not may_exceed(looks.flow, claim.condition, level):
        return
    said = _out_of_bounds(looks.plan(above(looks.flow, int(level), claim.condition)), claim, Bounds(at_most=int(level)))
    if said:
        yield _broken(claim, f"at most {level.word}", said, blame.too_high(looks.flow, said))


def _too_long(looks: Looks, claim: Claim, most: int) -> Iterator[Broken]:
    plan = looks.plan(up_to(looks.flow, EMERGENCY, whole=claim.condition))
    said = _out_of_bounds(plan, claim, Bounds(questions=most))
    if said:
        yield _broken(claim, f"at most {most} questions", said, blame.last_asked(looks.flow, said))


def _out_of_bounds(plan: Plan, claim: Claim, bounds: Bounds) -> Transcript | None:
    found = out_of_bounds(plan, plan.term(claim.condition), bounds)
    return transcript(plan.places, found.trail) if found else None


def _broken(claim: Claim, what: str, said: Transcript, to_blame: Mark) -> Broken:
    ends = said.ends.word if said.ends is not None else "nowhere"
    told = f"the claim `{what}` does not hold: this ends {ends} after {len(said.answers)} questions"
    return Broken(told, said, claim.mark, to_blame)


def _on_card(flow: Flow, claim: Claim) -> Step | None:
    """A question of the emergency card that the claim speaks of."""
    mentioned = map(flow.step, steps_of(claim.condition)) if claim.condition else ()
    return next((step for step in mentioned if step is not None and step.on_card), None)
