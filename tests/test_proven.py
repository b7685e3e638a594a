"""What the bot may run on: content that loads and of which every flow is proven."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from bot.content.load import packaged_flows
from bot.proven import Proven
from bot.triage.errors import FlowError

RAISES = """\
        raises: emergency
        cause: stroke
        because: A sudden weak or numb arm or leg can be a sign of a stroke.
        source: [stroke_assoc_fast, stroke_assoc_tia]
"""


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """The shipped flows, to be broken."""
    return copytree(packaged_flows(), tmp_path / "flows")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def refusal(flows: Path) -> str:
    with pytest.raises(FlowError) as refused:
        Proven().load(flows)
    return str(refused.value)


def test_the_shipped_flows_are_safe() -> None:
    """Every claim, and what must hold of every flow, on every path."""
    assert len(Proven().load(packaged_flows()).flows) >= 4


def test_a_red_flag_that_raises_nothing_is_refused_with_its_place(flows: Path) -> None:
    """File and line of the claim, the option to blame, and the shortest conversation in which it is lost."""
    change(flows / "modules" / "red_flags.yaml", RAISES, "")
    told = refusal(flows)
    assert "flows/modules/red_flags.yaml:" in told
    assert "Arm or leg suddenly weak or numb" in told
    assert "ends as" in told


def test_a_red_flag_question_that_some_are_not_asked_is_refused(flows: Path) -> None:
    """Whom it is about may not decide whether a stroke is asked for; told with somebody who is not asked."""
    change(flows / "modules" / "red_flags.yaml", "when: {sudden: droop}", "when: {sudden: droop, who: me}")
    told = refusal(flows)
    assert "'droop_timing' is a red-flag question, and more than a tick at another one decides" in told
    spared = next(line for line in told.splitlines() if "Who is this about?" in line)
    assert "Who is this about? Me / " not in spared
    assert "Tick it even if it has gone. Face or mouth droops on one side / " in spared
    assert "When did the droop in the face come?" not in spared


def test_a_flow_without_the_red_flags_is_refused_where_others_ask_them(flows: Path) -> None:
    """A new complaint cannot forget them."""
    (flows / "hiccups.yaml").write_text(
        "flow: hiccups\nversion: 1\ntitle: Hiccups\nsteps:\n"
        "  - {ask: who, text: Who is it about?, why: The advice fits., one: {me: Me, child: A child}}\n"
        "dispositions: {use: common}\n",
        encoding="utf-8",
    )
    assert "flows/hiccups.yaml:1:1: hiccups does not ask the red flags" in refusal(flows)


def test_what_was_mended_is_proven_anew(flows: Path) -> None:
    """A flow is known by every letter of it, its modules included."""
    module, proven = flows / "modules" / "red_flags.yaml", Proven()
    proven.load(flows)
    change(module, RAISES, "")
    with pytest.raises(FlowError):
        proven.load(flows)
    change(module, "weak or numb\n", f"weak or numb\n{RAISES}")
    proven.load(flows)
