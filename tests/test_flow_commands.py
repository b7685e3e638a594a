"""`checkback flows test`, `record` and `schema` as an author runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.content.conversations import read_conversations
from bot.content.load import load, packaged_flows
from bot.content.schema.files import schemas
from bot.proofs.golden import check
from tests.content.folders import flow, folder

ROOT = Path(__file__).parent.parent
TESTS = "tests:\n  - {answers: {signs: numb}, ends: self_care}\n"
WRONG = "tests:\n  - {answers: {signs: numb}, ends: urgent}\n"

CHILD = "[{if: {who: child}, raises: urgent, because: A child is seen today., source: nhs}]"


def flows(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """The command, and what came of it."""
    command = [sys.executable, "-m", "bot", "flows", *arguments]
    return subprocess.run(command, input=typed, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_every_test_passes_and_what_is_untouched_is_told(tmp_path: Path) -> None:
    """Exit code 0; a line for each part that no conversation touches, with its place; the sum at the end."""
    done = flows("test", str(folder(tmp_path, {"twitch.yaml": flow() + TESTS})))
    *lines, last = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert any(line.startswith("flows/twitch.yaml:5:") and "`who: child` is never touched" in line for line in lines)
    assert last.startswith("1 conversations, 0 failures; touched: steps 2 of ")


def test_a_failure_is_told_with_file_and_line(tmp_path: Path) -> None:
    """Exit code 1."""
    done = flows("test", "--brief", str(folder(tmp_path, {"twitch.yaml": flow() + WRONG})))
    failure, last = done.stdout.splitlines()
    assert done.returncode == 1
    assert failure == "flows/twitch.yaml:10:5: twitch ends self_care, not urgent"
    assert last.startswith("1 conversations, 1 failures")


def test_golden_conversations_beside_the_flows_are_played_too(tmp_path: Path) -> None:
    """tests/conversations beside the folder, or the folder that is named."""
    path = folder(tmp_path)
    beside = tmp_path / "tests" / "conversations"
    beside.mkdir(parents=True)
    (beside / "a.yaml").write_text("- {name: A, flow: twitch, answers: {}, ends: urgent}\n", encoding="utf-8")
    for arguments in ((), ("--conversations", str(beside))):
        done = flows("test", "--brief", str(path), *arguments)
        assert done.returncode == 1
        assert "a.yaml:1:3: twitch ends self_care, not urgent" in done.stdout


def test_check_tells_what_is_idle_too_long_or_unused(tmp_path: Path) -> None:
    """One problem a line, in file order, with places; exit code 1."""
    long = " ".join(["word"] * 480)
    files = {
        "twitch.yaml": flow(advice=f"\n  - {{if: {{signs: numb, not: {{signs: numb}}}}, say: {long}, source: seed}}\n"),
        "modules/spare.yaml": "module: spare\nsteps: [{ask: a, text: A?, many: {x: X}}]\n",
    }
    done = flows("check", str(folder(tmp_path, files)))
    assert (done.returncode, done.stdout) == (1, "")
    told = done.stderr.splitlines()
    places = [tuple(line.split(":", 3)[:2]) for line in told]
    assert places == sorted(places, key=lambda place: (place[0], int(place[1])))
    assert "flows/modules/spare.yaml:1:1: no flow uses the module `spare`" in told
    for message in (
        "`why` is missing",
        "this advice is never shown",
        "a screen of it holds 900",
        "`also` is never asked",
    ):
        assert any(line.startswith("flows/twitch.yaml:") and message in line for line in told)


def test_check_finds_nothing_in_the_shipped_flows() -> None:
    """Exit code 0, and how many flows were looked at."""
    done = flows("check")
    assert (done.returncode, done.stdout) == (0, f"{len(load(packaged_flows()).flows)} flows, no problems\n")


def test_check_warns_of_sources_without_a_day(tmp_path: Path) -> None:
    """With the place; the exit code is that of a folder without problems."""
    whole = flow(steps="[{ask: who, text: Who?, why: So., one: {me: Me, child: A child}}]", rules=CHILD)
    files = {
        "twitch.yaml": whole,
        "again.yaml": whole.replace("flow: twitch", "flow: again") + "listed: no\n",
        "sources.yaml": "seed: {title: S}\nnhs: {title: N, url: https://www.nhs.uk}\n",
    }
    done = flows("check", str(folder(tmp_path, files)))
    assert (done.returncode, done.stdout) == (0, "2 flows, no problems\n")
    assert done.stderr.startswith("flows/sources.yaml:2:1: warning: `nhs` has no `checked_on`")


def test_what_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    """All problems, and exit code 1."""
    done = flows("test", str(folder(tmp_path, {"twitch.yaml": flow(version="")})))
    assert done.returncode == 1
    assert done.stderr.startswith("flows/twitch.yaml:2:")


def test_a_conversation_at_the_prompt_becomes_a_golden_test(tmp_path: Path) -> None:
    """What was answered, and what it ended in; the check-in two weeks later is another. They pass as they stand."""
    out = tmp_path / "conversations" / "recorded.yaml"
    out.parent.mkdir()
    answers = ["i agree", "mine", *["none"] * 7, "up to two weeks", "coffee", "done", "hours at a screen", "done"]
    later = ["yes", "/later 14d", "answer now", *["none"] * 6, "the same", "nothing yet", "/quit"]
    done = flows("record", "eyelid_twitch", "--out", str(out), typed="\n".join([*answers, *later]))
    assert (done.returncode, done.stderr) == (0, "")
    library = load(packaged_flows())
    first, second = golden = read_conversations(out.parent, library)
    assert [each.flow for each in golden] == ["eyelid_twitch", "eyelid_check_in"]
    assert first.test.answers == {"eye_strain": frozenset({"screens"}), "triggers": frozenset({"caffeine"})}
    assert second.test.before["before.eye_strain"] == frozenset({"screens"})
    assert second.test.answers == {"course": frozenset({"same"})}
    assert [check(each.test, library.flows[each.flow], library) for each in golden] == [(), ()]
    assert done.stdout.endswith(out.read_text(encoding="utf-8"))


def test_nothing_is_recorded_of_a_conversation_that_did_not_end() -> None:
    """The author is told so."""
    done = flows("record", "lip_twitch", typed="i agree\n/quit\n")
    assert done.returncode == 1
    assert "no conversation came to its end" in done.stderr


def test_only_a_flow_that_can_be_begun_is_recorded() -> None:
    """A check-in is recorded after the visit that leads to it."""
    done = flows("record", "check_in")
    assert done.returncode == 2
    assert "lip_twitch" in done.stderr


@pytest.mark.parametrize("kind", ["flow", "sources"])
def test_the_schema_is_printed(kind: str) -> None:
    """As JSON, for a file that editors read."""
    assert json.loads(flows("schema", kind).stdout) == schemas()[kind]
