"""Where it is plain that no emergency is certain before it is there, as every later question has a harmless answer.

For then the harmless answers, one after the other, lead past every alarm. An alarm that asks for ticks alone, without
"not" and "none", is false once all that it still waits for is answered so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.proofs.past import keys_read
from bot.triage.conditions import BEFORE, All, Condition, Either, Something, Ticked
from bot.triage.flow import Flow, Urgency


def avoidable(flow: Flow) -> bool:
    """Whether it is plain; if not, it must be looked at more closely."""
    alarms = [rule.condition for rule in flow.raising if rule.urgency is Urgency.EMERGENCY]
    known = frozenset(key.removeprefix(BEFORE) for key in keys_read(flow))  # before they are asked
    return all(_asks_for_ticks(alarm, flow, known) for alarm in alarms) and _harmless_everywhere(flow, alarms)


def _asks_for_ticks(condition: Condition, flow: Flow, known: frozenset[str]) -> bool:
    match condition:
        case Ticked(id, _, at_least):
            return at_least > 0 and id not in known and not id.startswith(BEFORE)
        case Something(id):
            step = flow.step(id)
            return step is not None and step.many and id not in known
        case All(parts) | Either(parts):
            return len(parts) > 0 and all(_asks_for_ticks(part, flow, known) for part in parts)
    return False


def _harmless_everywhere(flow: Flow, alarms: Iterable[Condition]) -> bool:
    """Whether each question can be answered with nothing that an alarm names."""
    named = {(step, option) for alarm in alarms for step, options in _named(alarm) for option in options}
    return all(step.many or any((step.id, option.id) not in named for option in step.options) for step in flow.steps)


def _named(condition: Condition) -> Iterator[tuple[str, frozenset[str]]]:
    match condition:
        case Ticked(step, options):
            yield step, options
        case All(parts) | Either(parts):
            for part in parts:
                yield from _named(part)
