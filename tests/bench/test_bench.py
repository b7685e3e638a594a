"""The benchmarks still run. What they measure is in no test: a busy machine would fail it."""

from __future__ import annotations

from bot.content.load import load, packaged_flows
from bot.proofs.prove import faults
from tests.bench import check_ins, checkback, commits, proofs, taps
from tests.proofs.generated import generated


async def test_people_go_the_whole_way_and_cost_something() -> None:
    """The buttons that the crowd taps are those of today's flows."""
    spent = await taps.costs(taps.CHECKBACK, people=2)
    assert len(spent) == 2
    assert all(each > 0 for each in spent)


async def test_those_who_wait_are_found_thirty_at_a_time() -> None:
    """The chats written for the benchmark are due when it says, and get their invitations."""
    with checkback.home() as home:
        check_ins.fill(home, 100, due=1e9)
        assert await check_ins.thirty(home, due=1e9) > 0


async def test_arrivals_are_ticks_of_a_box() -> None:
    """A healthy person comes to a question with boxes, and every size of transaction is measured."""
    begin, box = commits.buttons(load(packaged_flows()))
    assert ".+" in box
    assert begin
    assert len(await commits.costs(4)) == len(commits.SIZES)


def test_a_flow_of_fifty_questions_is_proven() -> None:
    """The generated flow has 50 questions, 60 rules and as many claims that hold; its proof costs something."""
    flow = generated()
    assert (len(flow.steps), len(flow.rules), len(flow.claims)) == (50, 60, 60)
    assert not [broken for broken in faults(flow) if broken.mark.startswith("claim")]
    assert proofs.cpu(faults, flow) > 0
