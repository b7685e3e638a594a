"""Modules that no flow uses: what stands in them is never asked, and nobody looks at what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.content.folder import read_folder
from bot.content.nodes import Node
from bot.triage.errors import Problem


def unused_modules(folder: Path) -> tuple[Problem, ...]:
    """Those of a folder that can be loaded."""
    read = read_folder(folder, [])
    modules = {name: node for name, node in read.modules.items() if node}
    used: set[str] = set()
    open = [node for node in read.flows.values() if node]
    while open:
        named = set(_named(open.pop())) - used
        used |= named
        open += (modules[name] for name in named if name in modules)
    return tuple(
        node.place.problem(f"no flow uses the module `{name}`") for name, node in modules.items() if name not in used
    )


def _named(node: Node) -> Iterator[str]:
    """The modules that a flow or a module names among its steps."""
    for step in _steps(node):
        if not isinstance(step.value, str | tuple) and "use" in step.value:
            yield step.value["use"][1].word()


def _steps(node: Node) -> tuple[Node, ...]:
    return next((value.items() for key, value in node.entries() if key.value == "steps"), ())
