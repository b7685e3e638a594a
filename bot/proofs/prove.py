"""Prove a flow: what holds on every path, over all answer sequences, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.proofs import blame
from bot.proofs.avoidable import avoidable
from bot.proofs.checks import asks_for_a_tick, hidden_from_screen, ticks_in, too_late, unread, without_answers
from bot.proofs.claims import broken_claims
from bot.proofs.compare import HIDING, TICKING_MORE, Parting, lowest_fall
from bot.proofs.counting import count, longest_of
from bot.proofs.explore import Trail
from bot.proofs.look import Looks
from bot.proofs.past import past_of
from bot.proofs.places import Places
from bot.proofs.search import ends_below
from bot.proofs.transcript import Transcript, finished, transcript
from bot.proofs.verdict import Broken, Proof
from bot.proofs.view import EMERGENCY, up_to
from bot.triage.conditions import All, Condition, Either, Not, Nothing, Something
from bot.triage.flow import Flow, Step, Urgency

SCREEN = "modules/red_flags.yaml"


def prove(flow: Flow, earlier: Sequence[Flow] | None = None, screen: frozenset[str] | None = None) -> Proof:
    """Prove everything that must hold of the flow, and count.

    earlier: the flows of the conversations that it may follow on; if not told, a flow that is not listed may follow on
    any. screen: the ids of the red-flag questions; if not told, those written in modules/red_flags.yaml.
    """
    looks = Looks(flow, past_of(flow, earlier))
    counted = count(looks)
    broken = tuple(_broken(looks, screen_of(flow) if screen is None else screen, counted.longest))
    return Proof(flow.id, counted.sequences, counted.states + looks.states, counted.longest, broken)


def faults(flow: Flow) -> tuple[Broken, ...]:
    """What does not hold of the flow; the same as `prove` finds, without the time that counting takes."""
    looks = Looks(flow, past_of(flow, None))
    return tuple(_broken(looks, screen_of(flow), longest_of(looks)))


def screen_of(flow: Flow) -> frozenset[str]:
    """The ids of its red-flag questions."""
    return frozenset(step.id for step in flow.steps if SCREEN in step.mark)


def _broken(looks: Looks, screen: frozenset[str], longest: int) -> Iterator[Broken]:
    """longest: no conversation asks more questions than this."""
    yield from _never_ending(looks)
    yield from _not_kept(looks.flow)
    yield from broken_claims(looks, longest)
    yield from _not_always_screened(looks, screen)
    yield from _not_screened(looks, screen)
    yield from _lowered(looks, TICKING_MORE, "ticking more lowers the level")
    yield from _lowered(looks, HIDING, "a question is hidden by `below` that could still raise the level")


def _never_ending(looks: Looks) -> Iterator[Broken]:
    """Or ending too late: not at once where it is an emergency."""
    stuck = [step for step in looks.flow.steps if not (step.many or step.options or step.on_card)]
    for step, reached in without_answers(*looks.up_to(EMERGENCY)) if stuck else ():
        said = transcript(looks.up_to(EMERGENCY).plan.places, reached.trail)
        yield Broken(f"'{step.id}' is asked and has no answer: the conversation never ends", said, step.mark, step.mark)
    if not stuck and not avoidable(looks.flow, looks.past):
        yield from _too_late(looks)


def _too_late(looks: Looks) -> Iterator[Broken]:
    plan, explored = looks.up_to(EMERGENCY, waits=False)
    found = too_late(plan, explored)
    if found:
        step, reached = found
        what = f"'{step.id}' is still asked although whatever is answered now ends in an emergency"
        yield Broken(what, transcript(plan.places, reached.trail), step.mark, step.mark)


def _not_kept(flow: Flow) -> Iterator[Broken]:
    for step, rule in unread(flow):
        what = f"a rule rests on '{step.id}', which stands on the emergency card: its level would be lost"
        yield Broken(what, Transcript(), rule.mark, step.mark)


def _not_always_screened(looks: Looks, screen: frozenset[str]) -> Iterator[Broken]:
    """A red-flag question that not all are asked: only a tick at another red-flag question may decide that."""
    for step in looks.flow.steps:
        others = screen - {step.id}
        if step.id in screen and step.when is not None and not asks_for_a_tick(step.when, others):
            what = f"'{step.id}' is a red-flag question, and more than a tick at another one decides who is asked it"
            yield Broken(what, _not_asked(looks, step.id, tuple(ticks_in(step.when, others))), step.mark, step.mark)


def _not_asked(looks: Looks, step: str, ticks: Sequence[Condition]) -> Transcript:
    """The shortest conversation below an emergency that skips the question in spite of such a tick; if none, empty."""
    plan, explored = looks.up_to(EMERGENCY)
    skipped = Not(Either((Something(step), Nothing(step))))
    condition = All((skipped, Either(tuple(ticks)))) if ticks else skipped
    found = ends_below(plan, explored, plan.term(condition), thins=False)
    return transcript(plan.places, found.trail) if found else Transcript()


def _not_screened(looks: Looks, screen: frozenset[str]) -> Iterator[Broken]:
    hidden = frozenset(step.id for step in looks.flow.steps if step.below is not None) & screen
    if not hidden:
        return
    plan, explored = looks.up_to(EMERGENCY)
    for step, reached in hidden_from_screen(plan, explored, hidden):
        said = transcript(plan.places, reached.trail)
        what = f"'{step.id}' of the red-flag screen is skipped, and the conversation ends below an emergency"
        yield Broken(what, said, step.mark, blame.too_high(looks.flow, said))


def _lowered(looks: Looks, parting: Parting, what: str) -> Iterator[Broken]:
    """The shortest of the falls to below some level: every fall is one."""
    found = list(_falls(looks, parting))
    if found:
        _, places, trail = min(found, key=lambda fall: fall[0])
        first, cut_short = (transcript(places, trail, which) for which in (0, 1))
        parted = blame.where_parted(looks.flow, first, cut_short)
        second = finished(_asking(looks.flow, parted), cut_short, first)
        to_blame = blame.raised_only(looks.flow, second, first)
        yield Broken(f"{what}, at '{parted.id}'", first, parted.mark, to_blame, second)


def _falls(looks: Looks, parting: Parting) -> Iterator[tuple[int, Places, Trail | None]]:
    """Cost, and how it is reached, of the lowest fall to below each level, if there is any."""
    for level in Urgency:
        steps = parting.steps(looks.flow, up_to(looks.flow, int(level))) if level > Urgency.SELF_CARE else ()
        if steps:
            where = looks.at(int(level)).places.mask(steps)
            plan, explored = looks.before(int(level), where.bit_length())
            fall = lowest_fall(plan, explored, parting, where)
            if fall:
                yield fall.cost, plan.places, fall.trail


def _asking(flow: Flow, hidden: Step) -> Flow:
    """The flow with that question asked whatever the level is."""
    return replace(flow, steps=tuple(replace(step, below=None) if step is hidden else step for step in flow.steps))
