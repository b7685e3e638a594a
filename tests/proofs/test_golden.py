"""Golden conversations: besides how they end and what is said, whom they say is spared a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load
from bot.proofs.golden import check
from tests.content.folders import flow, folder

STEPS = """
  - {ask: who, text: Who is it about?, carry: yes, one: {me: Me, child: A child}}
  - ask: signs
    text: Which signs?
    many: {numb: {label: Numb, raises: emergency, cause: stroke, because: So., source: seed}, ache: Ache}
  - {ask: since, text: Since when?, when: {signs: ache}, one: {days: Days, weeks: Weeks}}
  - {ask: also, after: emergency, when: {who: child}, text: What else?, many: {pen: A pen}}"""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("answers: {}, ends: self_care, not_asked: since", ()),
        ("answers: {signs: ache}, ends: self_care, not_asked: since", ("since",)),
        ("answers: {signs: numb}, ends: emergency, not_asked: [since, also]", ()),
        ("answers: {who: child, signs: numb}, ends: emergency, not_asked: also", ("also",)),
        ("answers: {who: child}, ends: self_care, not_asked: [also, who, signs]", ("who", "signs")),
        ("before: {who: child}, answers: {}, ends: self_care, not_asked: who", ()),
    ],
    ids=["spared", "asked", "ended before", "on the card", "several", "carried over"],
)
def test_who_is_spared_a_question(tmp_path: Path, said: str, told: tuple[str, ...]) -> None:
    """A question that is asked all the same is told, on the emergency card too; an answer of before is no question."""
    text = flow(steps=STEPS, listed="no", tests=f"[{{{said}}}]")
    library = load(folder(tmp_path, {"twitch.yaml": text}))
    (test,) = library.flows["twitch"].tests
    expected = tuple(f"asks '{step}', which this person should be spared" for step in told)
    assert check(test, library.flows["twitch"], library) == expected
