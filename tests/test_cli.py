"""The command line as a whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main

ROOT = Path(__file__).parent.parent
FOR_AUTHORS = {"svg", "jinja2", "fpdf", "bot.review", "bot.workbench"}


def loaded(*words: str) -> set[str]:
    """Every module that this command has loaded by the time at which its help is told."""
    script = "import sys; from bot.cli import main; main(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    command = [sys.executable, "-c", script, *words, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", ["run", "chat"])
def test_a_start_loads_nothing_that_only_authors_need(command: str) -> None:
    """Pictures, pages and PDF are a fifth of a second and some MiB."""
    modules = loaded(command)
    assert "bot.service" in modules
    assert modules & FOR_AUTHORS == set()


def test_a_chat_at_the_prompt_knows_nothing_of_telegram() -> None:
    """No token, no network, and none of its library's weight."""
    assert "telegram" not in loaded("chat")


def test_the_help_lists_every_command() -> None:
    """Also those that are loaded late, each with what it is for."""
    told = CliRunner().invoke(main, ["--help"]).output
    for line in ("chat ", "db ", "flows ", "run "):
        assert f"\n  {line}" in told
    assert "  review " in CliRunner().invoke(main, ["flows", "--help"]).output


def test_an_unknown_command_is_told() -> None:
    """With exit code 2, as every slip of the pen."""
    assert CliRunner().invoke(main, ["flaws"]).exit_code == 2
