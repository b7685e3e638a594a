"""`checkback flows diff`, and what `flows check` says of the last version: who now ends at another level, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from bot.content.folder import MODULES, Folder, read_folder
from bot.content.load import load_flows, packaged_flows
from bot.content.revisions import NoRevision, at_revision, last_tag
from bot.content.wording import Reworded, reworded
from bot.proofs.diff.report import in_progress, levels, unanswered
from bot.triage.errors import CheckbackError, FlowError
from bot.triage.flow import Flow
from bot.triage.library import Library


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a comparison."""

    library: Library
    written: Folder
    only: str = ""  # the one flow that was named

    @property
    def flows(self) -> Mapping[str, Flow]:
        """What is compared; one flow that was named has the same name on both sides."""
        return {"": self.library.flows[self.only]} if self.only else self.library.flows


class Unreadable(CheckbackError):
    """A version that cannot be loaded; the message says which, and the first problem."""


@click.command()
@click.argument("old")
@click.argument("new", default="")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Whose revisions are meant; without it, the packaged flows.",
)
def diff(old: str, new: str, folder: Path | None) -> None:
    """Compare OLD with NEW: files, folders or git revisions; without NEW, with the flows as they are.

    Tells which answers now end at another level, how many and why, which words changed, and what becomes of
    conversations in progress.
    """
    folder = folder or packaged_flows()
    new = new or str(folder)
    try:
        with _place(old, new, folder) as then, _place(new, old, folder) as now:
            for line in _told(_version(old, then, new), _version(new, now, old)):
                click.echo(line)
    except CheckbackError as error:
        raise click.ClickException(str(error)) from None


def against_the_last_tag(folder: Path, library: Library) -> None:
    """Exit code 1 where a level is lower than at the last tag and nobody answers for it, or the tag cannot be read.

    No tag, no comparison, which is told. Flows that are gone or new since then are told: there is nothing to compare.
    """
    try:
        tag = last_tag(folder)
        with at_revision(tag, folder) as then:
            before = _loaded(tag, then)
    except NoRevision as error:
        click.echo(f"Not compared with the last version: {error}", err=True)
        return
    except Unreadable as error:  # silence would let any level be lowered
        raise click.ClickException(f"{error}; so no level can be compared with {tag}") from None
    for line in _gone_or_new(before.flows, library.flows):
        click.echo(f"Since {tag}: {line}", err=True)
    lines = [line for old, new in _pairs(before.flows, library.flows) for line in unanswered(old, new, tag)]
    for line in lines:
        click.echo(line, err=True)
    if lines:
        sys.exit(1)


@contextmanager
def _place(named: str, other: str, home: Path) -> Iterator[Path]:
    """The folder of what is named: a folder, a file in it, or a revision."""
    if Path(named).exists():
        yield _folder(Path(named))
    else:
        with at_revision(named, _kept_in_git(other, home)) as folder:
            yield folder


def _kept_in_git(other: str, home: Path) -> Path:
    """The folder whose revisions are meant: the one that is compared, unless it is in no repository."""
    folder = _folder(Path(other)) if Path(other).exists() else home
    kept = any((parent / ".git").exists() for parent in folder.parents)
    return folder if kept else home


def _folder(path: Path) -> Path:
    path = path.resolve()
    folder = path if path.is_dir() else path.parent
    return folder.parent if folder.name == MODULES and not path.is_dir() else folder


def _version(named: str, folder: Path, other: str) -> Version:
    """With the flow that the name, or the one that it is compared with, is the file of."""
    found = _loaded(named, folder)
    file = next((path for path in map(Path, (named, other)) if path.is_file()), None)
    if file is None or file.parent.name == MODULES:
        return found
    if file.stem not in found.library.flows:
        raise Unreadable(f"{named}: no flow {file.stem} there")
    return Version(found.library, found.written, file.stem)


def _loaded(named: str, folder: Path) -> Version:
    try:
        return Version(load_flows(folder), read_folder(folder, []))
    except FlowError as error:
        more = f" (and {len(error.problems) - 1} more)" if len(error.problems) > 1 else ""
        raise Unreadable(f"{named} cannot be read: {error.problems[0]}{more}") from None


def _told(old: Version, new: Version) -> Iterator[str]:
    yield from _gone_or_new(old.flows, new.flows)
    for before, now in _pairs(old.flows, new.flows):
        yield from levels(before, now)
    yield from _told_words(reworded(old.written, new.written))
    yield from in_progress(_pairs(old.flows, new.flows))


def _pairs(old: Mapping[str, Flow], new: Mapping[str, Flow]) -> list[tuple[Flow, Flow]]:
    return [(old[id], flow) for id, flow in new.items() if id in old]


def _gone_or_new(old: Mapping[str, Flow], new: Mapping[str, Flow]) -> Iterator[str]:
    yield from (f"{id}: a new flow" for id in new if id not in old)
    yield from (f"{id}: gone" for id in old if id not in new)


def _told_words(texts: Iterable[Reworded]) -> Iterator[str]:
    texts = tuple(texts)
    yield f"Words: {len(texts)} texts differ" if texts else "Words: none differ"
    for text in texts:
        yield f"  {text.place}"
        yield from (f"    {sign} {said.mark}: {said.text}" for sign, said in (("-", text.old), ("+", text.new)) if said)
