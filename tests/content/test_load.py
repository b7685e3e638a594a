"""A whole folder: what a bot needs, every problem of every file at once, and the folder that is shipped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from bot.content import compose as composing
from bot.content import load as loading
from bot.content.load import load, packaged_flows
from bot.triage.errors import FlowError
from tests.content.folders import FILES, LOOKS_UP, flow, folder, problems, step


def test_a_small_folder_is_a_library(tmp_path: Path) -> None:
    """Everything that a bot speaks from comes of one folder."""
    library = load(folder(tmp_path))
    assert set(library.flows) == {"twitch", "again"}
    assert [found.id for found in library.listed] == ["twitch"]
    assert set(library.cards) == {"stroke"}
    assert set(library.sources) == {"seed", "nhs"}
    assert [alert.cause for alert in library.safety_net.read("face drooping")] == ["stroke"]


def test_the_same_folder_is_the_same_library(tmp_path: Path) -> None:
    """Nothing depends on when or how often it is loaded."""
    path = folder(tmp_path, {"twitch.yaml": LOOKS_UP})
    first, second = load(path), load(path)
    assert (first.flows, first.cards, first.words) == (second.flows, second.cards, second.words)


def test_problems_of_all_files_come_at_once_and_in_order(tmp_path: Path) -> None:
    """A file that is not YAML does not hide what is wrong in the others."""
    files = {
        "twitch.yaml": step("{ask: more, text: More?, one: {a: {label: A, raises: high}}}"),
        "again.yaml": "flow: [again",
        "topics.yaml": "lip: {title: Lip, text: A., source: sed}\n",
        "modules/unused.yaml": "module: other\nsteps: []\n",
    }
    again, unused, topics, *twitch = problems(folder(tmp_path, files))
    assert again.startswith("flows/again.yaml:")
    assert ": this is not YAML: " in again
    assert unused == (
        "flows/modules/unused.yaml:1:9: the file is called `unused.yaml`, so `module: unused` must stand here"
    )
    assert topics == "flows/topics.yaml:1:37: unknown source `sed`; did you mean `seed`?"
    assert twitch == [
        "flows/twitch.yaml:8:39: `because` is missing",
        "flows/twitch.yaml:8:39: `source` is missing",
        "flows/twitch.yaml:8:58: unknown level `high`",
    ]


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("twitch.yaml", "again.yaml")])
def test_a_missing_file_is_one_problem(tmp_path: Path, name: str) -> None:
    """What others refer to in it is not reported as well."""
    path = folder(tmp_path, {"twitch.yaml": LOOKS_UP})
    (path / name).unlink()
    assert problems(path) == [f"flows/{name}:1:1: the file cannot be read: No such file or directory"]


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_one_problem(tmp_path: Path, name: str) -> None:
    """Nor is it where the file is there but cannot be read."""
    assert problems(folder(tmp_path, {"twitch.yaml": LOOKS_UP, name: "a: \x00"})) == [
        f"flows/{name}:1:4: the character U+0000 is not allowed"
    ]


def test_a_broken_module_is_one_problem(tmp_path: Path) -> None:
    """The flow that uses it, and the cards, may mention steps that nobody could read."""
    uses = flow(steps="[{use: flags}, {ask: a, when: {sudden: droop}, text: A?, one: {x: X}}]")
    card = FILES["emergencies.yaml"].replace("now: Wait.", "now: [{if: {sudden: droop}, say: Call.}, {say: Wait.}]")
    files = {"twitch.yaml": uses, "modules/flags.yaml": "module: &flags", "emergencies.yaml": card}
    path = folder(tmp_path, files)
    assert problems(path) == ["flows/modules/flags.yaml:1:9: anchors and aliases are not allowed"]


def test_a_broken_first_visit_is_one_problem(tmp_path: Path) -> None:
    """A check-in may look back at what it asks: in conditions, in texts, and in what its tests say was before."""
    ask = "[{ask: how, text: 'You ticked {before.signs}. And now?', when: {before.signs: numb}, one: {a: A, b: B}}]"
    test = "tests: [{before: {signs: numb}, answers: {}, ends: self_care}]\n"
    files = {"twitch.yaml": "flow: [\n", "again.yaml": flow("again", listed="no", steps=ask) + test}
    (problem,) = problems(folder(tmp_path, files))
    assert problem.startswith("flows/twitch.yaml:2:1: this is not YAML")


def test_a_folder_without_flows_is_reported(tmp_path: Path) -> None:
    """There would be nothing to ask."""
    path = folder(tmp_path)
    for name in ("twitch.yaml", "again.yaml"):
        (path / name).unlink()
    assert "flows:1:1: no flow stands in this folder" in problems(path)


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    """With what should stand in it."""
    assert "nowhere:1:1: no flow stands in this folder" in problems(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("Eye.yaml", "flows/Eye.yaml:1:1: `Eye` is no id: 1 to 24 of a-z, 0-9 and _"),
        ("eye.yml", "flows/eye.yml:1:1: a content file ends in .yaml"),
        ("modules/eye.yml", "flows/modules/eye.yml:1:1: a content file ends in .yaml"),
    ],
)
def test_a_file_of_another_name_is_not_passed_over(tmp_path: Path, name: str, problem: str) -> None:
    """A flow that would never be asked is noticed."""
    assert problem in problems(folder(tmp_path, {name: flow(Path(name).stem)}))


def test_an_editors_hidden_files_are_passed_over(tmp_path: Path) -> None:
    """So that a folder can be loaded while somebody writes in it."""
    hidden = {".#twitch.yaml": "", "locale/.#de.po": "", "README.md": "# Flows"}
    assert problems(folder(tmp_path, hidden)) == []


def test_the_folder_may_be_called_as_one_likes(tmp_path: Path) -> None:
    """Problems begin with its own name, however it was reached."""
    path = folder(tmp_path, {"twitch.yaml": flow(listed="perhaps")}).rename(tmp_path / "eyes")
    message = "eyes/twitch.yaml:9:9: expected yes or no, found `perhaps`"
    assert problems(path) == problems(path / "modules" / "..") == [message]


def test_the_shipped_flows_load(tmp_path: Path) -> None:
    """In every country that they know, and from any place."""
    shutil.copytree(packaged_flows(), tmp_path / "flows")
    library = load(tmp_path / "flows")
    assert {"lip_twitch", "check_in"} <= set(library.flows)
    assert load(packaged_flows(), "GB").flows["lip_twitch"].digest == library.flows["lip_twitch"].digest


def test_the_shipped_flows_load_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's two parsers differ in what they take; what we ship is read alike by both."""
    expected = load(packaged_flows()).flows
    monkeypatch.setattr(composing, "LOADER", yaml.SafeLoader)
    assert load(packaged_flows()).flows == expected


def test_packaged_flows_stand_within_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a wheel the folder is part of the package; in a checkout it stands beside it."""
    assert packaged_flows() == Path(__file__).resolve().parents[2] / "flows"
    (tmp_path / "bot" / "flows").mkdir(parents=True)
    monkeypatch.setattr(loading, "__file__", str(tmp_path / "bot" / "content" / "load.py"))
    assert packaged_flows() == tmp_path / "bot" / "flows"


def test_an_error_says_all_problems(tmp_path: Path) -> None:
    """One line each, ready to be printed."""
    path = folder(tmp_path, {"twitch.yaml": flow(listed="perhaps", version="''")})
    with pytest.raises(FlowError) as error:
        load(path)
    assert str(error.value).splitlines() == [
        "flows/twitch.yaml:2:10: nothing stands here",
        "flows/twitch.yaml:9:9: expected yes or no, found `perhaps`",
    ]
