"""A content folder as it stood at a git revision."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load, load_flows
from bot.content.revisions import NoRevision, at_revision, last_change, last_tag
from bot.triage.errors import FlowError
from tests.content.folders import flow, folder, words
from tests.content.versions import committed, edit, git


def test_a_revision_is_read_as_it_stood(tmp_path: Path) -> None:
    """Modules too; its places are called as they are today, and nothing of it stays behind."""
    module = "module: flags\nsteps:\n- {ask: sudden, text: Sudden?, many: {yes: Really}}\n"
    path = committed(folder(tmp_path, {"modules/flags.yaml": module}), "v1")
    edit(path, "twitch.yaml", "Which signs?", "What signs?")
    with at_revision("v1", path) as then:
        step = load(then).flows["twitch"].step("signs")
        assert (then / "modules" / "flags.yaml").read_text(encoding="utf-8") == module
    assert step
    assert step.text[0].text == "Which signs?"
    assert step.mark.startswith("flows/twitch.yaml:")
    assert not then.exists()


def test_a_folder_that_is_gone_can_still_be_read(tmp_path: Path) -> None:
    """Git knows it."""
    path = committed(folder(tmp_path))
    path.rename(tmp_path / "elsewhere")
    with at_revision("HEAD", path) as then:
        assert load(then).flows


@pytest.mark.parametrize("revision", ["v9", "--all", "HEAD:flows", ""])
def test_what_is_no_revision_is_told(tmp_path: Path, revision: str) -> None:
    """In one line; and nothing of it is taken for an option of git."""
    path = committed(folder(tmp_path))
    with pytest.raises(NoRevision) as told, at_revision(revision, path):
        pass
    assert str(told.value) == f"{revision}: neither a file or folder, nor a git revision"


def test_where_no_repository_is_there_is_no_revision(tmp_path: Path) -> None:
    """Git's own words, in one line."""
    with pytest.raises(NoRevision, match=r"^not a git repository.*$"), at_revision("HEAD", folder(tmp_path)):
        pass


def test_a_revision_without_the_folder_is_told(tmp_path: Path) -> None:
    """By the name that was given."""
    path = committed(folder(tmp_path), "v1")
    with pytest.raises(NoRevision, match=r"^v1: "), at_revision("v1", path.with_name("others")):
        pass


def test_without_git_there_are_no_revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoRevision, match="git cannot be run"):
        last_tag(folder(tmp_path))


def test_the_last_tag_is_the_nearest_one_behind(tmp_path: Path) -> None:
    """And where there is none, that is told."""
    path = committed(folder(tmp_path))
    with pytest.raises(NoRevision, match=r"^there is no tag yet$"):
        last_tag(path)
    git(tmp_path, "tag", "v1")
    committed(path, "v2")
    committed(path)
    assert last_tag(path) == "v2"


def test_the_last_change_of_a_file_is_found(tmp_path: Path) -> None:
    """Later commits that leave it alone are none."""
    path = committed(folder(tmp_path))
    first = git(tmp_path, "rev-parse", "HEAD")
    committed(path)
    assert last_change(path / "twitch.yaml") == first
    with pytest.raises(NoRevision, match="not in the git history"):
        last_change(path / "SIGNED.yaml")


def test_an_earlier_version_need_not_have_today_s_words(tmp_path: Path) -> None:
    """What it asked and how urgent that was is known all the same; a flow that cannot be read is told."""
    broken = {"words.yaml": words().replace("help: ", "halp: "), "locale/de.po": "?", "locale/safety_net_de.yaml": "["}
    path = folder(tmp_path, broken)
    assert load_flows(path).flows["twitch"].step("signs")
    with pytest.raises(FlowError):
        load(path)
    folder(tmp_path, {"twitch.yaml": flow(listed="perhaps")})
    with pytest.raises(FlowError, match=r"^flows/twitch\.yaml:9:9: expected yes or no[^\n]*$"):
        load_flows(path)
