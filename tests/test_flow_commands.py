"""`checkback flows ...` as it is typed."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from bot.flow_commands import flows
from tests.content.folders import flow, folder


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(flows, [str(word) for word in words])


def test_draw_writes_svg_and_mermaid_by_the_name_of_the_file(tmp_path: Path) -> None:
    """The ending says which."""
    svg, mermaid = tmp_path / "lip.svg", tmp_path / "lip.mmd"
    assert run("draw", "lip_twitch", "--out", svg).exit_code == 0
    assert run("draw", "lip_twitch", "--out", mermaid).exit_code == 0
    assert svg.read_text(encoding="utf-8").startswith("<svg")
    assert "flowchart TD" in mermaid.read_text(encoding="utf-8")


def test_draw_takes_the_file_of_a_flow_and_prints_mermaid(tmp_path: Path) -> None:
    """An author's own flow, wherever it stands."""
    path = folder(tmp_path)
    result = run("draw", path / "twitch.yaml")
    assert result.exit_code == 0
    assert result.output.startswith('---\ntitle: "Twitching lip"\n')


def test_draw_names_the_flows_where_there_is_no_such_flow(tmp_path: Path) -> None:
    """So that nobody need look for them."""
    result = run("draw", folder(tmp_path) / "twich.yaml")
    assert result.exit_code == 2
    assert "one of again, twitch" in result.output


def test_draw_knows_no_other_kind_of_picture(tmp_path: Path) -> None:
    """Nothing is written."""
    result = run("draw", "lip_twitch", "--out", tmp_path / "lip.png")
    assert result.exit_code == 2
    assert not list(tmp_path.iterdir())


def test_draw_tells_what_is_wrong_with_the_files(tmp_path: Path) -> None:
    """A flow that cannot be loaded cannot be drawn."""
    result = run("draw", folder(tmp_path, {"twitch.yaml": flow(listed="perhaps")}) / "twitch.yaml")
    assert result.exit_code == 1
    assert "flows/twitch.yaml:9:9: expected yes or no" in result.output
