"""Golden conversations: what a clinician wrote down in tests/conversations, walked on the flows that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.load import load, packaged_flows
from bot.proofs.golden import check
from bot.triage.conditions import BEFORE
from bot.triage.flow import Answers, GoldenTest, Urgency
from bot.triage.library import Library

FOLDER = Path(__file__).parent / "conversations"
LEVELS = {urgency.word: urgency for urgency in Urgency}


def conversations() -> list[Any]:
    """Every conversation of the folder, called by its file and its name."""
    return [
        pytest.param(written, id=f"{path.stem}: {written['name']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for written in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    ]


def golden(written: Mapping[str, Any]) -> GoldenTest:
    before = answers(written.get("before", {}))
    return GoldenTest(
        answers=answers(written["answers"]),
        ends=LEVELS[written["ends"]],
        says=listed(written.get("says", [])),
        causes=listed(written.get("causes", [])),
        before={BEFORE + step: ticked for step, ticked in before.items()},
    )


def answers(written: Mapping[str, str | list[str]]) -> Answers:
    return {step: frozenset(listed(ticked)) - {"none"} for step, ticked in written.items()}


def listed(written: str | list[str]) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written)


@pytest.fixture(scope="module")
def library() -> Library:
    return load(packaged_flows())


@pytest.mark.parametrize("written", conversations())
def test_a_golden_conversation_ends_and_speaks_as_written(written: Mapping[str, Any], library: Library) -> None:
    """It ends at the level, for the causes and with the words that were written down."""
    assert check(golden(written), library.flows[written["flow"]], library) == ()


def test_there_are_many_golden_conversations() -> None:
    """At least eighty, each with a name of its own, some of every level."""
    names = [param.id for param in conversations()]
    levels = {param.values[0]["ends"] for param in conversations()}
    assert len(names) == len(set(names)) >= 80
    assert levels == set(LEVELS)
