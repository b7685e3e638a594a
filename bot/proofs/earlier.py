"""What earlier conversations of the episode may have found: everything that a condition could tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from bot.proofs.answers import Change, Opened
from bot.proofs.boxes import Policy, Way, Ways, Worlds
from bot.proofs.matters import Kind, Matter, Matters
from bot.proofs.past import Earlier
from bot.proofs.question import Branch, Mode, Question, answers
from bot.proofs.terms import Place


def findings(
    question: Question, earlier: Earlier, carried_to: Place | None, worlds: Worlds, matters: Matters, policy: Policy
) -> Iterator[Branch]:
    """Each way in which this may have been answered, or not, before the flow begins; the same in all worlds."""
    told = (Mode.TOLD,) * len(worlds)
    if not earlier.always:
        passed = _after(question.passed, worlds, matters)
        yield Branch((Mode.PASSED,) * len(worlds), {passed: Way()} if policy.alive(passed) else {})
    opened = _after(question.opened, worlds, matters)
    if carried_to is None:
        yield Branch(told, answers(question, opened, matters, policy))
        return
    carried = Change(matters.terms, Opened(question.place, carried=True))
    among = earlier.accepted & earlier.boxes
    accepted = answers(question, _after(carried, worlds, matters), matters, policy, among)
    yield Branch(told, _carrying(accepted, carried_to, matters))
    for start, way, among in _not_accepted(question, earlier, opened, matters):
        ways = answers(question, start, matters, policy, among)
        yield Branch(told, {after: _both(way, found) for after, found in ways.items()})


def _after(change: Change, worlds: Worlds, matters: Matters) -> Worlds:
    return tuple(matters.after(change, world) for world in worlds)


def _carrying(ways: Ways, place: Place, matters: Matters) -> Ways:
    """The question of this flow remembers that it is answered already."""
    carried = matters.bag((Matter(Kind.CARRIED, place),))
    return {
        tuple(world._replace(bag=matters.joined(world.bag, carried)) for world in worlds): way
        for worlds, way in ways.items()
    }


def _not_accepted(
    question: Question, earlier: Earlier, opened: Worlds, matters: Matters
) -> Iterator[tuple[Worlds, Way, int]]:
    """Answers that the question of this flow does not have: by the first option of them that it does not know."""
    strange = [option for option in range(len(earlier.options)) if not earlier.accepted >> option & 1]
    if not question.many:
        if strange:
            yield opened, Way(), ~earlier.accepted
        return
    allowed = earlier.boxes
    ticking = {option: ticked for option, _, ticked in question.decided}
    for option in strange:
        allowed &= ~(1 << option)
        ticked = ticking[option]
        yield _after(ticked, opened, matters), Way().tick(option), allowed


def _both(one: Way, other: Way) -> Way:
    return Way(one.number * other.number, one.ticks + other.ticks, one.ticked | other.ticked)
