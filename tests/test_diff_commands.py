"""`checkback flows diff`, and `flows check` against the last tag, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.content.folders import flow, folder
from tests.content.versions import committed, edit

ASKS = """
  - {ask: who, text: Who is it about?, why: It fits you., one: {me: Me, child: A child}}
  - ask: signs
    text: Which signs?
    why: They count.
    many:
      numb: {label: Numb, raises: urgent, because: It is numb., source: seed}
      ache: {label: Ache, raises: routine, because: It aches., source: nhs}
      both: {label: More, raises: routine, because: It is more., source: seed}"""
CHILD = "[{if: {who: child, signs: any}, raises: urgent, because: A child is seen today., source: seed}]"
TWITCH = flow(steps=ASKS, rules=CHILD)
ONE_FLOW = {"again.yaml": flow("again", steps=ASKS, rules=CHILD, listed="no"), "twitch.yaml": TWITCH}
LOWERED = "raises: urgent, because: It is numb.", "raises: routine, because: It is numb."
ENTRY = "accepted: [{lowered: {signs: numb}, to: routine, by: Dr A, why: It is milder., date: 2031-02-03}]\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["flows", *map(str, words)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder whose last version has a tag."""
    return committed(folder(tmp_path, ONE_FLOW), "v1")


def test_diff_tells_which_answers_end_at_another_level(path: Path) -> None:
    """How many, the shortest conversation that shows it, and the line to look at in both."""
    edit(path, "twitch.yaml", *LOWERED)
    result = run("diff", "v1", path)
    assert result.exit_code == 0, result.output
    assert "again: every answer ends at the same level" in result.output
    assert [line.strip() for line in result.output.split("twitch: levels that change\n")[1].splitlines()[:5]] == [
        "urgent -> routine: 4 answer sequences; nobody answers for 4 of them",
        "was flows/twitch.yaml:10:13, now flows/twitch.yaml:10:13",
        "Who is it about? Me",
        "Which signs? Numb",
        "-> urgent, now routine",
    ]


def test_diff_says_what_is_accepted(path: Path) -> None:
    """By an entry that is new since then."""
    edit(path, "twitch.yaml", *LOWERED)
    edit(path, "twitch.yaml", "rules:", f"{ENTRY}rules:")
    assert "urgent -> routine: 4 answer sequences; accepted" in run("diff", "v1", path).output


def test_diff_of_two_revisions_is_of_the_folder_named(path: Path) -> None:
    """Wherever one stands; without one, of the packaged flows."""
    edit(path, "twitch.yaml", *LOWERED)
    committed(path, "v2")
    result = run("diff", "v1", "v2", "--folder", path)
    assert "twitch: levels that change" in result.output, result.output


def test_diff_of_two_files_is_of_that_flow(tmp_path: Path) -> None:
    """Others in their folders are not compared."""
    old, new = folder(tmp_path / "old", ONE_FLOW), folder(tmp_path / "new", ONE_FLOW)
    edit(new, "twitch.yaml", *LOWERED)
    edit(new, "again.yaml", *LOWERED)
    told = run("diff", old / "twitch.yaml", new / "twitch.yaml").output
    assert "twitch: levels that change" in told
    assert "again: " not in told


def test_diff_tells_old_and_new_words(path: Path) -> None:
    """Each with its place."""
    edit(path, "twitch.yaml", "Which signs?", "What signs?")
    told = run("diff", "v1", path).output
    assert "Words: 1 texts differ\n  twitch.yaml#steps.signs.text\n" in told
    assert "    - flows/twitch.yaml:7:11: Which signs?\n    + flows/twitch.yaml:7:11: What signs?\n" in told


def test_diff_tells_what_becomes_of_conversations_in_progress(path: Path) -> None:
    """Answers that fall away, and questions that will be asked; the floor stays."""
    edit(path, "twitch.yaml", "      ache: {", "      sore: {")
    edit(
        path,
        "twitch.yaml",
        "  - {ask: who,",
        "  - {ask: since, text: Since when?, why: So., one: {a: A, b: B}}\n  - {ask: who,",
    )
    told = run("diff", "v1", path).output
    assert "twitch: flows/twitch.yaml:5:5: `since` will be asked, of those who are past its place too" in told
    assert "an answer with `ache` falls away, and `signs` is asked again" in told
    assert "the floor stays" in told


def test_diff_tells_new_and_gone_flows(path: Path) -> None:
    """By name."""
    (path / "twitch.yaml").rename(path / "tic.yaml")
    edit(path, "tic.yaml", "flow: twitch", "flow: tic")
    assert run("diff", "v1", path).output.startswith("tic: a new flow\ntwitch: gone\n")


