"""Modules woven into flows: `- use: NAME` among the steps stands for all that the module has, its steps there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.nodes import Fields, Node

PARTS = ("rules", "advice", "claims", "tests", "accepted")
USE = ("use",)

Modules = Mapping[str, Fields | None]
"""Modules by name; None: its file could not be read."""


@dataclass(frozen=True, slots=True)
class Woven:
    """The parts of a flow in their order, a module's own before those of the flow that uses it. Not read yet."""

    steps: tuple[Node, ...] = ()
    rules: tuple[Node, ...] = ()
    advice: tuple[Node, ...] = ()
    claims: tuple[Node, ...] = ()
    tests: tuple[Node, ...] = ()
    accepted: tuple[Node, ...] = ()
    modules: tuple[Node, ...] = ()  # every module used
    complete: bool = True  # False: a module is missing

    def __add__(self, other: Woven) -> Woven:
        return Woven(
            self.steps + other.steps,
            self.rules + other.rules,
            self.advice + other.advice,
            self.claims + other.claims,
            self.tests + other.tests,
            self.accepted + other.accepted,
            self.modules + other.modules,
            self.complete and other.complete,
        )


def weave(fields: Fields, modules: Modules, within: tuple[str, ...] = ()) -> Woven:
    """A flow or a module with all that it uses. within: the modules that are being woven, to find circles."""
    whole = Woven()
    for step in fields["steps"].items():
        whole += _use(step, modules, within) if _is_use(step) else Woven(steps=(step,))
    rules, advice, claims, tests, accepted = (_listed(fields.get(part)) for part in PARTS)
    return whole + Woven((), rules, advice, claims, tests, accepted)


def _use(step: Node, modules: Modules, within: tuple[str, ...]) -> Woven:
    named = step.fields(USE)["use"]
    name = named.choice(modules, "module")
    if name in within:
        named.wrong(f"modules in a circle: {' -> '.join((*within, name))}")
    module = None if name in within else modules.get(name)
    if module is None:
        return Woven(complete=False)
    return weave(module, modules, (*within, name)) + Woven(modules=(module.node,))


def _is_use(step: Node) -> bool:
    return isinstance(step.value, Mapping) and "use" in step.value


def _listed(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else node.items()
