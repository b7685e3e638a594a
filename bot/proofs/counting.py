"""How many sequences of answers there are, and how long the longest is.

Where `below` hides some questions at the end, whether they are asked depends on levels that else would not matter here.
So all conversations are counted as if those were never asked; and those that come to them at a low level once more, for
what is asked of them in addition.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.proofs.hazards import asks_where_hidden
from bot.proofs.look import Looks
from bot.proofs.plan import Plan, plan
from bot.proofs.tally import Tallying, total
from bot.proofs.terms import Place
from bot.proofs.view import EMERGENCY, up_to
from bot.triage.conditions import All, Either, steps_of
from bot.triage.flow import Flow, Step, Urgency


@dataclass(frozen=True, slots=True)
class Count:
    """Of all conversations: how many, the questions of the longest, and the standings that were looked at."""

    sequences: int
    longest: int
    states: int


def count(looks: Looks) -> Count:
    """All conversations of a flow."""
    last = _hidden_at_the_end(looks.flow)
    if not last:
        return _counted(looks.at(EMERGENCY))
    never = _never_asking(looks.flow, frozenset(step.id for step in last))
    always_hidden = _counted(plan(never, looks.past, up_to(never, EMERGENCY)))
    low = looks.at(int(last[0].below or 0))
    return _with_hidden(always_hidden, low, low.places.of[last[0].id])


def longest_of(looks: Looks) -> int:
    """The questions of the longest conversation, or a number above it that is within every claim."""
    claimed = [claim.questions for claim in looks.flow.claims if claim.questions is not None]
    if not claimed:
        return 0
    roughly = None if asks_where_hidden(looks.flow) else _longest_without_levels(looks)
    return roughly if roughly is not None and roughly <= min(claimed) else count(looks).longest


def _longest_without_levels(looks: Looks) -> int:
    """As if no level ever ended the questions or hid one; so no conversation asks more. This is found quickly."""
    never = _never_raising(looks.flow)
    return _counted(plan(never, looks.past, up_to(never, EMERGENCY))).longest


def _counted(plan: Plan) -> Count:
    tallying = Tallying(plan)
    concluded, ended = tallying.through(tallying.beginning())
    return Count(*total((ended, *concluded.values())), tallying.states)


def _with_hidden(count: Count, low: Plan, begin: Place) -> Count:
    """Those that come there at a low level are asked some or all of what was never asked."""
    tallying = Tallying(low)
    come, _ = tallying.through(tallying.beginning(), end=begin)
    unasked, _ = total(come.values())
    concluded, ended = tallying.through(come, begin)
    asked, longest = total((ended, *concluded.values()))
    return Count(count.sequences + asked - unasked, max(count.longest, longest), count.states + tallying.states)


def _hidden_at_the_end(flow: Flow) -> tuple[Step, ...]:
    """The last questions, where they are all that `below` hides, from one level on, and no emergency rests on them."""
    asked = [step for step in flow.steps if not step.on_card]
    hidden = tuple(step for step in asked if step.below is not None)
    alarms = (rule.condition for rule in flow.raising if rule.urgency is Urgency.EMERGENCY)
    ids = frozenset(step.id for step in hidden)
    alarming = any(not ids.isdisjoint(steps_of(alarm)) for alarm in alarms)
    alike = {step.below for step in hidden} in ({Urgency.ROUTINE}, {Urgency.URGENT})
    alike = alike and not any(step.carry for step in hidden)  # what was told before counts, hidden or not
    return hidden if alike and not alarming and hidden == tuple(asked[-len(hidden) :]) else ()


def _never_asking(flow: Flow, ids: frozenset[str]) -> Flow:
    return replace(flow, steps=tuple(_never(step) if step.id in ids else step for step in flow.steps))


def _never(step: Step) -> Step:
    """Its condition stays, as it may read of the past; but it cannot hold."""
    when = () if step.when is None else (step.when,)
    return replace(step, when=All((*when, Either(()))), below=None)


def _never_raising(flow: Flow) -> Flow:
    steps = (
        replace(step, below=None, options=tuple(replace(option, raises=None) for option in step.options))
        for step in flow.steps
    )
    return replace(flow, steps=tuple(steps), rules=())
