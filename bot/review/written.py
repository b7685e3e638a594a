"""What the page shows as it stands in the files: names of medicines, emergency numbers, what people write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.content.catalog import WRITTEN
from bot.content.folder import Folder
from bot.content.nodes import Node


@dataclass(frozen=True, slots=True)
class WrittenClass:
    """A class of medicines. Levels as they are written: `routine`, `null`."""

    names: tuple[str, ...]
    recent: str
    long_term: str
    evidence: str


@dataclass(frozen=True, slots=True)
class WrittenTrap:
    """Names of several meanings, and the choice that they lead to: label and class."""

    names: tuple[str, ...]
    ask: str
    means: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule of the safety net."""

    id: str
    cause: str
    kind: str
    says: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrittenNet:
    """The safety net of a language."""

    rules: tuple[WrittenRule, ...]
    kinds: Mapping[str, tuple[str, ...]]  # kind of a rule -> the ways of speaking in which it does not count


@dataclass(frozen=True, slots=True)
class Written:
    """Of a folder that loads."""

    classes: Mapping[str, WrittenClass]
    traps: tuple[WrittenTrap, ...]
    nets: Mapping[str, WrittenNet]  # code of a language -> what reads it
    countries: Mapping[str, Mapping[str, str]]  # country -> kind of help -> number


def written(folder: Folder) -> Written:
    classes = _under(folder["medicines"], "classes")
    nets = {WRITTEN: folder["safety_net"], **folder.nets}
    return Written(
        {id: _class(node) for id, node in classes.items()},
        tuple(_trap(node) for node in _items(_get(folder["medicines"], "name_traps"))),
        {code: _net(node) for code, node in nets.items() if node},
        {country: _numbers(node) for country, node in _entries(folder["countries"]).items()},
    )


def _net(node: Node) -> WrittenNet:
    return WrittenNet(
        tuple(_rule(id, rule) for id, rule in _under(node, "rules").items()),
        {kind: tuple(_words(heeds)) for kind, heeds in _under(node, "kinds").items()},
    )


def _class(node: Node) -> WrittenClass:
    recent, long_term = (_word(_get(node, name)) or "null" for name in ("recent", "long_term"))
    return WrittenClass(tuple(_words(_get(node, "names"))), recent, long_term, _word(_get(node, "evidence")))


def _trap(node: Node) -> WrittenTrap:
    means = ((_word(_get(each, "label")), _word(_get(each, "class"))) for each in _items(_get(node, "means")))
    return WrittenTrap(tuple(_words(_get(node, "names"))), _word(_get(node, "ask")), tuple(means))


def _numbers(node: Node) -> Mapping[str, str]:
    return {kind: _word(number) for kind, number in _entries(node).items()}


def _rule(id: str, node: Node) -> WrittenRule:
    cause, kind = (_word(_get(node, name)) for name in ("cause", "kind"))
    return WrittenRule(id, cause, kind, tuple(_patterns(_get(node, "says"))), tuple(_words(_get(node, "source"))))


def _patterns(node: Node | None) -> Iterator[str]:
    """One for each line; the parts of one that must all be met are joined."""
    for item in _items(node):
        together = _items(_get(item, "all"))
        if together:
            yield " + ".join(" / ".join(_words(part)) for part in together)
        else:
            yield from _words(item)


def _items(node: Node | None) -> tuple[Node, ...]:
    """The parts of a list, or what stands there alone."""
    if node is None:
        return ()
    return node.value if isinstance(node.value, tuple) else (node,)


def _under(node: Node, key: str) -> Mapping[str, Node]:
    return _entries(_get(node, key))


def _entries(node: Node | None) -> Mapping[str, Node]:
    entries = node.value if node and isinstance(node.value, Mapping) else {}
    return {key: value for key, (_, value) in entries.items()}


def _get(node: Node, key: str) -> Node | None:
    return _entries(node).get(key)


def _word(node: Node | None) -> str:
    """The first word that stands there, if any does."""
    return next(_words(node), "")


def _words(node: Node | None) -> Iterator[str]:
    """The word that stands there, or each of a list, however deep."""
    if node and isinstance(node.value, str):
        yield node.value
    elif node and isinstance(node.value, tuple):
        for item in node.value:
            yield from _words(item)
