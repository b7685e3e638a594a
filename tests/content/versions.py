"""A content folder in a git repository, with versions of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

PERSON = (
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@example.org",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "tag.gpgsign=false",
)


def git(at: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(at), *PERSON, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def committed(path: Path, tag: str = "") -> Path:
    """Put all that stands beside the folder into the history, which is begun where there is none."""
    home = path.parent
    if not (home / ".git").exists():
        git(home, "init", "--quiet")
    git(home, "add", "--all")
    git(home, "commit", "--quiet", "--allow-empty", "--message", "so")
    if tag:
        git(home, "tag", tag)
    return path


def edit(path: Path, file: str, old: str, new: str) -> None:
    """Change the first place of a file where this stands."""
    text = (path / file).read_text(encoding="utf-8")
    assert old in text
    (path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
