"""Where it is plain that no emergency is certain before it is there, as every later question has a harmless answer.

For then the harmless answers, one after the other, lead past every alarm. An alarm that asks for ticks alone, without
"not" and "none", is false once all that it still waits for is answered so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.proofs.past import keys_read
from bot.triage.conditions import BEFORE, All, Condition, Either, Something, Ticked
from bot.triage.flow import Flow, Step, Urgency


def avoidable(flow: Flow) -> bool:
    """Whether it is plain; if not, it must be looked at more closely."""
    alarms = [rule.condition for rule in flow.raising if rule.urgency is Urgency.EMERGENCY]
    return all(_asks_for_ticks(alarm, flow) for alarm in alarms) and all(
        _has_harmless(step, alarms) for step in flow.steps
    )


def _asks_for_ticks(condition: Condition, flow: Flow) -> bool:
    match condition:
        case Ticked(step, _, at_least):
            return at_least > 0 and _is_asked_anew(step, flow)
        case Something(id):
            step_ = flow.step(id)
            return step_ is not None and step_.many and _is_asked_anew(id, flow)
        case All(parts) | Either(parts):
            return len(parts) > 0 and all(_asks_for_ticks(part, flow) for part in parts)
    return False


def _is_asked_anew(id: str, flow: Flow) -> bool:
    """Whether its answer is not known from an earlier conversation before it is reached."""
    return not id.startswith(BEFORE) and BEFORE + id not in keys_read(flow)


def _has_harmless(step: Step, alarms: Iterable[Condition]) -> bool:
    named = {option for alarm in alarms for key, options in _named(alarm) if key == step.id for option in options}
    return step.many or any(option.id not in named for option in step.options)


def _named(condition: Condition) -> Iterator[tuple[str, frozenset[str]]]:
    match condition:
        case Ticked(step, options):
            yield step, options
        case All(parts) | Either(parts):
            for part in parts:
                yield from _named(part)
