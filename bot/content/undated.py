"""Sources that are cited and of which nobody says when they were opened: a release should wait for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.content.folder import read_folder
from bot.content.nodes import Node
from bot.triage.errors import Problem


def undated_sources(folder: Path) -> tuple[Problem, ...]:
    """Those of a folder that can be loaded, told at the first of them: there may be many, and the review page has each.

    What has no address is the project's own, and cannot be opened.
    """
    read = read_folder(folder, [])
    files = [*read.flows.values(), *read.modules.values(), *read.shared.values(), *read.nets.values()]
    cited = {key for node in files if node for key in _cited(node)}
    undated = [
        key
        for key, value in read["sources"].entries()
        if key.word() in cited and _has(value, "url") and not _has(value, "checked_on")
    ]
    return (_told(undated[0], len(undated) - 1),) if undated else ()


def _told(first: Node, more: int) -> Problem:
    others = f" and {more} more have" if more else " has"
    named = f"`{first.word()}`{others} no `checked_on`"
    return first.place.problem(f"{named}: open each source before a release, and write down the day")


def _cited(node: Node) -> Iterator[str]:
    """What stands under `source`, anywhere in a file."""
    if isinstance(node.value, tuple):
        for item in node.value:
            yield from _cited(item)
    elif isinstance(node.value, Mapping):
        for key, value in node.value.values():
            yield from (named.word() for named in value.each()) if key.value == "source" else _cited(value)


def _has(node: Node, key: str) -> bool:
    return any(each.value == key for each, _ in node.entries())
