"""A flow as Mermaid."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.proofs.draw.mermaid import mermaid
from bot.triage.conditions import BEFORE
from bot.triage.flow import Flow, Say, Urgency
from tests.proofs.draw.made import FLOW, SIGNS, rule, ticked
from tests.proofs.flows import flows

LINE = re.compile(
    r"  (?:\w+ (?:-->|==>|---) )?\w+"
    r'(?:(?:\{\{|\[/|\(\[|\(\(|\[)"[^"]*"(?:\}\}|\\\]|\]\)|\)\)|\]):{0,3}\w*)?'
    r"|  classDef .*"
)
"""A node, an arrow, or an arrow to a node that is told there."""


def body(text: str) -> list[str]:
    head, _, rest = text.partition("flowchart TD\n")
    assert head.startswith("---\ntitle: ")
    return rest.splitlines()


def test_the_questions_stand_in_order() -> None:
    """One leads to the next, the last to the four levels, an emergency to what is asked on its card."""
    lines = body(mermaid(FLOW))
    arrows = [line for line in lines if re.fullmatch(r"  \w+ (-->|==>) \w+", line)]
    assert arrows == [
        "  q1 --> q2",
        "  q2 --> q3",
        "  q3 --> q4",
        "  q4 --> self_care",
        "  q4 --> routine",
        "  q4 --> urgent",
        "  q4 --> emergency",
        "  emergency ==> q5",
    ]


def test_each_level_has_its_colour_its_shape_and_its_word() -> None:
    """A hexagon, a trapezium, a stadium and a circle."""
    text = mermaid(FLOW)
    assert (
        'q2 ==> q2emergency{{"<b>Emergency</b><br/><i>stroke:</i> Droop<br/><i>seizure:</i> Blank spell"}}:::emergency'
        in text
    )
    assert 'q2 --> q2urgent[/"<b>Urgent</b><br/>Weak, thin"\\]:::urgent' in text
    assert 'q4 --> q4routine(["<b>Routine</b><br/>Medicine 1"]):::routine' in text
    assert 'self_care(("<b>Self-care</b>")):::self_care' in text
    assert all(f"classDef {urgency.word} " in text for urgency in Urgency)


def test_a_question_that_is_not_always_asked_says_when() -> None:
    """And its edge is dashed."""
    text = mermaid(FLOW)
    notes = "last · choose one · not asked once urgent"
    assert f'["<i>Only if signs: “Ache”</i><br/><b>3. How long?</b><br/>{notes}"]:::sometimes' in text
    assert "classDef sometimes" in text


def test_what_earlier_conversations_raise_comes_first() -> None:
    """Before the first question."""
    flow = replace(FLOW, rules=(rule(ticked(BEFORE + "urgency", "urgent"), Urgency.ROUTINE),))
    lines = body(mermaid(flow))
    assert lines[0] == '  q0["Before the first question"]'
    assert "  q0 --> q1" in lines


@pytest.mark.parametrize(
    "text", ['"]; click q1 href "https://x.example"', "<b>&amp;#35;", "a\n--> b", "`x` %% {{y}}", ""]
)
def test_any_text_stays_text(text: str) -> None:
    """What an author writes is never read as Mermaid or as HTML."""
    lines = body(mermaid(replace(FLOW, title=(Say(text),), steps=(replace(SIGNS, text=(Say(text),)),))))
    assert all(LINE.fullmatch(line) for line in lines)


@given(flows())
@settings(max_examples=30)
def test_any_flow_is_well_formed(flow: Flow) -> None:
    """Each line is a node or an arrow, and each arrow ends at a node."""
    lines = body(mermaid(flow))
    assert all(LINE.fullmatch(line) for line in lines)
    nodes = {found[1] for line in lines if (found := re.search(r"(\w+)(?:\{\{|\[|\()", line))}
    ends = {name for line in lines if (found := re.fullmatch(r"  (\w+) \S+ (\w+)", line)) for name in found.groups()}
    assert ends <= nodes
