"""A content folder as it stood at a git revision, in a folder of its own for as long as it is read."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.triage.errors import CheckbackError


class NoRevision(CheckbackError):
    """There is no such revision, or no git, or no repository; the message says which."""


@contextmanager
def at_revision(revision: str, folder: Path) -> Iterator[Path]:
    """What the folder, which need not be there now, held then. Raises NoRevision."""
    folder = folder.resolve()
    top = Path(_git(folder.parent, "rev-parse", "--show-toplevel").decode().strip())
    commit = commit_of(revision, folder)
    under = folder.relative_to(top.resolve()).as_posix()
    packed = _git(top, "archive", "--format=tar", commit, "--", under, named=revision)
    with TemporaryDirectory() as home:
        _unpack(packed, Path(home))
        yield Path(home) / under


def commit_of(revision: str, folder: Path) -> str:
    """The whole name of the commit. Raises NoRevision."""
    name = f"{revision}^{{commit}}"
    try:
        return _git(folder.resolve().parent, "rev-parse", "--verify", "--end-of-options", name).decode().strip()
    except NoRevision as error:
        if "Needed a single revision" in str(error):
            raise NoRevision(f"{revision}: neither a file or folder, nor a git revision") from None
        raise


def last_tag(folder: Path) -> str:
    """The last tag before what is checked out now. Raises NoRevision where there is none."""
    try:
        return _git(folder.resolve().parent, "describe", "--tags", "--abbrev=0").decode().strip()
    except NoRevision as error:
        raise NoRevision("there is no tag yet" if "No names found" in str(error) else str(error)) from None


def last_change(file: Path) -> str:
    """The commit that last changed the file. Raises NoRevision where there is none."""
    commit = _git(file.resolve().parent, "log", "-1", "--format=%H", "--", file.name).decode().strip()
    if not commit:
        raise NoRevision(f"{file}: not in the git history")
    return commit


def _git(at: Path, *arguments: str, named: str = "") -> bytes:
    """What git says; what it complains of, in one line."""
    try:
        done = subprocess.run(["git", "-C", str(at), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise NoRevision(f"git cannot be run: {error.strerror}") from None
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines() or ["git failed"]
        said = told[0].removeprefix("fatal: ")
        raise NoRevision(f"{named}: {said}" if named else said)
    return done.stdout


def _unpack(packed: bytes, home: Path) -> None:
    """Its files; links and the like are no content."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            stored = archive.extractfile(member) if member.isfile() else None
            if stored:
                file = home / member.name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(stored.read())
