"""Conditions as they are written: a mapping is "and", a list of mappings "or", `not:` negates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.content.nodes import Node
from bot.content.scope import Outline, Scope
from bot.triage.conditions import ALWAYS, All, Condition, Either, Not, Nothing, Something, Ticked

RESERVED = frozenset({"any", "none"})
"""What a condition says instead of an option, so that no option can be called so."""

EVERY = ("all",)
COUNTED = ("at_least", "of")


def read_condition(node: Node, scope: Scope) -> Condition:
    """A whole condition. What cannot be read stands as ALWAYS, reported."""
    if node.kind == "list":
        return Either(tuple(read_condition(item, scope) for item in node.items()))
    parts = tuple(_part(key, value, scope) for key, value in node.entries())
    return parts[0] if len(parts) == 1 else All(parts)


def optional_condition(node: Node | None, scope: Scope) -> Condition | None:
    return None if node is None else read_condition(node, scope)


def mentioned(node: Node) -> set[str]:
    """The steps that a condition names, whether they exist or not."""
    if node.kind == "list":
        return {step for item in node.each() for step in mentioned(item)}
    if node.kind == "word":
        return set()
    return {
        step for key, value in node.entries() for step in (mentioned(value) if key.value == "not" else {key.word()})
    }


def _part(key: Node, value: Node, scope: Scope) -> Condition:
    if key.value == "not":
        return Not(read_condition(value, scope))
    step = scope.outline(key)
    if step is None:
        return ALWAYS
    return _several(value, step) if value.kind == "mapping" else _any_of(value, step)


def _any_of(value: Node, step: Outline) -> Condition:
    """An option, a list of them, `any` or `none`."""
    if value.value == "any":
        return Something(step.id)
    named = [node for node in value.each() if node.value != "none"]
    parts: list[Condition] = [_ticked(step, named)] if named else []
    if len(named) < len(value.each()):
        if not step.many:
            value.wrong(f"one option of `{step.id}` is always chosen, so it is never `none`")
        parts.append(Nothing(step.id))
    return parts[0] if len(parts) == 1 else Either(tuple(parts))


def _several(value: Node, step: Outline) -> Condition:
    """`{all: [...]}` or `{at_least: n, of: [...]}`."""
    if not step.many:
        value.wrong(f"only one option of `{step.id}` can be chosen")
    if any(key.value == "all" for key, _ in value.entries()):
        every = _ticked(step, value.fields(EVERY)["all"].each())
        return replace(every, at_least=len(every.options))
    fields = value.fields(COUNTED)
    some = _ticked(step, fields["of"].each())
    return replace(some, at_least=fields["at_least"].number(1, max(len(some.options), 1)))


def _ticked(step: Outline, nodes: Iterable[Node]) -> Ticked:
    """The options named, each once."""
    found: dict[str, str] = {}
    for node in nodes:
        option = node.choice(step.options, f"option of `{step.id}`:")
        if option and option in found:
            node.wrong(f"`{option}` is named twice")
        found[option] = node.mark
    found.pop("", None)
    return Ticked(step.id, frozenset(found), marks=tuple(found.items()))
