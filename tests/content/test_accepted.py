"""`accepted:`: who answers for a lowered level."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load
from bot.triage.conditions import All, Not, Nothing, Something, Ticked
from bot.triage.flow import Accepted, Urgency
from tests.content.folders import STEPS, check_reported, flow, folder

ENTRY = "{{lowered: {lowered}, to: routine, by: Dr A, why: It is milder., date: 2031-02-03}}"


def entry(lowered: str) -> str:
    return ENTRY.format(lowered=lowered)


def test_an_entry_is_read_with_what_it_covers(tmp_path: Path) -> None:
    """Where, how low, who, why and when."""
    (read,) = (
        load(folder(tmp_path, {"twitch.yaml": flow(accepted=f"[{entry('{signs: numb}')}]")})).flows["twitch"].accepted
    )
    numb = Ticked("signs", frozenset({"numb"}))
    assert read == Accepted(numb, Urgency.ROUTINE, "Dr A", "It is milder.", "2031-02-03")
    assert read.mark == "flows/twitch.yaml:9:12"


def test_an_entry_may_name_what_is_gone(tmp_path: Path) -> None:
    """A question, or an option: that may be why the level is lower."""
    lowered = "{gone: any, signs: {all: [numb, lost]}, not: {who: none}}"
    (read,) = load(folder(tmp_path, {"twitch.yaml": flow(accepted=f"[{entry(lowered)}]")})).flows["twitch"].accepted
    both = Ticked("signs", frozenset({"numb", "lost"}), 2)
    assert read.lowered == All((Something("gone"), both, Not(Nothing("who"))))


def test_an_entry_of_a_module_stands_in_each_flow_that_uses_it(tmp_path: Path) -> None:
    """As its rules do."""
    module = f"module: flags\nsteps:\n- {{ask: sudden, text: S?, many: {{a: A}}}}\naccepted: [{entry('{sudden: a}')}]\n"
    uses = flow(steps=f"{STEPS}\n  - use: flags")
    flows = load(folder(tmp_path, {"modules/flags.yaml": module, "twitch.yaml": uses})).flows
    assert len(flows["twitch"].accepted) == 1
    assert flows["again"].accepted == ()


@pytest.mark.parametrize("day", ["‸2031-2-3", "‸2031-02-30", "‸20310203", "‸today"])
def test_the_day_must_be_one(tmp_path: Path, day: str) -> None:
    """Year, month and day, so that nobody reads it otherwise."""
    text = flow(accepted=f"[{entry('{signs: numb}').replace('2031-02-03', day)}]")
    check_reported(tmp_path, "twitch.yaml", text, f"expected a day as 2031-02-03, found `{day.removeprefix('‸')}`")


def test_nothing_may_be_left_out(tmp_path: Path) -> None:
    """Who accepts without a reason does not answer for it."""
    text = flow(accepted="[‸{lowered: {signs: numb}, to: routine, by: Dr A, date: 2031-02-03}]")
    check_reported(tmp_path, "twitch.yaml", text, "`why` is missing")
