"""What raises the urgency: an option or a rule, each with its reason, its source and, for an emergency, its cause."""

from __future__ import annotations

from bot.content.conditions import read_condition
from bot.content.nodes import Fields, Node
from bot.content.scope import LEVELS, RAISED, Known, Scope
from bot.content.texts import read_text
from bot.triage.conditions import Condition, steps_of
from bot.triage.flow import Rule, Urgency

RULE = ("if", "raises")
RAISING = ("raises", "because", "source", "cause")


def read_rule(node: Node, scope: Scope) -> Rule:
    """A rule: `if`, and what it raises."""
    fields = node.fields(RULE, RAISING)
    return read_raise(fields, read_condition(fields["if"], scope), scope)


def read_raise(fields: Fields, condition: Condition, scope: Scope) -> Rule:
    """What stands beside `raises:`. Its `because` may mention what is answered when the condition is decided."""
    fields.need("because", "source")
    urgency = RAISED.get(fields["raises"].choice(RAISED, "level"), Urgency.SELF_CARE)
    because = read_text(fields["because"], scope.until(steps_of(condition)))
    sources = read_sources(fields, scope.known)
    return Rule(condition, urgency, because, sources, _cause(fields, urgency, scope.known), fields.node.mark)


def read_sources(fields: Fields, known: Known) -> tuple[str, ...]:
    """The keys of sources.yaml under `source`, one or several."""
    return tuple(filter(None, (node.choice(known.sources, "source") for node in fields.each("source"))))


def read_level(node: Node) -> Urgency:
    return LEVELS.get(node.choice(LEVELS, "level"), Urgency.SELF_CARE)


def _cause(fields: Fields, urgency: Urgency, known: Known) -> str | None:
    cause = fields.get("cause")
    if urgency is Urgency.EMERGENCY:
        fields.need("cause")
    elif cause:
        cause.wrong("only what raises to emergency has a cause")
    return (cause.choice(known.causes, "cause") or None) if cause else None
