"""One question of a proof: how it may be dealt with, and what each answer comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from bot.proofs.answers import Change
from bot.proofs.boxes import Box, Policy, Way, Ways, Worlds, ticks
from bot.proofs.matters import Kind, Matter, Matters, World
from bot.proofs.terms import Place
from bot.proofs.view import Level


class Mode(Enum):
    """How a question comes by its answer, or by none."""

    PASSED = "not asked"
    ASKED = "asked"
    TOLD = "told to an earlier conversation"
    KNOWN = "told to an earlier conversation, and looked at already, but for boxes that nothing else reads"
    LOOKED_AT = "answered before; boxes of it that waited are looked at only now"


ANSWERING = frozenset({Mode.ASKED, Mode.TOLD, Mode.KNOWN, Mode.LOOKED_AT})
"""Here boxes are decided."""


@dataclass(frozen=True, eq=False)
class Question:
    """A place in the order of answers, and the changes that its answers make."""

    place: Place
    many: bool
    below: Level  # not asked from this level on
    may_be_told: bool  # an earlier conversation may have been told, and nothing else reads what
    waited: bool  # boxes of a question asked before
    left: int  # boxes that are looked at here also if it is known what an earlier conversation was told
    passed: Change
    opened: Change
    decided: tuple[Box, ...]  # of a `many`
    chosen: tuple[Change, ...]  # per option of a single choice


class Branch(NamedTuple):
    """One way for the question to be dealt with in each world, and all its answers."""

    modes: tuple[Mode, ...]
    ways: Ways


def branches(question: Question, worlds: Worlds, matters: Matters, policy: Policy) -> Iterator[Branch]:
    """Every way to deal with the question; an earlier conversation was told in all worlds or in none."""
    fresh = tuple(fresh_mode(question, world, matters) for world in worlds)
    yield Branch(fresh, _ways(question, worlds, fresh, matters, policy))
    if question.may_be_told and any(is_wanted(question, world, matters) for world in worlds):
        told = tuple(Mode.TOLD if is_wanted(question, world, matters) else Mode.PASSED for world in worlds)
        yield Branch(told, _ways(question, worlds, told, matters, policy))


def fresh_mode(question: Question, world: World, matters: Matters) -> Mode:
    """How the question is dealt with where no earlier conversation was told, or nothing that is not chosen already."""
    if not is_wanted(question, world, matters):
        return Mode.PASSED
    if Matter(Kind.CARRIED, question.place) in matters.members[world.bag]:
        return Mode.KNOWN
    if question.waited:
        return Mode.LOOKED_AT
    return Mode.PASSED if world.level >= question.below else Mode.ASKED


def is_wanted(question: Question, world: World, matters: Matters) -> bool:
    """Whether its `when` holds."""
    return Matter(Kind.WHEN, question.place) in matters.members[world.bag]


def answers(question: Question, opened: Worlds, matters: Matters, policy: Policy, among: int = -1) -> Ways:
    """Every answer of these options (a bit mask), put to all worlds alike. The question is opened already."""
    if not policy.alive(opened):
        return {}
    if question.many:
        return ticks(question.place, question.decided, opened, matters, policy, among)
    return _choices(question, opened, matters, policy, among)


def _ways(question: Question, worlds: Worlds, modes: tuple[Mode, ...], matters: Matters, policy: Policy) -> Ways:
    opened = tuple(
        matters.after(question.passed if mode is Mode.PASSED else question.opened, world)
        for mode, world in zip(modes, worlds, strict=True)
    )
    if Mode.KNOWN in modes and question.left:
        return answers(question, opened, matters, policy, among=question.left)
    if not ANSWERING.isdisjoint(modes) and Mode.KNOWN not in modes:
        return answers(question, opened, matters, policy)
    return {opened: Way()} if policy.alive(opened) else {}


def _choices(question: Question, opened: Worlds, matters: Matters, policy: Policy, among: int) -> Ways:
    found: dict[Worlds, Way] = {}
    for option, change in enumerate(question.chosen):
        if among >> option & 1:
            worlds = tuple(matters.after(change, world) for world in opened)
            if policy.alive(worlds):
                found[worlds] = Way().tick(option).or_(found.get(worlds))
    return found
