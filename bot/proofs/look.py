"""A flow looked at in several ways, each explored once and only when it is needed."""

from __future__ import annotations

from typing import NamedTuple

from bot.proofs.assuming import assuming
from bot.proofs.boxes import Policy
from bot.proofs.dominance import lowest
from bot.proofs.explore import Explored, Explorer, beginning, explore
from bot.proofs.past import Past
from bot.proofs.plan import Plan, plan
from bot.proofs.search import Bounds
from bot.proofs.spelled import spelled_out
from bot.proofs.terms import Place
from bot.proofs.view import EMERGENCY, Level, View, up_to
from bot.triage.flow import Flow


class Look(NamedTuple):
    """A plan, and every conversation as far as it matters there."""

    plan: Plan
    explored: Explored

    @property
    def states(self) -> int:
        return sum(map(len, self.explored.layers)) + len(self.explored.emergencies)


class Looks:
    """All looks at one flow."""

    def __init__(self, flow: Flow, past: Past) -> None:
        self.flow = spelled_out(flow)
        self.past = past
        self._plans: dict[View, Plan] = {}
        self._all: dict[View, Look] = {}
        self._lowest: dict[View, Look] = {}

    def plan(self, view: View) -> Plan:
        if view not in self._plans:
            self._plans[view] = plan(assuming(self.flow, view.whole), self.past, view)
        return self._plans[view]

    def at(self, level: Level) -> Plan:
        """The plan with which it is told whether a conversation ends below this level."""
        return self.plan(up_to(self.flow, level))

    def up_to(self, level: Level, waits: bool = True) -> Look:
        """Every conversation, as far as it matters to tell whether it ends below this level."""
        view = up_to(self.flow, level, waits)
        if view not in self._all:
            ready = self.plan(view)
            self._all[view] = Look(ready, explore(Explorer(ready), beginning(ready)))
        return self._all[view]

    def before(self, level: Level, end: Place) -> Look:
        """The same, but only the standings before the questions up to this place."""
        ready = self.at(level)
        if up_to(self.flow, level) in self._all or end >= len(ready.questions):
            return self.up_to(level)
        return Look(ready, explore(Explorer(ready), beginning(ready), end=end))

    def lowest(self, level: Level) -> Look:
        """Of the conversations that end below this level, those that have armed the least."""
        view = up_to(self.flow, level)
        if view not in self._lowest:
            ready = self.plan(view)
            policy = Policy(Bounds(at_least=EMERGENCY).may_break, lowest=True)
            self._lowest[view] = Look(ready, explore(Explorer(ready, policy, lowest), beginning(ready)))
        return self._lowest[view]

    @property
    def states(self) -> int:
        """How many different standings were looked at."""
        return sum(look.states for look in (*self._all.values(), *self._lowest.values()))
