"""Modules that no flow uses."""

from __future__ import annotations

from pathlib import Path

from bot.content.load import packaged_flows
from bot.content.unused import unused_modules
from tests.content.folders import FILES, flow, folder

ONE = "module: one\nsteps: [{ask: a, text: A?, many: {x: X}}]\n"
TWO = "module: two\nsteps: [{use: one}]\n"


def told(root: Path, twitch: str) -> list[str]:
    path = folder(root, {"twitch.yaml": twitch, "modules/one.yaml": ONE, "modules/two.yaml": TWO})
    return [str(problem) for problem in unused_modules(path)]


def test_a_module_that_no_flow_uses_is_told(tmp_path: Path) -> None:
    """At its beginning. One that only an unused module uses is unused too."""
    assert told(tmp_path, FILES["twitch.yaml"]) == [
        "flows/modules/one.yaml:1:1: no flow uses the module `one`",
        "flows/modules/two.yaml:1:1: no flow uses the module `two`",
    ]


def test_a_module_may_be_used_through_another(tmp_path: Path) -> None:
    """Which a flow uses."""
    assert told(tmp_path, flow(steps="[{use: two}]")) == []


def test_every_shipped_module_is_used() -> None:
    """By at least one flow."""
    assert unused_modules(packaged_flows()) == ()
