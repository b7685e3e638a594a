"""words.yaml: the bot's own words, each with its own placeholders, and Telegram's menu of commands."""

from __future__ import annotations

import re
from dataclasses import Field, fields
from typing import Any

from bot.content.nodes import Node
from bot.content.scope import Known, Scope
from bot.content.texts import LONGEST_LABEL, LONGEST_TEXT, fill, read_plain
from bot.triage.words import Words

LONGEST = {"description": 512, "short_description": 120}
"""What Telegram allows where it is less than a message (Bot API: setMyDescription, setMyShortDescription)."""

LONGEST_COMMAND = 256  # characters of a command's description (Bot API: BotCommand)

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def read_words(node: Node, known: Known) -> Words:
    single = [field for field in fields(Words) if "with" in field.metadata]
    found = node.fields(["commands", *(field.name for field in single)], ["summary_names"])
    said = {field.name: _word(found[field.name], field, known) for field in single}
    names = found.get("summary_names")
    return Words(
        commands=_commands(found["commands"], known), summary_names=_names(names, known) if names else {}, **said
    )


def _word(node: Node, field: Field[Any], known: Known) -> str:
    """As written, space at its ends included: it may join other words."""
    node.word()
    said = node.value.strip("\n") if isinstance(node.value, str) else ""
    longest = LONGEST_LABEL if "button" in field.metadata else LONGEST.get(field.name, LONGEST_TEXT)
    return fill(node, said, Scope(known), field.metadata["with"], longest)


def _commands(node: Node, known: Known) -> dict[str, str]:
    """Command -> what Telegram's menu says of it."""
    for key, _ in node.entries():
        if not _COMMAND.fullmatch(key.word()):
            key.wrong(f"`{key.word()}` is no command: 1 to 32 of a-z, 0-9 and _")
    return {key.word(): read_plain(value, known, longest=LONGEST_COMMAND) for key, value in node.entries()}


def _names(node: Node, known: Known) -> dict[str, str]:
    """Step -> how the summary calls what it asks."""
    return {key.id(): read_plain(value, known, longest=LONGEST_LABEL) for key, value in node.entries()}
