"""What stands in flows and does nothing: it never fires, is never shown, or nothing reads it.

What a module or a shared file brings is told only where it does nothing in every flow that uses it. Nothing is told
that could matter to anybody; where a look at every conversation is needed, it is taken (`reach`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.proofs.idle.asked import unmet_parts
from bot.proofs.idle.listed import idle_entries
from bot.proofs.idle.part import idle_in_all
from bot.proofs.idle.rules import idle_rules
from bot.proofs.idle.said import silent_parts
from bot.proofs.idle.unread import unread_parts
from bot.triage.errors import Problem
from bot.triage.flow import Mark
from bot.triage.library import Library


def idle(library: Library) -> tuple[Problem, ...]:
    """Everything of the kind, each place once for each thing that is wrong there."""
    flows = sorted(library.flows.values(), key=lambda flow: not flow.listed)  # first visits have no past to look at
    never_asked = tuple(idle_in_all(part for flow in flows for part in unmet_parts(flow, flows)))
    told = _marks(never_asked)
    whole = (
        *never_asked,
        *(problem for problem in idle_in_all(unread_parts(library)) if problem.mark not in told),
        *idle_rules(flows),
        *idle_in_all(part for flow in flows for part in silent_parts(flow, library)),
    )
    return (*whole, *idle_entries(flows, library, _marks(whole)), *_unanswerable(library))


def _marks(problems: Iterable[Problem]) -> frozenset[Mark]:
    return frozenset(problem.mark for problem in problems)


def _unanswerable(library: Library) -> Iterator[Problem]:
    """Questions that say no reason, and those that leave no choice."""
    steps = {step.mark: step for flow in library.flows.values() for step in flow.steps}
    for mark, step in steps.items():
        if not step.why:
            yield Problem.at(mark, f"`why` is missing: people are told why `{step.id}` is asked")
        if not step.many and len(step.options) == 1:
            yield Problem.at(mark, f"`{step.id}` has one answer alone: a question has at least two")
