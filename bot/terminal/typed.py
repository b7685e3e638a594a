"""What a typed line means: taps on the buttons that are shown, a command, a jump in time, or plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.triage.durations import parse_duration
from bot.triage.inputs import Commanded, Input, Said, Tapped
from bot.triage.screen import Button

_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.ASCII | re.DOTALL)  # as Telegram takes them
_NUMBERS = re.compile(r"\d+(?:[\s,]+\d+)*")
_BACK = re.compile(r"q\.[^.]*\.\d+\.back")


@dataclass(frozen=True, slots=True)
class Later:
    """`/later 14d`: the clock moves."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class Quit:
    """`/quit`."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A number without a button, or a length of time that is none."""

    line: str


Meaning = Sequence[Input] | Later | Quit | NotUnderstood


def meaning(line: str, buttons: Sequence[Button]) -> Meaning:
    """What the line means while these buttons are shown, numbered from one."""
    line = line.strip()
    if command := _COMMAND.fullmatch(line):
        name, argument = command.groups(default="")
        return _command(line, name.lower(), argument.strip())
    if buttons and _NUMBERS.fullmatch(line):
        return _numbered(line, buttons)
    chosen = _named(line, buttons)
    return (Tapped(chosen.data),) if chosen else (Said(line),)


def _command(line: str, name: str, argument: str) -> Meaning:
    if name == "quit":
        return Quit()
    if name == "later":
        by = parse_duration(argument)
        return Later(by) if by else NotUnderstood(line)
    return (Commanded(name, argument),)


def _numbered(line: str, buttons: Sequence[Button]) -> Meaning:
    numbers = [int(number) for number in re.findall(r"\d+", line)]
    if any(not 1 <= number <= len(buttons) for number in numbers):
        return NotUnderstood(line)
    return tuple(Tapped(buttons[number - 1].data) for number in dict.fromkeys(numbers))


def _named(line: str, buttons: Sequence[Button]) -> Button | None:
    """A button by its words: the whole label, or some words of it that no other has; `b` is the way back."""
    if line.lower() == "b":
        return next((button for button in buttons if _BACK.fullmatch(button.data)), None)
    typed = _plain(line)
    if not typed:
        return None
    exact = [button for button in buttons if _plain(button.label) == typed]
    near = [button for button in buttons if f" {typed} " in f" {_plain(button.label)} "]
    return exact[0] if exact else near[0] if len(near) == 1 else None


def _plain(label: str) -> str:
    """Letters and digits only, in lower case: boxes, arrows and full stops are not typed."""
    return " ".join(re.findall(r"\w+", label.lower()))
