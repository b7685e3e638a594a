"""YAML text to nodes: words stay words, every node keeps its place, and what could harm is refused."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content import compose as composing
from bot.content.compose import DEEPEST, LARGEST, UNPRINTABLE, UnreadableError, compose, read_file
from bot.content.nodes import Node
from bot.triage.errors import Problem

PRINTABLE = st.text().filter(lambda text: not UNPRINTABLE.search(text))


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here holds for libyaml and for PyYAML without it."""
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(composing, "LOADER", getattr(yaml, request.param))


def composed(text: str) -> Node:
    problems: list[Problem] = []
    node = compose(text, "flows/lip.yaml", problems)
    assert problems == []
    return node


def refused(text: str) -> str:
    with pytest.raises(UnreadableError) as error:
        compose(text, "flows/lip.yaml", [])
    return str(error.value)


def unreadable(path: Path) -> list[str]:
    problems: list[Problem] = []
    assert read_file(path, "flows/lip.yaml", problems) is None
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "null", "~", "1.0", "0x1F", "1_000", "12:30:45", "2026-11-22", ".inf", "=", "<<"]
)
def test_every_scalar_stays_the_word_that_was_written(word: str) -> None:
    """What YAML elsewhere turns into a boolean, a number, a date or a merge is a word here."""
    assert composed(word).word() == word
    assert composed(f"[{word}]").items()[0].word() == word
    key, value = composed(f"{word}: {word}").entries()[0]
    assert (key.word(), value.word()) == (word, word)


@given(PRINTABLE)
def test_any_quoted_text_comes_back_as_it_was(text: str) -> None:
    """Whatever can be written in a file is read as it was meant, emoji and right-to-left letters included."""
    assert composed(yaml.safe_dump([text], allow_unicode=True)).items()[0].value == text


@given(st.recursive(st.text(st.characters(categories=["L", "N"])), lambda inner: st.lists(inner), max_leaves=20))
def test_lists_in_lists_keep_their_shape(tree: object) -> None:
    """Words and lists come back nested as they were."""

    def plain(node: Node) -> object:
        return [plain(item) for item in node.value] if isinstance(node.value, tuple) else node.value

    assert plain(composed(yaml.safe_dump(tree, default_style='"'))) == tree


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing that stands in a file makes the loader fail in another way."""
    with suppress(UnreadableError):
        compose(text, "flows/lip.yaml", [])


@given(st.binary())
def test_any_bytes_are_read_or_reported(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """A file of any bytes gives a node or a problem, never a traceback."""
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    problems: list[Problem] = []
    assert (read_file(path, "flows/lip.yaml", problems) is not None) or problems


def test_places_count_characters_from_one() -> None:
    """Line and column are those of an editor, after letters of several bytes too."""
    node = composed("a: 1\nü: {é🙂: ja}\n")
    key, value = node.entries()[1][1].entries()[0]
    assert (key.mark, value.mark) == ("flows/lip.yaml:2:5", "flows/lip.yaml:2:9")


def test_a_duplicate_key_is_reported_and_the_first_stays() -> None:
    """The second value of a key would silently win elsewhere."""
    problems: list[Problem] = []
    node = compose("a: 1\nb: 2\na: 3\n", "flows/lip.yaml", problems)
    assert [value.word() for _, value in node.entries()] == ["1", "2"]
    assert [str(problem) for problem in problems] == ["flows/lip.yaml:3:1: duplicate key `a`, first in line 1"]


def test_a_key_is_a_word() -> None:
    """A list as a key is reported, and the rest is read."""
    problems: list[Problem] = []
    node = compose("? [a]\n: 1\nb: 2\n", "flows/lip.yaml", problems)
    assert [key.word() for key, _ in node.entries()] == ["b"]
    assert [str(problem) for problem in problems] == ["flows/lip.yaml:1:3: expected a word, found a list"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: &x 2\n", "2:4: anchors and aliases are not allowed"),
        ("a: 1\nb: *x\n", "2:4: anchors and aliases are not allowed"),
        ("a: !!python/object:os.system x", "1:4: tags are not allowed: tag:yaml.org,2002:python/object:os.system"),
        ("a: !secret x", "1:4: tags are not allowed: !secret"),
        ("a: 1\n---\nb: 2\n", "2:1: only one document may stand in a file"),
        ("", "1:1: the file is empty"),
        ("# a comment only\n", "1:1: the file is empty"),
        ("a: 1\nb: x\x00y\n", "2:5: the character U+0000 is not allowed"),
        ("a: \x1b[31m", "1:4: the character U+001B is not allowed"),
        ("a: b\ufeffc", "1:5: the character U+FEFF is not allowed"),
    ],
)
def test_what_is_no_content_is_refused_at_its_place(text: str, problem: str) -> None:
    """Broken YAML, anchors, tags, several documents and control characters are refused with line and column."""
    assert refused(text) == f"flows/lip.yaml:{problem}"


def test_broken_yaml_is_refused_in_the_parsers_words() -> None:
    """The place is where the parser noticed it."""
    assert refused("a: 1\nb: ]\n").startswith("flows/lip.yaml:2:4: this is not YAML: ")


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    """Nine aliases of nine aliases of nine... never come to be."""
    bomb = "a0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert refused(bomb) == "flows/lip.yaml:1:5: anchors and aliases are not allowed"


@pytest.mark.parametrize(
    ("opening", "column"), [("[", DEEPEST + 1), ("{a: ", 4 * DEEPEST + 1), ("- ", 2 * DEEPEST + 1)]
)
def test_deep_nesting_is_refused(opening: str, column: int) -> None:
    """A hundred thousand brackets do not reach the limit of the stack."""
    assert refused(opening * 100_000) == f"flows/lip.yaml:1:{column}: nested deeper than {DEEPEST} levels"


def test_nesting_up_to_the_limit_is_read() -> None:
    """The limit is far from what a flow needs, and exact."""
    assert composed("[" * DEEPEST + "]" * DEEPEST)
    assert "nested deeper" in refused("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))


def test_a_file_may_be_a_mebibyte_and_no_larger(tmp_path: Path) -> None:
    """A huge file is refused before it is parsed."""
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a" * LARGEST)
    assert read_file(path, "flows/lip.yaml", []) is not None
    path.write_bytes(b"a" * (LARGEST + 1))
    assert unreadable(path) == ["flows/lip.yaml:1:1: the file is larger than 1048576 bytes"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le"])
def test_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    """Files are UTF-8, whatever else YAML allows."""
    path = tmp_path / "odd.yaml"
    path.write_bytes("läuft: é".encode(encoding))
    assert len(unreadable(path)) == 1


def test_a_byte_that_is_not_utf8_is_found(tmp_path: Path) -> None:
    """The place is counted in characters up to the bad byte."""
    path = tmp_path / "latin1.yaml"
    path.write_bytes("title: Ü\ntext: ".encode() + b"\xe9\n")
    assert unreadable(path) == ["flows/lip.yaml:2:7: the file is not UTF-8"]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    """Some editors write one at the beginning of a file."""
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    node = read_file(path, "flows/lip.yaml", [])
    assert node is not None
    assert node.entries()[0][0].mark == "flows/lip.yaml:1:1"


def test_a_folder_in_place_of_a_file_is_reported(tmp_path: Path) -> None:
    """What cannot be opened is a problem like any other."""
    assert unreadable(tmp_path) == ["flows/lip.yaml:1:1: the file cannot be read: Is a directory"]
