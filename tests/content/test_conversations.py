"""Golden conversations in files: read with their places, written as they are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.conversations import Golden, add_to, read_conversations, written
from bot.content.load import load, packaged_flows
from bot.triage.errors import FlowError
from bot.triage.flow import GoldenTest, Urgency
from bot.triage.library import Library
from tests.content.folders import flow, folder

SHIPPED = Path(__file__).parents[1] / "conversations"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return load(folder(tmp_path, {"again.yaml": flow("again", listed="no")}))


def read(tmp_path: Path, library: Library, text: str) -> tuple[Golden, ...]:
    file = tmp_path / "conversations" / "some.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return read_conversations(file.parent, library)


def problems(tmp_path: Path, library: Library, text: str) -> list[str]:
    """What is wrong, from the file's name on."""
    with pytest.raises(FlowError) as found:
        read(tmp_path, library, text)
    return [str(problem).removeprefix(f"{tmp_path}/conversations/") for problem in found.value.problems]


def test_a_conversation_as_it_is_read(tmp_path: Path, library: Library) -> None:
    """Its name, its flow, and what the flow's own tests say too; and where it stands."""
    (golden,) = read(
        tmp_path,
        library,
        "- {name: Once more, flow: again, before: {who: me, urgency: routine},\n"
        "   answers: {signs: [numb, ache], who: child}, ends: emergency, causes: stroke, says: Call,\n"
        "   not_asked: also}\n",
    )
    signs, child = frozenset({"numb", "ache"}), frozenset({"child"})
    before = {"before.who": frozenset({"me"}), "before.urgency": frozenset({"routine"})}
    test = GoldenTest({"signs": signs, "who": child}, Urgency.EMERGENCY, ("Call",), ("stroke",), before, ("also",))
    assert golden == Golden("Once more", "again", test)
    assert golden.test.mark.endswith("some.yaml:1:3")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {name: A, flow: twich, answers: {}, ends: urgent}", "1:19: unknown flow `twich`; did you mean `twitch`?"),
        (
            "- {name: A, flow: twitch, answers: {sign: numb}, ends: urgent}",
            "unknown step `sign`; did you mean `signs`?",
        ),
        ("- {name: A, flow: twitch, answers: {signs: num}, ends: urgent}", "did you mean `numb`?"),
        ("- {name: A, flow: twitch, answers: {}, ends: bad}", "unknown level `bad`"),
        ("- {name: A, flow: twitch, answers: {}}", "`ends` is missing"),
        ("- {name: A, flow: twitch, answers: {}, ends: urgent, cause: stroke}", "unknown key `cause`"),
        ("- {name: A, flow: twitch, answers: {}, ends: urgent, before: {who: me}}", "only the flow of a check-in"),
        ("- {name: A, flow: twitch, answers: {}, ends: urgent, causes: strok}", "did you mean `stroke`?"),
        ("- {name: A, flow: twitch, answers: {}, ends: urgent, not_asked: [sign]}", "did you mean `signs`?"),
        ("name: A", "expected a list, found a mapping"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, library: Library, text: str, told: str) -> None:
    """As in every other content file."""
    (problem,) = problems(tmp_path, library, text)
    assert problem.startswith("some.yaml:1:")
    assert told in problem


def test_a_name_is_used_once_in_a_file(tmp_path: Path, library: Library) -> None:
    """So that a failure can be told by it."""
    line = "- {name: A, flow: twitch, answers: {}, ends: self_care}\n"
    (problem,) = problems(tmp_path, library, line * 2)
    assert problem.startswith("some.yaml:2:3: a second conversation of this name")


def test_no_folder_has_no_conversations(tmp_path: Path, library: Library) -> None:
    """An author need not have any yet."""
    assert read_conversations(tmp_path / "nowhere", library) == ()


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda file: file.stem)
def test_what_is_written_reads_the_same(tmp_path: Path, file: Path) -> None:
    """Every shipped conversation, written and read again."""
    library = load(packaged_flows())
    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped" / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    golden = read_conversations(tmp_path / "shipped", library)
    assert read(tmp_path, library, "".join(map(written, golden))) == golden


def test_conversations_are_added_on_a_line_of_their_own(tmp_path: Path, library: Library) -> None:
    """To a file that does not end its last line, and to one that is not there yet."""
    golden = [Golden(name, "twitch", GoldenTest({}, Urgency.SELF_CARE)) for name in "AB"]
    file = tmp_path / "new" / "more.yaml"
    file.parent.mkdir()
    add_to(file, written(golden[0]).rstrip("\n"))
    add_to(file, written(golden[1]))
    assert [each.name for each in read_conversations(file.parent, library)] == ["A", "B"]
