"""SIGNED.yaml: which clinician signed the content, when, and what stood there then, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.content.digest import digest
from bot.content.folder import LOCALE, MODULES, NET, SIGNED, Folder, read_folder
from bot.content.nodes import Node, Place
from bot.triage.errors import FlowError, Problem
from bot.triage.library import Signature

HEAD = "# Written by `checkback flows sign`, after a clinician has read the page of `checkback flows review`.\n"
DIGITS = 64  # of the whole digest, in hexadecimal: nobody can write other content that has the same

Items = Mapping[str, str]
"""Part of the content (`modules/red_flags.yaml#steps.sudden`) -> its digest."""


@dataclass(frozen=True, slots=True)
class Content:
    """What can be signed: everything in the folder but the signature itself, comments and layout."""

    digest: str
    items: Items


@dataclass(frozen=True, slots=True)
class Record:
    """What SIGNED.yaml says."""

    signature: Signature
    content: Content


@dataclass(frozen=True, slots=True)
class Changes:
    """The parts of the content that differ from those that were signed."""

    changed: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.new or self.gone)


def content_of(folder: Folder) -> Content:
    files = sorted(files_of(folder))
    named = (part for name, node in files for part in (Node(name, Place(name), []), node))
    items = {f"{name}#{path}": digest([part]) for name, node in files for path, part in _items(node)}
    return Content(digest(named, DIGITS), items)


def read_record(folder: Folder) -> Record | None:
    """The last signature, whatever became of the content since."""
    if folder.signed is None:
        return None
    fields = folder.signed.fields(("name", "date", "digest", "items"), ("registration",))
    registration = fields.get("registration")
    signature = Signature(fields["name"].word(), fields["date"].word(), registration.word() if registration else "")
    items = {key.word(): value.word() for key, value in fields["items"].entries()}
    return Record(signature, Content(fields["digest"].word(), items))


def signature_of(folder: Folder) -> Signature | None:
    """Who signed just this content; None where nobody did, or where something changed since."""
    record = read_record(folder)
    return record.signature if record and record.content.digest == content_of(folder).digest else None


def last_signed(path: Path) -> tuple[Content, Record | None]:
    """The content of a folder as it is, and as it was last signed. Raises FlowError where it cannot be read."""
    problems: list[Problem] = []
    folder = read_folder(path, problems)
    found = content_of(folder), read_record(folder)
    if problems:
        raise FlowError(problems)
    return found


def sign(path: Path, signature: Signature) -> Content:
    """Write down that the content of the folder, as it is now, is signed. Whether it may be is not asked here."""
    content, _ = last_signed(path)
    registration = {"registration": signature.registration} if signature.registration else {}
    told = {"name": signature.name, **registration, "date": signature.date}
    written = {**told, "digest": content.digest, "items": dict(content.items)}
    text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=1000)
    (path / f"{SIGNED}.yaml").write_text(HEAD + text, encoding="utf-8")
    return content


def changes(before: Items, now: Items) -> Changes:
    """What a clinician has to read again."""
    return Changes(
        changed=tuple(part for part in now if part in before and before[part] != now[part]),
        new=tuple(part for part in now if part not in before),
        gone=tuple(part for part in before if part not in now),
    )


def files_of(folder: Folder) -> Iterator[tuple[str, Node]]:
    """Each file that could be read, by its name in the folder."""
    found = (
        ("{}.yaml", folder.shared),
        ("{}.yaml", folder.flows),
        (MODULES + "/{}.yaml", folder.modules),
        (LOCALE + "/{}.po", folder.catalogs),
        (LOCALE + "/" + NET + "{}.yaml", folder.nets),
    )
    for called, files in found:
        yield from ((called.format(name), node) for name, node in files.items() if node)


def _items(node: Node) -> Iterator[tuple[str, Node]]:
    """The parts of a file: a word, a card, a question, the rules of a flow, a class of medicines."""
    for key, value in _parts(node):
        nested = list(_parts(value))
        if nested and all(isinstance(part.value, Mapping) for _, part in nested):
            yield from ((f"{key}.{inner}", part) for inner, part in nested)
        else:
            yield key, value


def _parts(node: Node) -> Iterator[tuple[str, Node]]:
    """What is called by a name in a mapping, or in a list of questions and modules."""
    if isinstance(node.value, Mapping):
        yield from ((key, value) for key, (_, value) in node.value.items())
    elif isinstance(node.value, tuple):
        yield from ((name, item) for item in node.value if (name := called(item)))


def called(node: Node) -> str:
    """The id of a question, or the name of a module that is woven in."""
    entries = node.value if isinstance(node.value, Mapping) else {}
    named = entries.get("ask") or entries.get("use")
    return named[1].value if named and isinstance(named[1].value, str) else ""
