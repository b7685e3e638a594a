"""The lines of a content file around a mark, as they stood when it was loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from textwrap import dedent

from bot.triage.flow import Mark

Texts = Mapping[str, Sequence[str]]
"""File (from its content folder on) -> its lines."""

LONGEST = 8  # lines


def texts(folder: Path) -> Texts:
    """The lines of every content file; a file that cannot be read has none, which is reported elsewhere."""
    folder = folder.resolve()
    return {file.relative_to(folder.parent).as_posix(): _lines(file) for file in sorted(folder.rglob("*.yaml"))}


def excerpt(texts: Texts, mark: Mark) -> str:
    """What stands at the mark: its line, those that belong to it, and the key above that it belongs to."""
    file, line, column = _parts(mark)
    lines = texts.get(file, ())
    if not 0 < line <= len(lines):
        return ""
    first = line - 1
    above = first > 0 and not lines[first][: column - 1].strip() and lines[first - 1].rstrip().endswith(":")
    return dedent("\n".join([*lines[first - above : first], *islice(_together(lines, first, column), LONGEST)]))


def _together(lines: Sequence[str], first: int, column: int) -> Iterator[str]:
    """The line of the mark, and the lines after it that are indented at least as far as the mark."""
    yield lines[first]
    for line in lines[first + 1 :]:
        if not line.strip() or len(line) - len(line.lstrip()) < column - 1:
            return
        yield line


def _parts(mark: Mark) -> tuple[str, int, int]:
    match mark.rsplit(":", 2):
        case [file, line, column]:
            return file, int(line), int(column)
    return "", 0, 0


def _lines(file: Path) -> Sequence[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
