"""A language for tests: English whose every e is an é. Whatever still has an e was never translated."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.pofile import read_po, write_po

from bot.content.languages import update
from bot.content.load import load, packaged_flows
from bot.triage.library import Library

CODE = "eo"
_KEPT = re.compile(r"\{[^}]*\}|\]\([^)]*\)|(?<!\w)/\w+")  # placeholders, addresses, commands


def pseudo(text: str) -> str:
    """The text in that language; what is filled in, tapped or opened stays."""
    kept = [*_KEPT.finditer(text), None]
    parts, at = [], 0
    for match in kept:
        parts.append(text[at : match.start() if match else None].replace("e", "é").replace("E", "É"))
        if match:
            parts.append(match[0])
            at = match.end()
    return "".join(parts)


def translate(folder: Path) -> None:
    """Add that language to a folder."""
    file = update(folder, CODE)
    with file.open(encoding="utf-8") as read:
        catalog = read_po(read)
    for message in catalog:
        if message.id:
            message.string = pseudo(str(message.id))
    with file.open("wb") as written:
        write_po(written, catalog)


@cache
def shipped() -> Library:
    """The shipped flows in English and in that language."""
    with TemporaryDirectory() as root:
        folder = Path(shutil.copytree(packaged_flows(), Path(root) / "flows"))
        translate(folder)
        return load(folder, languages=("en", CODE))
