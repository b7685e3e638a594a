"""The labelled messages, and how well the shipped rules read them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import yaml

from bot.content.compose import read_file
from bot.content.load import load, packaged_flows
from bot.content.safety_net import read_safety_net
from bot.content.scope import Known
from bot.triage.errors import Problem
from bot.triage.safety_net import Alert, SafetyNet

SETS = (
    "messages",
    "fresh",
    "fresh_again",
    "fresh_thrice",
    "fresh_real",
    "fresh_plain",
    "fresh_last",
    "fresh_hidden",
    "fresh_final",
    "reviewer",
    "fresh_blind",
    "fresh_second",
    "fresh_third",
    "fresh_fourth",
    "fresh_fifth",
    "fresh_sixth",
    "phrases",
)
"""The files, in the order in which they were written."""

GERMAN_SETS = (
    "german_blind",
    "german_fresh",
    "german_third",
    "german_told",
    "german_fifth",
    "german_sixth",
    "german_phrases",
)
"""Those in German, which both nets read."""

AT_FIRST = {
    "fresh": "12 of 56, 6 of 58",
    "fresh_again": "30 of 42, 7 of 52",
    "fresh_thrice": "47 of 60, 8 of 60",
    "fresh_real": "27 of 50, 6 of 50",
    "fresh_plain": "81 of 83, 3 of 67",
    "fresh_last": "41 of 50, 6 of 50",
    "fresh_hidden": "66 of 66, 1 of 30",
    "fresh_final": "45 of 50, 3 of 50",
    "reviewer": "about 144 of 169, 4 of 80 (the reviewer's count; only those misread are kept)",
    "fresh_blind": "79 of 103, 5 of 70",
    "fresh_second": "43 of 77, 2 of 50",
    "fresh_third": "30 of 70, 4 of 50",
    "fresh_fourth": "61 of 80, 5 of 60",
    "fresh_fifth": "59 of 76, 3 of 60",
    "fresh_sixth": "52 of 70, 2 of 50",
    "german_blind": "112 of 118, 1 of 74 (one hand wrote it and, within the hour, the rules)",
    "german_fresh": "48 of 64, 3 of 44",
    "german_third": "48 of 64, 3 of 42",
    "german_told": "70 of 139, 5 of 96",
    "german_fifth": "53 of 75, 5 of 56",
    "german_sixth": "35 of 50, 0 of 36",
}
"""Emergencies noticed and harmless ones alarmed when a set was read for the first time, before any rule knew it.

This is what to expect of new messages; the figures of today only say that nothing was lost since.
"""

ANY, NONE = "any", "none"


class Reader(Protocol):
    """One net, or several."""

    def read(self, text: str) -> tuple[Alert, ...]: ...


@dataclass(frozen=True, slots=True)
class Nets:
    """Several nets that read each message."""

    nets: tuple[SafetyNet, ...]

    def read(self, text: str) -> tuple[Alert, ...]:
        """The alerts of all of them."""
        return tuple(alert for net in self.nets for alert in net.read(text))


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody might write, and the cause that must be noticed; `any` cause, or `none`."""

    text: str
    alarm: str

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the third that the first rules were not tuned on."""
        return hashlib.sha256(self.text.encode()).digest()[0] < 85

    def noticed(self, net: Reader) -> bool:
        causes = {alert.cause for alert in net.read(self.text)}
        return bool(causes) if self.alarm in (ANY, NONE) else self.alarm in causes


@dataclass(frozen=True, slots=True)
class Figures:
    """How many emergencies were noticed, and how many harmless messages alarmed."""

    noticed: int
    emergencies: int
    alarmed: int
    harmless: int

    def __str__(self) -> str:
        noticed, alarmed = self.noticed / self.emergencies, self.alarmed / self.harmless
        return (
            f"{self.noticed:3} of {self.emergencies:3} emergencies noticed ({noticed:.1%}), "
            f"{self.alarmed:2} of {self.harmless:3} harmless ones alarmed ({alarmed:.1%})"
        )


@cache
def shipped() -> SafetyNet:
    return load(packaged_flows()).safety_net


@cache
def german() -> SafetyNet:
    """The German rules alone, read as the English ones are."""
    flows, library = packaged_flows(), load(packaged_flows())
    problems: list[Problem] = []
    file = "locale/safety_net_de.yaml"
    node = read_file(flows / file, f"flows/{file}", problems)
    assert node is not None
    net = read_safety_net(node, Known(sources=tuple(library.sources), causes=tuple(library.cards)))
    assert problems == []
    return net


@cache
def english() -> SafetyNet:
    """The English rules alone."""
    return load(packaged_flows()).safety_net


@cache
def both() -> Nets:
    """Both, as every message is read."""
    return Nets((english(), german()))


@cache
def messages(name: str) -> tuple[Message, ...]:
    """One of the sets."""
    text = Path(__file__).with_name(f"{name}.yaml").read_text(encoding="utf-8")
    return tuple(Message(entry["text"], entry["alarm"]) for entry in yaml.safe_load(text))


def emergencies(some: Iterable[Message]) -> list[Message]:
    return [message for message in some if message.alarm != NONE]


def harmless(some: Iterable[Message]) -> list[Message]:
    return [message for message in some if message.alarm == NONE]


def measured(some: Sequence[Message], net: Reader | None = None) -> Figures:
    """How the shipped rules read these, or another net."""
    bad, good, reader = emergencies(some), harmless(some), net or shipped()
    return Figures(
        sum(message.noticed(reader) for message in bad),
        len(bad),
        sum(message.noticed(reader) for message in good),
        len(good),
    )


def parts() -> dict[str, list[Message]]:
    """What is reported by itself: the first set in its two parts, and each later one."""
    first = messages(SETS[0])
    return {
        f"{SETS[0]} (tuned on)": [message for message in first if not message.held_out],
        f"{SETS[0]} (held out)": [message for message in first if message.held_out],
        **{name: list(messages(name)) for name in SETS[1:]},
    }
