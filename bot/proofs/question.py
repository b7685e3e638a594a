"""One question of a proof: every answer to it at once, box by box, and what each comes to.

A question of 26 boxes has 67 million answers. Going through the boxes one after the other, and keeping together what
has come to the same, takes some hundred steps and still counts every answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from bot.proofs.answers import Change
from bot.proofs.matters import Kind, Level, Matter, Matters, World
from bot.proofs.terms import Place


class Mode(Enum):
    """How a question comes by its answer, or by none."""

    PASSED = "not asked"
    ASKED = "asked"
    TOLD = "told to an earlier conversation"
    KNOWN = "told to an earlier conversation, and chosen already"


@dataclass(frozen=True, eq=False)
class Question:
    """A place in the order of answers, and the changes that its answers make."""

    place: Place
    many: bool
    below: Level  # not asked from this level on
    may_be_told: bool  # an earlier conversation may have been told, and nothing else reads what
    passed: Change
    opened: Change
    decided: tuple[tuple[Change, Change], ...]  # per option of a `many`: not ticked, ticked
    chosen: tuple[Change, ...]  # per option of a single choice


class Way(NamedTuple):
    """Answers that come to the same: how many, the fewest ticks among them, and one with so few."""

    number: int = 1
    ticks: int = 0
    ticked: int = 0  # bit mask
    lacking: int = 0  # of these, what the second of two conversations leaves out

    def or_(self, other: Way | None) -> Way:
        if other is None:
            return self
        least = self if self.ticks <= other.ticks else other
        return least._replace(number=self.number + other.number)

    def tick(self, option: int, lacking: bool = False) -> Way:
        bit = 1 << option
        return Way(self.number, self.ticks + 1, self.ticked | bit, self.lacking | (bit if lacking else 0))


Worlds = tuple[World, ...]
"""Conversations side by side that are given the same answers."""

Ways = Mapping[Worlds, Way]
Alive = Callable[[Worlds], bool]
"""Whether it is worth going on from here."""


class Branch(NamedTuple):
    """One way for the question to be dealt with in each world, and all its answers."""

    modes: tuple[Mode, ...]
    ways: Ways


def branches(question: Question, worlds: Worlds, matters: Matters, alive: Alive) -> Iterator[Branch]:
    """Every way to deal with the question; an earlier conversation was told in all worlds or in none."""
    fresh = tuple(fresh_mode(question, world, matters) for world in worlds)
    yield Branch(fresh, _ways(question, worlds, fresh, matters, alive))
    if question.may_be_told and any(is_wanted(question, world, matters) for world in worlds):
        told = tuple(Mode.TOLD if is_wanted(question, world, matters) else Mode.PASSED for world in worlds)
        yield Branch(told, _ways(question, worlds, told, matters, alive))


def fresh_mode(question: Question, world: World, matters: Matters) -> Mode:
    """How the question is dealt with where no earlier conversation was told, or nothing that is not chosen already."""
    if not is_wanted(question, world, matters):
        return Mode.PASSED
    if Matter(Kind.CARRIED, question.place) in matters.members[world.bag]:
        return Mode.KNOWN
    return Mode.PASSED if world.level >= question.below else Mode.ASKED


def is_wanted(question: Question, world: World, matters: Matters) -> bool:
    """Whether its `when` holds."""
    return Matter(Kind.WHEN, question.place) in matters.members[world.bag]


def answers(question: Question, opened: Worlds, matters: Matters, alive: Alive, among: int = -1) -> Ways:
    """Every answer of these options (a bit mask), put to all worlds alike. The question is opened already."""
    if not alive(opened):
        return {}
    return (_ticks if question.many else _choices)(question, opened, matters, alive, among)


def _ways(question: Question, worlds: Worlds, modes: tuple[Mode, ...], matters: Matters, alive: Alive) -> Ways:
    opened = tuple(
        matters.after(question.passed if mode is Mode.PASSED else question.opened, world)
        for mode, world in zip(modes, worlds, strict=True)
    )
    if Mode.ASKED in modes or Mode.TOLD in modes:
        return answers(question, opened, matters, alive)
    return {opened: Way()} if alive(opened) else {}


def _choices(question: Question, opened: Worlds, matters: Matters, alive: Alive, among: int) -> Ways:
    found: dict[Worlds, Way] = {}
    for option, change in enumerate(question.chosen):
        if among >> option & 1:
            worlds = tuple(matters.after(change, world) for world in opened)
            if alive(worlds):
                found[worlds] = Way().tick(option).or_(found.get(worlds))
    return found


def _ticks(question: Question, opened: Worlds, matters: Matters, alive: Alive, among: int) -> Ways:
    """Boxes that nothing rests on only double the count. What is watched comes first: most ways end there."""
    watched = _or(matters.terms.options_at(world.watched, question.place) for world in opened)
    relevant = watched | _or(matters.options_at(world.bag, question.place) for world in opened)
    options = sorted(range(len(question.decided)), key=lambda option: not watched >> option & 1)
    reached: dict[Worlds, Way] = {opened: Way()}
    free = 0
    for option in options:
        if relevant >> option & 1:
            reached = _one_box(question, option, reached, matters, alive, may_tick=bool(among >> option & 1))
        elif among >> option & 1:
            free += 1
    return {worlds: way._replace(number=way.number << free) for worlds, way in reached.items()}


def _one_box(
    question: Question, option: int, reached: Ways, matters: Matters, alive: Alive, may_tick: bool
) -> dict[Worlds, Way]:
    without, with_ = question.decided[option]
    found: dict[Worlds, Way] = {}
    for worlds, way in reached.items():
        after = tuple(matters.after(without, world) for world in worlds)
        if alive(after):
            found[after] = way.or_(found.get(after))
        if may_tick and alive(after := tuple(matters.after(with_, world) for world in worlds)):
            found[after] = way.tick(option).or_(found.get(after))
    return found


def _or(masks: Iterator[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
