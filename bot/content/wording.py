"""What a folder says, text by text, each under its place: so that two versions of it can be read side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.content.digest import plain
from bot.content.folder import Folder
from bot.content.nodes import Node
from bot.content.signed import called, files_of
from bot.triage.flow import Mark

SILENT = {"safety_net.yaml", "sources.yaml"}
"""Files in which nothing stands that a person is shown."""

NO_TEXT = {
    *("if", "when", "below", "carry", "after", "raises", "cause", "source", "use", "flow", "module", "version"),
    *("listed", "closes", "claims", "tests", "accepted", "at", "check_in", "lookup", "names", "recent", "long_term"),
    *("evidence", "class", "rounds", "nudge"),
}
"""What decides, or names something. Options may be called so; they are no keys."""

OPTIONS = ("one", "many")


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and where it stands."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reworded:
    """A text that changed. None: it is new, or gone."""

    place: str  # `lip_twitch.yaml#steps.lasting.one.days.label`
    old: Said | None
    new: Said | None


def reworded(old: Folder, new: Folder) -> tuple[Reworded, ...]:
    """Every text that differs, in the order of the new folder; what is gone comes last."""
    before, now = dict(_texts(old)), dict(_texts(new))
    places = dict.fromkeys([*now, *before])
    found = (Reworded(place, before.get(place), now.get(place)) for place in places)
    return tuple(each for each in found if _text(each.old) != _text(each.new))


def _text(said: Said | None) -> str | None:
    return said.text if said else None


def _texts(folder: Folder) -> Iterator[tuple[str, Said]]:
    for name, node in files_of(folder):
        if name not in SILENT:
            yield from ((f"{name}#{path}", said) for path, said in _below("", node))


def _below(path: str, node: Node) -> Iterator[tuple[str, Said]]:
    if isinstance(node.value, str):
        yield path, Said(node.value.strip(), node.mark)
    for name, part in _parts(path, node):
        yield from _below(f"{path}.{name}" if path else name, part)


def _parts(path: str, node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node.value, tuple):
        yield from ((_name(item, index), item) for index, item in enumerate(node.value, start=1))
    elif isinstance(node.value, Mapping):
        is_question = "text" in node.value  # then `ask` is its id
        for key, (_, value) in node.value.items():
            no_text = key in NO_TEXT or (key == "ask" and is_question)
            if path.rpartition(".")[2] in OPTIONS or not no_text:
                yield key, value


def _name(item: Node, index: int) -> str:
    """By what a part of a list is known again: its id, the condition under which it counts, or its number."""
    if name := called(item):
        return name
    condition = item.value.get("if") if isinstance(item.value, Mapping) else None
    if condition is None:
        return str(index) if isinstance(item.value, str) else "always"
    return "if " + json.dumps(plain(condition[1]), ensure_ascii=False).replace('"', "")
