"""Sources of which nobody says when they were opened."""

from __future__ import annotations

from pathlib import Path

from bot.content.undated import undated_sources
from tests.content.folders import folder

SOURCES = """\
seed: {title: The seed}
nhs: {title: Twitching, url: https://www.nhs.uk/twitching, checked: direct}
bnf: {title: BNF, url: https://bnf.nice.org.uk}
"""
DATED = SOURCES.replace("checked: direct", "checked: direct, checked_on: 2031-02-03")


def test_a_cited_source_without_a_day_is_told(tmp_path: Path) -> None:
    """At its name. Not one that nobody cites, nor the project's own, which has no address."""
    (problem,) = undated_sources(folder(tmp_path, {"sources.yaml": SOURCES}))
    assert str(problem).startswith("flows/sources.yaml:2:1: `nhs` has no `checked_on`")


def test_a_source_with_its_day_is_not_told(tmp_path: Path) -> None:
    """Whichever day it is."""
    assert undated_sources(folder(tmp_path, {"sources.yaml": DATED})) == ()


def test_many_are_told_in_one_line(tmp_path: Path) -> None:
    """They would bury what else an author is warned of."""
    more = SOURCES + "gp: {title: GP, url: https://gp.example.org}\n"
    module = "module: one\nsteps: [{ask: a, text: A?, many: {x: X}, source: [bnf, gp]}]\n"
    (problem,) = undated_sources(folder(tmp_path, {"sources.yaml": more, "modules/one.yaml": module}))
    assert str(problem).startswith("flows/sources.yaml:2:1: `nhs` and 2 more have no `checked_on`: open each source")


def test_a_module_cites_too(tmp_path: Path) -> None:
    """Also in a list of sources."""
    module = "module: one\nsteps: [{ask: a, text: A?, many: {x: X}, source: [seed, bnf]}]\n"
    (problem,) = undated_sources(folder(tmp_path, {"sources.yaml": DATED, "modules/one.yaml": module}))
    assert str(problem).startswith("flows/sources.yaml:3:1: `bnf`")
