"""Golden conversations: what a clinician wrote down in tests/conversations, walked on the flows that are shipped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.content.conversations import Golden, read_conversations
from bot.content.load import load, packaged_flows
from bot.proofs.coverage import coverage
from bot.proofs.golden import check
from bot.triage.flow import Urgency
from bot.triage.library import Library

FOLDER = Path(__file__).parent / "conversations"


@cache
def library() -> Library:
    return load(packaged_flows())


@cache
def conversations() -> tuple[Golden, ...]:
    return read_conversations(FOLDER, library())


def called() -> list[Any]:
    """Every conversation of the folder, called by its file and its name."""
    return [pytest.param(each, id=f"{Path(each.test.mark).stem}: {each.name}") for each in conversations()]


@pytest.mark.parametrize("golden", called())
def test_a_golden_conversation_ends_and_speaks_as_written(golden: Golden) -> None:
    """It ends at the level, for the causes and with the words that were written down."""
    assert check(golden.test, library().flows[golden.flow], library()) == ()


def test_there_are_many_golden_conversations() -> None:
    """At least eighty, each with a name of its own in its file, some of every level; fifteen for each listed flow."""
    names = [param.id for param in called()]
    assert len(names) == len(set(names)) >= 80
    assert {golden.test.ends for golden in conversations()} == set(Urgency)
    for flow in library().listed:
        assert sum(golden.flow == flow.id for golden in conversations()) >= 15, flow.id


def test_they_touch_every_part_of_every_flow() -> None:
    """No question, option, rule, advice or disposition of a shipped flow goes untried."""
    tests = [(flow, test) for flow in library().flows.values() for test in flow.tests]
    tests += [(library().flows[each.flow], each.test) for each in conversations()]
    found = coverage(library().flows.values(), tests)
    print(f"touched: {found}")
    assert [str(part) for part in found.untouched] == []
