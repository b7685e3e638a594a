"""Texts and labels: a sentence or a first-match list of them, with the numbers of the country filled in."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.content.conditions import optional_condition
from bot.content.markup import check_markup
from bot.content.nodes import Node, did_you_mean
from bot.content.scope import Known, Scope
from bot.triage.conditions import BEFORE
from bot.triage.flow import Say, Text

LONGEST_TEXT = 3096  # characters: Telegram's 4096 less what stands around a text on its screen
LONGEST_LABEL = 36  # characters: what a phone shows of a button

SAY = ("say",)
SAY_OPTIONAL = ("if",)

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


def read_text(node: Node, scope: Scope, *, may_be_silent: bool = False, longest: int = LONGEST_TEXT) -> Text:
    """A first-match list. It always says something, unless it `may_be_silent` where no line fits."""
    if node.kind != "list":
        return (Say(_line(node, scope, longest)),)
    lines = [_say(item, scope, longest) for item in node.items()]
    for item, line in zip(node.items(), lines[:-1], strict=False):
        if line.condition is None:
            item.wrong("what follows this line is never said, as it has no `if`")
    if not may_be_silent and lines and lines[-1].condition is not None:
        node.items()[-1].wrong("the last line must have no `if`, so that something is always said")
    return tuple(lines)


def read_label(node: Node, scope: Scope) -> Text:
    return read_text(node, scope, longest=LONGEST_LABEL)


def optional_text(node: Node | None, scope: Scope) -> Text:
    """A text that may be absent, and may fall silent."""
    return () if node is None else read_text(node, scope, may_be_silent=True)


def read_plain(node: Node, known: Known, kept: Collection[str] = (), *, longest: int = LONGEST_TEXT) -> str:
    """One sentence or more, the same for everybody. kept: placeholders that are filled when it is said."""
    check_markup(node, node.word())
    return fill(node, node.word(), Scope(known), kept, longest)


def fill(node: Node, text: str, scope: Scope, kept: Collection[str] = (), longest: int = LONGEST_TEXT) -> str:
    """Put the country's numbers in; report placeholders and braces that mean nothing, and a text that is too long."""
    filled = _BRACES.sub(lambda match: _filled(node, match, scope, kept), text)
    if len(filled) > longest:
        node.wrong(f"{len(filled)} characters are too long: at most {longest}")
    return filled


def _say(node: Node, scope: Scope, longest: int) -> Say:
    fields = node.fields(SAY, SAY_OPTIONAL)
    return Say(_line(fields["say"], scope, longest), optional_condition(fields.get("if"), scope), node.mark)


def _line(node: Node, scope: Scope, longest: int) -> str:
    check_markup(node, node.word())
    return fill(node, node.word(), scope, longest=longest)


def _filled(node: Node, match: re.Match[str], scope: Scope, kept: Collection[str]) -> str:
    name = match[1]
    if name is None:
        node.wrong(f"a stray `{match[0]}`: braces stand only around placeholders")
    elif name in (scope.known.numbers or ()):
        return (scope.known.numbers or {})[name]
    elif name not in kept and name not in _told_before(scope) and not _may_be_known(name, scope):
        choices = [*(scope.known.numbers or ()), *kept, *_told_before(scope)]
        node.wrong(f"unknown placeholder `{match[0]}`{did_you_mean(name, choices)}")
    return match[0]


def _may_be_known(name: str, scope: Scope) -> bool:
    """Whether it can be a placeholder of a file that could not be read."""
    told_before = name.startswith(BEFORE) and scope.before is not None and not scope.known.whole
    return told_before or scope.known.numbers is None


def _told_before(scope: Scope) -> Collection[str]:
    """`before.STEP` for every step of an earlier conversation, in the flow of a check-in."""
    return [name for name in scope.before or () if name not in (f"{BEFORE}urgency", f"{BEFORE}round")]
