"""A pair of conversations as people would have them: what each version asked, and what it was told."""

from __future__ import annotations

from collections.abc import Mapping

from bot.proofs.compile import options_of
from bot.proofs.diff.align import OTHER
from bot.proofs.diff.sides import Sides
from bot.proofs.diff.walking import Trail
from bot.proofs.past import Earlier
from bot.proofs.places import Waiting
from bot.proofs.question import Mode
from bot.proofs.terms import Place
from bot.proofs.transcript import Transcript, written
from bot.triage.conditions import BEFORE
from bot.triage.flow import Flow

Answered = dict[str, frozenset[str]]


def retold(sides: Sides, trail: Trail | None, side: int, flow: Flow) -> Transcript:
    """The old version's conversation (0) or the new one's (1). flow: that version."""
    answers: Answered = {}
    before: Answered = {}
    ticked: dict[Place, frozenset[str]] = {}
    sooner, names = sides.plans[side].places.sooner, sides.aligned.sides[side].names
    for step in _from_the_beginning(trail):
        ticked[step.place] = _ticked(sides, step, side)
        at, mode = sides.layout.all[step.place], step.modes[side]
        assert not isinstance(at, Waiting), "no box waits here"
        name = at.key if isinstance(at, Earlier) else at.id
        key = name.removesuffix(OTHER)
        if isinstance(at, Earlier):
            if mode is not Mode.PASSED and names.get(key, key) == name:
                _note(before, key, ticked[step.place])
        elif mode is Mode.ASKED:
            answers[key] = ticked[step.place]
        elif mode is Mode.KNOWN and step.place in sooner:
            answers[key] = ticked[sooner[step.place]]
        elif mode in (Mode.TOLD, Mode.KNOWN):
            _note(before, BEFORE + key, ticked[step.place])
    return written(flow, answers, _with_defaults(sides, before))


def _note(told: Answered, key: str, ticked: frozenset[str]) -> None:
    told[key] = told.get(key, frozenset()) | ticked


def _with_defaults(sides: Sides, before: Mapping[str, frozenset[str]]) -> Answered:
    """There always was a round, and a level."""
    always = {at.key: frozenset(at.options[:1]) for at in sides.layout.all if isinstance(at, Earlier) and at.always}
    return {**always, **before}


def _ticked(sides: Sides, step: Trail, side: int) -> frozenset[str]:
    options = options_of(sides.layout.all[step.place])
    return frozenset(option for bit, option in enumerate(options) if step.ticked[side] >> bit & 1)


def _from_the_beginning(trail: Trail | None) -> list[Trail]:
    found = []
    while trail is not None:
        found.append(trail)
        trail = trail.before
    return found[::-1]
