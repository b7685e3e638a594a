"""The page's files by themselves: no address outside, and colours that can be read."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from bot.proofs.draw.shapes import LOOKS
from bot.triage.flow import Urgency
from bot.workbench.server import PAGE

FOLDER = files("bot.workbench").joinpath("page")
TEXT = {
    "card": "text quiet accent wrong self_care routine urgent emergency",
    "ground": "text quiet",
    "code": "text quiet self_care routine urgent emergency",
    "wrong-ground": "text wrong",
    "bubble": "text quiet link",
    "mine": "text",
    "key": "text",
    "key-held": "text",
    "toast": "on-toast",
    "accent": "on-accent",
    "wall": "text",
}
"""Ground -> what is written on it."""

DRAWN = {"card": "focus", "key": "focus", "wall": "focus", "ground": "focus"}
"""Ground -> what must be seen on it, though it is no text: 3 is enough."""


def text(name: str) -> str:
    return FOLDER.joinpath(name).read_text(encoding="utf-8")


def themes() -> dict[str, dict[str, str]]:
    """The variables of the style sheet, in light and in dark."""
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", text("style.css"), re.DOTALL)
    )
    return {"light": light, "dark": {**light, **dark}}


def contrast(one: str, other: str) -> float:
    """As WCAG 2 defines it, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_computed_as_it_is_defined() -> None:
    """Black on white is 21; a grey known to be just enough is."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_written_can_be_read(theme: str) -> None:
    """Every text on every ground that it stands on: 4.5 or more."""
    colours = themes()[theme]
    pairs = [(front, ground, 4.5) for ground, fronts in TEXT.items() for front in fronts.split()]
    pairs += [(front, ground, 3.0) for ground, front in DRAWN.items()]
    faint = [
        (*pair[:2], contrast(colours[pair[0]], colours[pair[1]]))
        for pair in pairs
        if contrast(colours[pair[0]], colours[pair[1]]) < pair[2]
    ]
    assert not faint


def test_no_colour_stands_outside_the_variables() -> None:
    """So that the test above sees all of them; shadows may be what they are."""
    rules = re.sub(r":root \{.*?\}", "", text("style.css"), flags=re.DOTALL)
    assert not re.findall(r"#[0-9a-f]{3,8}\b|\bhsl|\bwhite\b(?!-)|\bblack\b", rules)
    assert set(re.findall(r"var\(--([\w-]+)\)", rules)) == themes()["light"].keys()


@pytest.mark.parametrize("name", PAGE)
def test_nothing_is_asked_of_anyone_else(name: str) -> None:
    """No file names an address outside; the namespace of SVG is a name only."""
    assert "//" not in re.sub(r"http://www\.w3\.org/2000/svg|^\s*// .*|// [a-z].*$", "", text(name), flags=re.MULTILINE)


def test_each_level_has_a_shape_of_its_own() -> None:
    """A level is told by a word and a shape, not by its colour alone."""
    shapes = dict(re.findall(r'<symbol id="(\w+)"[^>]*>(.*?)</symbol>', text("index.html")))
    assert shapes.keys() == {urgency.word for urgency in Urgency}
    assert len(set(shapes.values())) == len(Urgency)


@pytest.mark.parametrize("urgency", Urgency)
def test_a_level_has_the_shape_that_it_has_in_drawings(urgency: Urgency) -> None:
    """As many corners, and one of them on top where it stands on the other; a circle has none."""
    drawn = dict(re.findall(r'<symbol id="(\w+)"[^>]*>(.*?)</symbol>', text("index.html")))[urgency.word]
    corners = re.findall(r"([\d.]+),[\d.]+", drawn)
    assert len(corners) == LOOKS[urgency].corners
    assert ("10" in corners) == (LOOKS[urgency].corners > 0 and LOOKS[urgency].turn == -90)


def test_motion_is_only_for_those_who_like_it() -> None:
    """Whatever moves stands in the block for people who did not ask for less."""
    still, _, moving = text("style.css").partition("@media (prefers-reduced-motion: no-preference)")
    assert not re.search(r"transition|animation|scroll-behavior|@keyframes", still)
    assert "animation" in moving
