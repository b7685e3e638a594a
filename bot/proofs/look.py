"""A flow looked at in several ways, each explored once and only when it is needed."""

from __future__ import annotations

from typing import NamedTuple

from bot.proofs.explore import Explored, Explorer, beginning, explore
from bot.proofs.past import Past
from bot.proofs.plan import Plan, plan
from bot.proofs.spelled import spelled_out
from bot.proofs.view import Level, View, up_to
from bot.triage.flow import Flow


class Look(NamedTuple):
    """A plan, and every conversation as far as it matters there."""

    plan: Plan
    explored: Explored


class Looks:
    """All looks at one flow."""

    def __init__(self, flow: Flow, past: Past) -> None:
        self.flow = spelled_out(flow)
        self.past = past
        self._known: dict[View, Look] = {}

    def at(self, view: View) -> Look:
        if view not in self._known:
            ready = plan(self.flow, self.past, view)
            self._known[view] = Look(ready, explore(Explorer(ready, lambda worlds: True), beginning(ready)))
        return self._known[view]

    def up_to(self, level: Level, waits: bool = True) -> Look:
        return self.at(up_to(self.flow, level, waits))

    @property
    def states(self) -> int:
        """How many different standings were looked at."""
        return sum(
            sum(map(len, look.explored.layers)) + len(look.explored.emergencies) for look in self._known.values()
        )
