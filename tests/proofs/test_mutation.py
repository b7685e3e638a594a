"""The shipped flows are held by conversations, claims and proofs: what is broken in them on purpose is caught."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.proofs.past import past_of
from bot.proofs.prove import faults
from bot.triage.conditions import Condition, Facts, Ticked
from bot.triage.flow import Answers, Claim, Flow, GoldenTest, Option, Rule, Say, Step, Urgency
from bot.triage.walk import Concluded, walk
from tests.proofs.alike import hides_a_denial, lost
from tests.proofs.brute import Brute, answers_to
from tests.proofs.flows import flows
from tests.proofs.mutants import Mutant, mutants
from tests.proofs.mutation import Fate, Shipped, fate, score, shipped

SAY = (Say("text"),)
MOST = 500  # conversations, so that brute force stays quick


def test_every_mutant_is_caught() -> None:
    """Or proven to end every conversation at the same level; of those that only ask more, each."""
    assert [str(mutant) for mutant in score().of(Fate.ALIVE)] == []
    assert [str(mutant) for mutant in score().of(Fate.ASKS_MORE)] == []


def ticked(step: str, *options: str) -> Condition:
    return Ticked(step, frozenset(options))


def question(id: str, options: str, when: Condition | None = None, **raises: Urgency) -> Step:
    made = tuple(
        Option(option, SAY, Rule(ticked(id, option), raises[option], SAY) if option in raises else None)
        for option in options
    )
    return Step(id, SAY, made, many=True, when=when, mark=id)


FLOW = Flow(
    "small",
    "1",
    SAY,
    (
        question("pain", "xy", x=Urgency.URGENT),
        question("where", "z", ticked("pain", "y"), z=Urgency.URGENT),
    ),
    (Rule(ticked("pain", "x", "y"), Urgency.ROUTINE, SAY, mark="rule"),),
)


def fates(flow: Flow, *tests: GoldenTest) -> dict[str, Fate]:
    among = Shipped(shipped().library, (), {flow.id: list(tests)})
    return {mutant.what: fate(mutant, among) for mutant in mutants([flow])}


def test_each_thing_that_decides_is_broken() -> None:
    """A level is removed and lowered, a rule also in its options, a `when` is never and always true."""
    assert list(fates(FLOW)) == [
        "pain.x removed",
        "pain.x one level lower",
        "where.z removed",
        "where.z one level lower",
        "`when` of where: never",
        "`when` of where: always",
        "`when` of where: pain: any, not y",
        "rule 'text' removed",
        "rule 'text' pain without x",
        "rule 'text' pain without y",
        "rule 'text' pain: 2 of x/y",
        "rule 'text' pain: any, not x/y",
    ]


def test_what_no_test_holds_is_not_caught() -> None:
    """A lost level that no conversation and no claim speaks of is alive, and grave if it was urgent."""
    found = fates(FLOW)
    assert found["pain.x removed"] is found["where.z removed"] is found["rule 'text' removed"] is Fate.ALIVE


def test_a_conversation_catches() -> None:
    """A conversation that was written down ends otherwise once its level is lost."""
    test = GoldenTest({"pain": frozenset("x")}, Urgency.URGENT)
    assert fates(with_dispositions(FLOW), test)["pain.x removed"] is Fate.CONVERSATION


def test_a_claim_catches() -> None:
    """A claim that was proven is broken once its level is lost."""
    claimed = replace(FLOW, claims=(Claim(ticked("pain", "x"), at_least=Urgency.URGENT, mark="claim"),))
    assert fates(claimed)["pain.x one level lower"] is Fate.PROOF


def test_what_changes_no_level_is_alike() -> None:
    """The rule need not speak of x, which raises higher by itself."""
    assert fates(FLOW)["rule 'text' pain without x"] is Fate.ALIKE


def test_what_only_asks_more_loses_nothing() -> None:
    """A question asked of more people finds no less than before."""
    assert fates(FLOW)["`when` of where: always"] is Fate.ASKS_MORE
    assert fates(FLOW)["`when` of where: never"] is Fate.ALIVE


def test_a_conversation_catches_what_only_asks_more() -> None:
    """It says that this person is spared the question."""
    test = GoldenTest({"pain": frozenset("x")}, Urgency.URGENT, not_asked=("where",))
    assert fates(with_dispositions(FLOW), test)["`when` of where: pain: any, not y"] is Fate.CONVERSATION


def with_dispositions(flow: Flow) -> Flow:
    return replace(flow, dispositions=next(iter(shipped().library.flows.values())).dispositions)


def whole(flow: Flow) -> list[tuple[Facts, Answers]]:
    """Every past with an answer to every question, asked or not."""
    domains = {step.id: answers_to(step) for step in flow.steps if not step.on_card}
    pasts = list(Brute(flow, past_of(flow, None)).pasts())
    size = len(pasts)
    for answers in domains.values():
        size *= len(answers)
    assume(size <= MOST)
    told = [dict(zip(domains, values, strict=True)) for values in product(*domains.values())]
    return [(before, answers) for before in pasts for answers in told]


def level(flow: Flow, answers: Answers, before: Facts) -> Urgency:
    end = walk(flow, answers, before)
    assert isinstance(end, Concluded)
    return end.level.urgency


def sound(flow: Flow) -> bool:
    """`below` changes no level, and no rule rests on the emergency card."""
    return not hides_a_denial(flow) and not any(
        "hidden by" in broken.what or "would be lost" in broken.what for broken in faults(flow)
    )


@given(flows(), st.data())
@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_lost_levels_are_those_of_brute_force(flow: Flow, data: st.DataObject) -> None:
    """A level is said to be lost exactly where some conversation ends lower in the one flow than in the other."""
    made = mutants([replace(flow, claims=())])
    assume(made)
    mutant: Mutant = data.draw(st.sampled_from(made))
    one = mutant.edits[0].flow
    other = mutant.edits[0].broken()
    assume(sound(one) and sound(other))
    ends = [(level(one, *told), level(other, *told)) for told in ((answers, before) for before, answers in whole(one))]
    assert (lost(one, other) is not None) == any(first > second for first, second in ends)
    assert (lost(other, one) is not None) == any(first < second for first, second in ends)
