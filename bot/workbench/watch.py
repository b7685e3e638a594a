"""The folder being written: read again each time that a file of it was saved; the last version that loads stays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.triage.errors import FlowError, Problem
from bot.triage.library import Library
from bot.workbench.excerpts import Texts, texts

LOOK = 0.15  # seconds between two looks. A file that changed between them is still being written

Stamps = Mapping[Path, tuple[int, int]]
"""File -> when it was changed, and how long it is."""

Unsafe = Callable[[Library], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Content:
    """What can be tried now, and what is wrong with what was saved last: unsafe, it can be tried all the same."""

    library: Library | None = None  # None: the folder could never be loaded yet
    texts: Texts = field(default_factory=dict)  # the files of that library
    problems: tuple[Problem, ...] = ()
    version: int = 0  # rises with each reading


class Watched:
    """A content folder under a watchful eye."""

    def __init__(self, folder: Path, read: Callable[[Path], Library], unsafe: Unsafe = lambda _: ()) -> None:
        """read: raises FlowError for a folder that cannot be loaded. unsafe: what of it the bot would refuse."""
        self._folder = folder
        self._read = read
        self._unsafe = unsafe
        self._seen = _stamps(folder)
        self._changed = asyncio.Event()
        self.content = self._again(Content())

    async def run(self) -> None:
        """Look until cancelled. A change is read once it stood still from one look to the next."""
        before = self._seen
        while True:
            await asyncio.sleep(LOOK)
            now = await asyncio.to_thread(_stamps, self._folder)
            if now == before and now != self._seen:
                self._seen = now
                self._set(await asyncio.to_thread(self._again, self.content))
            before = now

    async def after(self, version: int) -> Content:
        """The first content later than this version; returns at once where there is one."""
        while self.content.version <= version:
            await self._changed.wait()
        return self.content

    def _set(self, content: Content) -> None:
        self.content = content
        self._changed.set()
        self._changed = asyncio.Event()

    def _again(self, last: Content) -> Content:
        version = last.version + 1
        try:
            library, lines = self._read(self._folder), texts(self._folder)
        except FlowError as error:
            return Content(last.library, last.texts, error.problems, version)
        return Content(library, lines, self._unsafe(library), version)


def _stamps(folder: Path) -> Stamps:
    """Every content file, translations too, and those that are misnamed."""
    found = {}
    for file in (path for kind in ("*.yaml", "*.po", "*.yml") for path in folder.rglob(kind)):
        try:
            status = file.stat()
        except OSError:  # an editor that saves by renaming: it is there at the next look
            continue
        found[file] = (status.st_mtime_ns, status.st_size)
    return found
