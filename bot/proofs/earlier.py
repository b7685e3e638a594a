"""What earlier conversations of the episode may have found: everything that a condition could tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from bot.proofs.answers import Change, Opened
from bot.proofs.boxes import Alive, Way, Ways
from bot.proofs.matters import Kind, Matter, Matters, World
from bot.proofs.past import Earlier
from bot.proofs.question import Branch, Mode, Question, answers
from bot.proofs.terms import Place


def findings(
    question: Question, earlier: Earlier, carried_to: Place | None, world: World, matters: Matters, alive: Alive
) -> Iterator[Branch]:
    """Each way in which this may have been answered, or not, before the flow begins."""
    if not earlier.always:
        yield Branch((Mode.PASSED,), _single(matters.after(question.passed, world), alive))
    opened = (matters.after(question.opened, world),)
    if carried_to is None:
        yield Branch((Mode.TOLD,), answers(question, opened, matters, alive))
        return
    carried = Change(matters.terms, Opened(question.place, carried=True))
    taken_over = (matters.after(carried, world),)
    accepted = answers(question, taken_over, matters, alive, among=earlier.accepted)
    yield Branch((Mode.TOLD,), _carrying(accepted, carried_to, matters))
    for start, way, among in _not_accepted(question, earlier, opened[0], matters):
        ways = answers(question, (start,), matters, alive, among)
        yield Branch((Mode.TOLD,), {worlds: _both(way, found) for worlds, found in ways.items()})


def _single(world: World, alive: Alive) -> Ways:
    return {(world,): Way()} if alive((world,)) else {}


def _carrying(ways: Ways, place: Place, matters: Matters) -> Ways:
    """The question of this flow remembers that it is answered already."""
    carried = matters.bag((Matter(Kind.CARRIED, place),))
    return {(world._replace(bag=matters.joined(world.bag, carried)),): way for (world,), way in ways.items()}


def _not_accepted(
    question: Question, earlier: Earlier, opened: World, matters: Matters
) -> Iterator[tuple[World, Way, int]]:
    """Answers that the question of this flow does not have: by the first option of them that it does not know."""
    strange = [option for option in range(len(earlier.options)) if not earlier.accepted >> option & 1]
    if not question.many:
        if strange:
            yield opened, Way(), ~earlier.accepted
        return
    allowed = (1 << len(earlier.options)) - 1
    for option in strange:
        allowed &= ~(1 << option)
        _, _, ticked = question.decided[option]
        yield matters.after(ticked, opened), Way().tick(option), allowed


def _both(one: Way, other: Way) -> Way:
    return Way(one.number * other.number, one.ticks + other.ticks, one.ticked | other.ticked)
