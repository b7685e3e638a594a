"""The contributor's guide keeps its word: what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text()


def test_what_it_says_to_make_can_be_made() -> None:
    """Each `make something` is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", GUIDE, re.MULTILINE))
    assert named
    assert named <= targets


def test_the_files_it_names_exist() -> None:
    """Each path in backquotes that begins in this repository."""
    named = re.findall(r"`((?:bot|flows|tests|deploy)/[\w./-]*)`", GUIDE)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
