"""The folder in another language: each text that has a translation is said in it, and all else stays as it is.

What decides (questions, options, levels, conditions) is never translated, so what is proven of the flows as they are
written is proven in every language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.content.catalog import WRITTEN, merged, own_name
from bot.content.folder import LOCALE, NET, Folder, read_folder
from bot.content.nodes import Node, Place
from bot.content.po import Entry, Po, read_po
from bot.content.shown import is_shown, retold, text_of, texts
from bot.content.signed import files_of
from bot.triage.errors import Problem, UnknownLanguage

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def languages_of(folder: Folder) -> tuple[str, ...]:
    """The codes of those that it can speak, its own first."""
    return (WRITTEN, *folder.catalogs)


def in_language(folder: Folder, code: str) -> Folder:
    """What the folder says in this language, and the safety net that reads it. Raises UnknownLanguage."""
    if code == WRITTEN:
        return folder
    if code not in folder.catalogs:
        raise UnknownLanguage(code, languages_of(folder))
    catalog = folder.catalogs[code]
    said = catalog.value if catalog and isinstance(catalog.value, Mapping) else {}

    def say(node: Node) -> Node:
        text = text_of(node)
        return _within(node, said[text][1]) if text in said else node

    def told(files: Mapping[str, Node | None]) -> dict[str, Node | None]:
        return {name: retold(node, say) if node and is_shown(name) else node for name, node in files.items()}

    net = folder.nets.get(code) or folder.shared.get("safety_net")
    shared = {**told(folder.shared), "safety_net": net}
    return replace(folder, shared=shared, flows=told(folder.flows), modules=told(folder.modules))


def update(path: Path, code: str) -> Path:
    """Bring the PO file of this language up to date with the texts of today, of a folder that can be loaded.

    Raises ValueError for a code that is none, or that of the texts themselves.
    """
    own_name(code)
    file = _file(path, code)
    now = read_po(file, file.name) if file.exists() else Po()
    places = {text: [name for name, _ in found] for text, found in _in_words(read_folder(path, [])).items()}
    file.parent.mkdir(exist_ok=True)
    file.write_text(merged(now, places, code), encoding="utf-8")
    return file


def unfinished(path: Path) -> Iterator[Problem]:
    """What people are told or understood in another language than their own, of a folder that can be loaded."""
    folder = read_folder(path, [])
    wanted = _in_words(folder)
    for code in folder.catalogs:
        file = _file(path, code)
        place = Place(file.relative_to(path.resolve().parent).as_posix())
        found = read_po(file, place.file).entries
        if code not in folder.nets:
            yield place.problem(f"without {NET}{code}.yaml, emergencies told in {own_name(code)} are not recognised")
        for text, ((_, node), *_) in wanted.items():
            if text not in found:
                yield node.place.problem(f"{file.name} does not have this text, so it is said as it stands here")
        for entry in found.values():
            if why := _why_unsaid(entry, wanted):
                yield replace(place, line=entry.line).problem(f"{why}: {entry.text}")


def _file(path: Path, code: str) -> Path:
    return path.resolve() / LOCALE / f"{code}.po"


def _why_unsaid(entry: Entry, wanted: Collection[str]) -> str:
    """Why nobody is told what this entry says; "" where they are."""
    if entry.text not in wanted:
        return "no text of the flows any more"
    if entry.fuzzy:
        return "fuzzy, as the text has changed since, and so not said"
    return "" if entry.said else "not translated"


def _in_words(folder: Folder) -> dict[str, list[tuple[str, Node]]]:
    """Each text in which there are words -> its places, by name (`words.yaml#done`) and as it stands there."""
    found: dict[str, list[tuple[str, Node]]] = {}
    for name, node in files_of(folder):
        for path, text in texts(node) if is_shown(name) and name.endswith(".yaml") else ():
            if any(map(str.isalpha, _PLACEHOLDER.sub("", text_of(text)))):
                found.setdefault(text_of(text), []).append((f"{name}#{path}", text))
    return found


def _within(node: Node, said: Node) -> Node:
    """With the space around the text: it may join others."""
    assert isinstance(node.value, str), "a text is a word"
    return replace(said, value=node.value.replace(text_of(node), text_of(said)))
