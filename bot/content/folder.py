"""A content folder: which files stand in it, and what each is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot.content.catalog import own_name, read_catalog
from bot.content.compose import read_file
from bot.content.nodes import ID, Node, Place
from bot.triage.errors import Problem

SHARED = (
    "words",
    "emergencies",
    "dispositions",
    "medicines",
    "safety_net",
    "topics",
    "sources",
    "countries",
)
"""The files that every folder has, without `.yaml`. Every other one is a flow."""

SPEAKING = ("words", "emergencies", "dispositions", "safety_net", "topics", "countries")
"""Of these, those that change what is said, and neither what is asked nor how urgent it is."""

MODULES = "modules"
LOCALE = "locale"
NET = "safety_net_"  # in `locale`, before the code of the language that it reads
SIGNED = "SIGNED"  # who signed all the others; it is no content itself


@dataclass(frozen=True, slots=True)
class Folder:
    """The files by name, as nodes. None: the file is missing or cannot be read, which is reported."""

    shared: Mapping[str, Node | None]
    flows: Mapping[str, Node | None]
    modules: Mapping[str, Node | None]
    catalogs: Mapping[str, Node | None] = field(default_factory=dict)  # language -> text -> what is said in it
    nets: Mapping[str, Node | None] = field(default_factory=dict)  # language -> its safety net
    signed: Node | None = None

    def __contains__(self, name: str) -> bool:
        return self.shared.get(name) is not None

    def __getitem__(self, name: str) -> Node:
        """A shared file; a silent stand-in where there is none."""
        return self.shared.get(name) or Node("", Place(name), [])


def read_folder(path: Path, problems: list[Problem]) -> Folder:
    """All files of the folder. Problems name them from the folder's own name on."""
    path = path.resolve()
    found = {file.stem: file for file in _yaml_files(path)}
    flows = [file for name, file in found.items() if name not in (*SHARED, SIGNED)]
    problems += _misnamed(path)
    if not flows:
        problems.append(Problem(path.name, 1, 1, "no flow stands in this folder"))
    shared = [path / f"{name}.yaml" for name in SHARED]
    modules = _yaml_files(path / MODULES)
    signed = read_file(found[SIGNED], f"{path.name}/{SIGNED}.yaml", problems) if SIGNED in found else None
    read = partial(_read, root=path.parent, problems=problems)
    catalogs = _catalogs(path, problems)
    return Folder(read(shared), read(flows), read(modules), catalogs, _nets(path, catalogs, problems), signed)


def _catalogs(path: Path, problems: list[Problem]) -> dict[str, Node | None]:
    found = {}
    for file in _files(path / LOCALE, "*.po"):
        name = file.relative_to(path.parent).as_posix()
        try:
            own_name(file.stem)
        except ValueError as error:
            problems.append(Problem(name, 1, 1, str(error)))
        else:
            found[file.stem] = read_catalog(file, name, problems)
    return found


def _nets(path: Path, languages: Iterable[str], problems: list[Problem]) -> dict[str, Node | None]:
    files = {file.stem: file for file in _yaml_files(path / LOCALE)}
    own = {code: files.pop(NET + code) for code in languages if NET + code in files}
    problems += (
        Problem(file.relative_to(path.parent).as_posix(), 1, 1, f"only {NET}de.yaml and the like are read here")
        for file in files.values()
    )
    return {code: read_file(file, file.relative_to(path.parent).as_posix(), problems) for code, file in own.items()}


def _misnamed(path: Path) -> Iterator[Problem]:
    """Files that nobody would read."""
    for file in path.rglob("*.yml"):
        yield Problem(file.relative_to(path.parent).as_posix(), 1, 1, "a content file ends in .yaml")


def _read(files: Iterable[Path], root: Path, problems: list[Problem]) -> dict[str, Node | None]:
    return {file.stem: _read_one(file, file.relative_to(root).as_posix(), problems) for file in files}


def _read_one(file: Path, name: str, problems: list[Problem]) -> Node | None:
    if not ID.fullmatch(file.stem):
        problems.append(Problem(name, 1, 1, f"`{file.stem}` is no id: 1 to 24 of a-z, 0-9 and _"))
    return read_file(file, name, problems)


def _yaml_files(path: Path) -> list[Path]:
    return _files(path, "*.yaml")


def _files(path: Path, pattern: str) -> list[Path]:
    """Not the hidden ones: editors keep their locks there."""
    return sorted(file for file in path.glob(pattern) if not file.name.startswith("."))
