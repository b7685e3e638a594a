"""The texts of a content file: what a person is shown, as against what decides or names something."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from bot.content.digest import plain
from bot.content.nodes import Node
from bot.content.signed import called

SILENT = ("safety_net", "sources")
"""How the names of files begin in which nothing stands that a person is shown."""

NO_TEXT = {
    *("if", "when", "below", "carry", "after", "raises", "cause", "source", "use", "flow", "module", "version"),
    *("listed", "closes", "claims", "tests", "accepted", "at", "lookup", "names", "recent", "long_term"),
    *("evidence", "class", "of", "consent_version"),
}
"""What decides, or names something. Options may be called so; they are no keys."""

OPTIONS = ("one", "many")


def is_shown(file: str) -> bool:
    """Whether texts stand in this file of the folder: `words.yaml`, not `locale/safety_net_de.yaml`."""
    return not PurePosixPath(file).name.startswith(SILENT)


def texts(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Each text of a file, by the path to it: `steps.lasting.one.days.label`."""
    if isinstance(node.value, str):
        yield path, node
    elif isinstance(node.value, tuple):
        for index, item in enumerate(node.value, start=1):
            yield from texts(item, _below(path, _name(item, index)))
    else:
        for key, (_, value) in node.value.items():
            if _is_text(node, key, path.rpartition(".")[2]):
                yield from texts(value, _below(path, key))


def retold(node: Node, say: Callable[[Node], Node], key: str = "") -> Node:
    """The same file with each of its texts as `say` puts it. key: under which the node itself stands."""
    if isinstance(node.value, str):
        return say(node)
    if isinstance(node.value, tuple):
        return replace(node, value=tuple(retold(item, say) for item in node.value))
    told = {
        inner: (name, retold(value, say, inner) if _is_text(node, inner, key) else value)
        for inner, (name, value) in node.value.items()
    }
    return replace(node, value=told)


def text_of(node: Node) -> str:
    """What such a node says, without the space around it."""
    assert isinstance(node.value, str), "a text is a word"
    return node.value.strip()


def _is_text(mapping: Node, key: str, above: str) -> bool:
    """Whether texts stand under this key of a mapping that itself stands under the key `above`."""
    keys = mapping.value if isinstance(mapping.value, Mapping) else {}
    is_question = "text" in keys  # then `ask` is its id
    is_plan = {"flow", "after"} <= keys.keys()  # of a check-in: all of it is about when
    return above in OPTIONS or not (key in NO_TEXT or (key == "ask" and is_question) or is_plan)


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _name(item: Node, index: int) -> str:
    """By what a part of a list is known again: its id, the condition under which it counts, or its number."""
    if name := called(item):
        return name
    condition = item.value.get("if") if isinstance(item.value, Mapping) else None
    if condition is None:
        return str(index) if isinstance(item.value, str) else "always"
    return "if " + json.dumps(plain(condition[1]), ensure_ascii=False).replace('"', "")