@pytest.mark.parametrize("wrong", ["v9", "nothing.yaml"])
def test_what_is_neither_file_nor_revision_is_told_in_one_line(path: Path, wrong: str) -> None:
    """Exit code 1."""
    result = run("diff", wrong, path)
    assert result.exit_code == 1
    assert result.output == f"Error: {wrong}: neither a file or folder, nor a git revision\n"


def test_flows_that_cannot_be_read_are_told_in_one_line(path: Path) -> None:
    """With the first problem, and whose they are."""
    edit(path, "twitch.yaml", "rules: [{if:", "rules: [{iff:")
    result = run("diff", "v1", path)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {path} cannot be read: flows/twitch.yaml:")
    assert len(result.output.splitlines()) == 1


def test_check_fails_where_a_level_is_lower_than_at_the_last_tag(path: Path) -> None:
    """It tells the flow, how many, and the shortest conversation."""
    edit(path, "twitch.yaml", *LOWERED)
    result = run("check", path)
    assert result.exit_code == 1
    first, *shown = result.output.splitlines()
    assert first.startswith("flows/twitch.yaml:10:13: twitch: urgent at v1, now routine, for 4 answer sequences;")
    assert [line.strip() for line in shown][-1] == "-> urgent, now routine"


def test_check_takes_a_lowered_level_that_somebody_answers_for(path: Path) -> None:
    """And only where that is so: one that is lowered besides still fails."""
    edit(path, "twitch.yaml", *LOWERED)
    edit(path, "twitch.yaml", "rules:", f"{ENTRY}rules:")
    assert run("check", path).exit_code == 0
    edit(path, "twitch.yaml", "signs: any", "signs: ache")
    result = run("check", path)
    assert result.exit_code == 1
    assert "Which signs? More" in result.output


def test_an_entry_of_the_last_version_covers_nothing_new(path: Path) -> None:
    """What was accepted then was accepted for that change."""
    edit(path, "twitch.yaml", "rules:", f"{ENTRY}rules:")
    committed(path, "v2")
    edit(path, "twitch.yaml", *LOWERED)
    assert run("check", path).exit_code == 1


def test_without_a_tag_check_says_so_and_goes_on(tmp_path: Path) -> None:
    """In one line; nor does it need a repository."""
    path = folder(tmp_path, ONE_FLOW)
    assert "Not compared with the last version: not a git repository" in run("check", path).output
    committed(path)
    result = run("check", path)
    assert result.output.splitlines() == [
        "Not compared with the last version: there is no tag yet",
        "2 flows, no problems",
    ]
    assert result.exit_code == 0


def test_a_raised_level_needs_no_entry(path: Path) -> None:
    """It is told by diff."""
    edit(path, "twitch.yaml", "raises: routine, because: It aches.", "raises: urgent, because: It aches.")
    assert run("check", path).exit_code == 0
    assert "routine -> urgent: 2 answer sequences\n" in run("diff", "v1", path).output


def test_check_tells_flows_that_are_gone_or_new_since_the_last_tag(path: Path) -> None:
    """A flow under another name is compared with nothing, so both names are told; it is no problem."""
    (path / "twitch.yaml").rename(path / "tic.yaml")
    edit(path, "tic.yaml", "flow: twitch", "flow: tic")
    result = run("check", path)
    assert result.exit_code == 0
    assert result.output.splitlines() == ["Since v1: tic: a new flow", "Since v1: twitch: gone", "2 flows, no problems"]


def test_check_fails_where_the_last_tag_cannot_be_read(path: Path) -> None:
    """Else any level could be lowered. The tag, the file and the first problem there are named, in one line."""
    whole = (path / "twitch.yaml").read_text(encoding="utf-8")
    edit(path, "twitch.yaml", "rules: [{if:", "rules: [{iff:")
    committed(path, "v2")
    (path / "twitch.yaml").write_text(whole, encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == 1
    (line,) = result.output.splitlines()
    assert line.startswith("Error: v2 cannot be read: flows/twitch.yaml:14:9: `if` is missing")
    assert line.endswith("; so no level can be compared with v2")


def test_check_says_where_the_folder_is_newer_than_the_last_tag(path: Path) -> None:
    """The tag has no flows there, so there is nothing to compare; it is told."""
    other = folder(path.parent / "other", ONE_FLOW)
    result = run("check", other)
    assert result.exit_code == 0
    assert "Not compared with the last version: v1: pathspec" in result.output
