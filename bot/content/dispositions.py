"""Dispositions: shared sets of dispositions.yaml, over which a flow lays its own words level by level."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.check_ins import read_plans
from bot.content.nodes import Fields, Node
from bot.content.raises import read_sources
from bot.content.scope import LEVELS, Scope
from bot.content.texts import optional_text, read_text
from bot.triage.flow import Disposition, Urgency

NEEDED = ("headline", "now", "source")
TEXTS = (*NEEDED, "calling", "safety_net")

Sets = Mapping[str, Node] | None
"""Sets by name; None: dispositions.yaml could not be read."""


def read_dispositions(node: Node, sets: Sets, scope: Scope) -> dict[Urgency, Disposition]:
    """A disposition for every level; each level's own keys stand in place of the set's."""
    fields = node.fields((), ("use", *LEVELS))
    shared = _levels(fields, sets)
    found = {}
    for word, urgency in LEVELS.items():
        own = fields[word].fields((), (*TEXTS, "check_in")).found if word in fields else {}
        level = Fields(fields.get(word) or node, {**(shared or {}).get(word, {}), **own})
        if shared is not None:
            _check_needed(level, word)
        if urgency is Urgency.EMERGENCY and "check_in" in level:
            level["check_in"].wrong("an emergency is never followed by a check-in")
        found[urgency] = _disposition(level, urgency, scope)
    return found


def _levels(fields: Fields, sets: Sets) -> dict[str, Mapping[str, Node]] | None:
    """Level -> the fields that the set used gives it. None: that set is not known."""
    if "use" not in fields:
        return {}
    shared = (sets or {}).get(fields["use"].choice(sets, "set of dispositions"))
    if shared is None:
        return None
    levels = shared.fields((), tuple(LEVELS))
    return {word: level.fields((), TEXTS).found for word, level in levels.found.items()}


def _check_needed(level: Fields, word: str) -> None:
    for name in NEEDED:
        if name not in level:
            level.node.wrong(f"`{name}` is missing for `{word}`")


def _disposition(level: Fields, urgency: Urgency, scope: Scope) -> Disposition:
    check_in = level.get("check_in")
    return Disposition(
        urgency=urgency,
        headline=read_text(level["headline"], scope),
        now=read_text(level["now"], scope, may_be_silent=True),
        calling=optional_text(level.get("calling"), scope),
        safety_net=optional_text(level.get("safety_net"), scope),
        check_ins=read_plans(check_in, scope) if check_in else (),
        sources=read_sources(level, scope.known),
    )
