"""Lowered levels that somebody answers for: where, how low, who, why and when."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.conditions import RESERVED, read_condition
from bot.content.days import read_day
from bot.content.nodes import Node
from bot.content.raises import read_level
from bot.content.scope import Known, Outline, Scope
from bot.triage.flow import Accepted

ACCEPTED = ("lowered", "to", "by", "why", "date")


def read_accepted(node: Node) -> Accepted:
    """An entry of `accepted:`. What it names need not be there: a question that is gone may be why a level is lower."""
    fields = node.fields(ACCEPTED)
    lowered = fields["lowered"]
    return Accepted(
        lowered=read_condition(lowered, Scope(Known(), _as_named(lowered))),
        to=read_level(fields["to"]),
        by=fields["by"].word(),
        why=fields["why"].word(),
        date=read_day(fields["date"]),
        mark=node.mark,
    )


def _as_named(node: Node) -> dict[str, Outline]:
    """The steps that a condition names, each with the options that it names of it."""
    found: dict[str, Outline] = {}
    for step, option in _named(node):
        options = found[step].options if step in found else ()
        found[step] = Outline(step, tuple(dict.fromkeys((*options, option))), many=True)
    return found


def _named(node: Node) -> Iterator[tuple[str, str]]:
    if isinstance(node.value, tuple):
        for item in node.value:
            yield from _named(item)
    elif not isinstance(node.value, str):
        for key, value in node.value.values():
            if key.value == "not":
                yield from _named(value)
            else:
                yield from ((key.word(), word) for word in ("", *_words(value)) if word not in RESERVED)


def _words(node: Node) -> Iterator[str]:
    if isinstance(node.value, str):
        yield node.value
    elif isinstance(node.value, tuple):
        for item in node.value:
            yield from _words(item)
    else:
        for _, value in node.value.values():
            yield from _words(value)
