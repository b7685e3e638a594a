"""A flow as SVG."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from bot.content.load import load, packaged_flows
from bot.proofs.draw.lettering import Face, lines, width
from bot.proofs.draw.picture import WIDTH, picture, sheets
from bot.proofs.draw.plainly import LEVELS
from bot.proofs.draw.shapes import LOOKS, mark
from bot.triage.flow import Flow, Say, Urgency
from tests.proofs.draw.made import FLOW, SIGNS
from tests.proofs.flows import flows

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> str:
    """All lettering of the picture, one space between words."""
    return " ".join("".join(ElementTree.fromstring(svg).itertext()).split())


def drawn(svg: str) -> str:
    """All lettering, line by line."""
    rows = ElementTree.fromstring(svg).iter(f"{SVG}tspan")
    return " ".join(" ".join((row.text or "").split()) for row in rows)


def test_the_picture_shows_all_that_the_outline_has() -> None:
    """Title, questions with their conditions, levels with their causes, ends with their check-ins."""
    shown = drawn(picture(FLOW))
    for part in (
        "Twitching <lip> & “more”",
        "version 3",
        "digest abc123",
        "Which signs?",
        "signs · tick all that fit · known at the check-in",
        "Only if signs: “Ache”",
        "Emergency: stroke Droop",
        "Raises nothing Ache · Itch",
        "Together with earlier answers",
        "Emergency: low sugar taken: “Medicine 4” AND signs: “Ache” and “Itch”",
        "Self-care Rest. Checks back after 2 days; then 14 days, 2 times.",
        "Emergency Call. No check-in.",
    ):
        assert part in shown


def test_levels_differ_in_colour_and_in_shape_and_in_word() -> None:
    """Whoever cannot tell the colours apart, or prints in black and white, still can tell the levels apart."""
    shapes = [mark(urgency, 0, 0)[0] for urgency in Urgency]
    forms = {(type(shape), len(getattr(shape, "points", None) or ())) for shape in shapes}
    assert len(forms) == len({look.colour for look in LOOKS.values()}) == len(set(LEVELS.values())) == len(Urgency)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"&lt;]]>', "x" * 400, "", "﷽ 🙂 \u202e"])
def test_any_text_is_drawn_as_text(text: str) -> None:
    """What an author writes is never read as markup."""
    svg = picture(replace(FLOW, title=(Say(text),), steps=(replace(SIGNS, text=(Say(text),)),)))
    root = ElementTree.fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert " ".join(text.split()) in texts(svg)


@given(flows())
@settings(max_examples=30)
def test_any_flow_has_a_picture(flow: Flow) -> None:
    """It is well-formed, as high as what stands in it, and says each question."""
    root = ElementTree.fromstring(picture(flow))
    below = max(float(row.get("y", 0)) for row in root.iter(f"{SVG}tspan"))
    assert below < float(root.get("height", 0))
    numbers = [row.text for row in root.iter(f"{SVG}tspan") if (row.text or "").isdigit()]
    assert {str(number) for number, step in enumerate(flow.steps, 1) if not step.on_card} <= set(numbers)


def test_the_picture_asks_nothing_of_others() -> None:
    """No script, font, style or image from elsewhere: it can stand in a page that is read without a network."""
    svg = picture(FLOW)
    assert svg.count("http") == 1
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg
    assert not re.search(r"<(script|style|image|use|a)\b|\bon\w+=|href|url\(", svg)


def test_letters_stay_on_the_sheet() -> None:
    """Each line of the shipped flows ends before the edge, in a font as wide as DejaVu."""
    for flow in load(packaged_flows()).flows.values():
        root = ElementTree.fromstring(picture(flow))
        for text in root.iter(f"{SVG}text"):
            face = Face(float(text.get("font-size", 0)), text.get("font-weight") == "bold")
            for row in text.iter(f"{SVG}tspan"):
                assert float(row.get("x", 0)) + width(row.text or "", face) < WIDTH, row.text


def test_lines_break_at_spaces_and_lose_nothing() -> None:
    """A word that is wider than the room stands alone rather than being cut."""
    face = Face(10)
    text = "a few short words and onethatisverymuchlongerthantheroom at last"
    broken = lines(text, face, 80)
    assert " ".join(broken) == text
    assert all(width(line, face) <= 80 or " " not in line for line in broken)
    assert len(broken) == 4


def test_shipped_pictures_can_be_written_to_files(tmp_path: Path) -> None:
    """In UTF-8, as every reader of XML expects without being told."""
    for flow in load(packaged_flows()).flows.values():
        file = tmp_path / "flow.svg"
        file.write_text(picture(flow), encoding="utf-8")
        assert ElementTree.parse(file).getroot().tag == f"{SVG}svg"


def test_sheets_are_the_picture_cut_between_the_cards() -> None:
    """To be printed: each fits, together they show each line of text once, and none is cut."""
    tallest = 300
    parts = [ElementTree.fromstring(sheet) for sheet in sheets(FLOW, tallest=tallest)]
    assert len(parts) > 2
    assert sum(float(part.get("height", 0)) for part in parts) == float(
        ElementTree.fromstring(picture(FLOW)).get("height", 0)
    )
    assert " ".join(map(drawn, sheets(FLOW, tallest=tallest))) == drawn(picture(FLOW))
    for part in parts:
        top, height = (float(number) for number in (part.get("viewBox") or "").split()[1::2])
        rows = [float(row.get("y", 0)) for row in part.iter(f"{SVG}tspan")]
        assert top < min(rows) <= max(rows) < top + height
