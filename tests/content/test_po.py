"""A PO file as translators and their editors leave it behind: read to the letter, or told at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalog import merged
from bot.content.compose import UNPRINTABLE, UnreadableError
from bot.content.po import Entry, Po, read_po

ME = 'msgid "Me"\nmsgstr "Ich"\n'


def read(root: Path, text: str | bytes) -> Po:
    file = root / "de.po"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_po(file, "de.po")


def said(root: Path, text: str | bytes) -> dict[str, str]:
    return {text: entry.said for text, entry in read(root, text).entries.items()}


@pytest.mark.parametrize(
    "text",
    [
        ME,
        "\ufeff" + ME,
        ME.replace("\n", "\r\n"),
        ME.replace("\n", "\r"),
        'msgid ""\n"Me"\nmsgstr "I"\n"ch"\n',
        ME + '#~ msgid "Old"\n#~ msgstr "Alt"\n',
        '#~| msgid "Older"\n#~ msgid "Old"\n#~ msgstr "Alt"\n' + ME,
        '#, fuzzy\nmsgid ""\nmsgstr "Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n' + ME,
        'msgid ""\nmsgstr "POT-Creation-Date: YEAR-MO-DA HO:MI+ZONE\\n"\n' + ME,
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=CHARSET\\n"\n' + ME,
    ],
)
def test_what_editors_leave_behind_is_read(tmp_path: Path, text: str) -> None:
    """Marks at the beginning, line ends of other systems, lines in parts, old entries, heads of templates."""
    assert said(tmp_path, text) == {"Me": "Ich"}


def test_what_is_escaped_is_said_as_it_was_meant(tmp_path: Path) -> None:
    """Quotes, line ends and the backslash itself."""
    assert said(tmp_path, 'msgid "A \\"b\\""\nmsgstr "C\\nd\\t\\\\n"\n') == {'A "b"': "C\nd\t\\n"}


def test_an_entry_knows_its_line_its_notes_and_whether_it_is_fuzzy(tmp_path: Path) -> None:
    """What begins the file belongs to the file; what programs note is theirs."""
    head = '# A draft\nmsgid ""\nmsgstr ""\n\n'
    found = read(tmp_path, head + '# Better?\n#. words.yaml#me\n#: a:1\n#, c-format, fuzzy\n#| msgid "My"\n' + ME)
    entry = found.entries["Me"]
    assert found.notes == ("A draft",)
    assert (entry.line, entry.notes, entry.fuzzy) == (10, ("Better?",), True)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('msgid "Me"\nmsgstr "Ich\n', "2:1: this is not PO: only"),
        ('msgid "Me"\nmsgstr Ich\n', "2:1: this is not PO: only"),
        ('msgid "Me"\nmsgstr "Ich "selbst""\n', "2:1: this is not PO: only"),
        ('msgid "Me"\nmsgstr "Ich\\"\n', "2:1: this is not PO: only"),
        ('msgid "Me"\nmsgstr "Ich\\q"\n', "2:1: this is not PO: `\\q`"),
        ('msgid "Me"\nmsgid_plural "Us"\nmsgstr[0] "Ich"\n', "2:1: this is not PO: only"),
        ('msgctxt "who"\n' + ME, "1:1: this is not PO: only"),
        ("<<<<<<< HEAD\n" + ME, "1:1: this is not PO: only"),
        (ME + 'msgstr "Mich"\n', "1:1: this is not PO: each msgid has one msgstr"),
        ('msgid "Me"\n\n' + ME, "1:1: this is not PO: each msgid has one msgstr"),
        (ME + '\nmsgid "You"\n', "4:1: this is not PO: each msgid has one msgstr"),
        ('"Me"\n', "1:1: this is not PO: each msgid has one msgstr"),
        ('msgstr "Ich"\n', "1:1: this is not PO: each msgid has one msgstr"),
        (ME + "\n" + ME, "4:1: this text stands in line 1 already"),
        (ME.replace("c", "\x00"), "2:1: the character U+0000 is not allowed"),
        (ME.replace("c", "\u2028"), "2:1: the character U+2028 is not allowed"),
        (ME.replace("c", "ä").encode("latin-1"), "2:10: the file is not UTF-8"),
    ],
)
def test_what_is_no_po_is_told_at_its_line(tmp_path: Path, text: str | bytes, problem: str) -> None:
    """Nothing is guessed at: half a sentence would be said to people."""
    with pytest.raises(UnreadableError) as error:
        read(tmp_path, text)
    assert str(error.value).startswith(f"de.po:{problem}")


WORDS = st.text(max_size=300).filter(lambda text: not UNPRINTABLE.search(text))


@given(st.dictionaries(WORDS.filter(bool), WORDS, max_size=5))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]) -> None:
    """Whatever stands in a text."""
    entries = {text: Entry(text, said, fuzzy=False, line=1) for text, said in texts.items()}
    written = merged(Po(("A draft",), entries), {text: ["words.yaml#me"] for text in texts}, "de")
    assert said(tmp_path_factory.mktemp("po"), written) == texts
