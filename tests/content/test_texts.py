"""Texts: first-match lists, the country's numbers, and what does not fit on a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load
from bot.triage.conditions import Ticked
from bot.triage.flow import Say, Text
from tests.content.folders import check_reported, flow, folder, step

STARS = "`**` stands alone: bold begins and ends in one paragraph, with no space within the stars"
CHILD = Ticked("who", frozenset({"child"}))


def asked(text: str) -> str:
    return step(f"{{ask: more, text: {text}, one: {{a: A}}}}")


def loaded(root: Path, text: str, country: str | None = None) -> Text:
    return load(folder(root, {"twitch.yaml": asked(text)}), country).flows["twitch"].steps[-1].text


def test_a_first_match_list_keeps_its_order(tmp_path: Path) -> None:
    """The lines are tried from the first; the last is for everybody."""
    text = loaded(tmp_path, "[{if: {who: child}, say: Is the child well?}, {say: Are you well?}]")
    assert text == (Say("Is the child well?", CHILD), Say("Are you well?"))


@pytest.mark.parametrize(("country", "said"), [(None, "112"), ("GB", "999"), ("gb", "999")])
def test_numbers_are_those_of_the_country(tmp_path: Path, country: str | None, said: str) -> None:
    """What a country does not give is said as everywhere else."""
    text = "'Call {emergency} or {poisons}.'"
    assert loaded(tmp_path, text, country) == (Say(f"Call {said} or a poisons line."),)


def test_what_was_ticked_before_is_filled_in_later(tmp_path: Path) -> None:
    """A check-in quotes earlier answers; the placeholder stays in the text until it is said."""
    text = "\n  - {ask: more, text: 'You had ticked {before.signs}. And now?', one: {a: A}}"
    library = load(folder(tmp_path, {"again.yaml": flow("again", listed="no", steps=text)}))
    assert library.flows["again"].steps[0].text == (Say("You had ticked {before.signs}. And now?"),)


def test_a_block_ends_where_its_words_end(tmp_path: Path) -> None:
    """The line break at the end of a YAML block is not part of what is said; those within are."""
    assert loaded(tmp_path, "'  A  '") == (Say("A"),)
    steps = "\n  - ask: more\n    text: |\n      One.\n\n      Two.\n    one: {a: A}"
    found = load(folder(tmp_path, {"twitch.yaml": flow(steps=steps)})).flows["twitch"].steps[0].text
    assert found == (Say("One.\n\nTwo."),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("‸''", "nothing stands here"),
        ("‸{say: A}", "expected a word, found a mapping"),
        ("‸[]", "the list is empty"),
        ("[‸A]", "expected a mapping, found a word"),
        ("[‸{if: {who: me}}, {say: A}]", "`say` is missing"),
        ("[‸{say: A}, {say: B}]", "what follows this line is never said, as it has no `if`"),
        ("[‸{if: {who: me}, say: A}]", "the last line must have no `if`, so that something is always said"),
        ("[{if: {‸whom: me}, say: A}, {say: B}]", "unknown step `whom`; did you mean `who`?"),
        ("‸'Call {emergncy}'", "unknown placeholder `{emergncy}`; did you mean `emergency`?"),
        ("‸'Call {crisis}'", "unknown placeholder `{crisis}`"),
        ("‸'Call {}'", "unknown placeholder `{}`"),
        ("‸'Call { now'", "a stray `{`: braces stand only around placeholders"),
        ("‸'Call } now'", "a stray `}`: braces stand only around placeholders"),
        ("‸'As {before.signs}'", "unknown placeholder `{before.signs}`"),
        ("‸'**Stop: this is bold for ever.'", STARS),
        ("‸'** Stop **: no bold begins with a space.'", STARS),
        ('‸"**Stop\\n\\nhere:** no bold goes on in the next paragraph."', STARS),
        ("‸'See [this](javascript:alert(1)).'", "a link leads to `https://` or `tel:`, not to `javascript:alert(1`"),
        ("‸'See [this](http://nhs.uk).'", "a link leads to `https://` or `tel:`, not to `http://nhs.uk`"),
        (f"‸{'x' * 3097}", "3097 characters are too long: at most 3096"),
    ],
)
def test_problems_of_texts(tmp_path: Path, text: str, message: str) -> None:
    """A question always says something that fits on its screen, with placeholders that mean something."""
    check_reported(tmp_path, "twitch.yaml", asked(text), message)


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("before.sign", "; did you mean `before.signs`?"), ("before.urgency", ""), ("before.round", "")],
)
def test_a_check_in_quotes_only_answers_that_have_labels(tmp_path: Path, name: str, suggestion: str) -> None:
    """An unknown step, a level and a number cannot be quoted."""
    text = flow("again", listed="no", steps=f"\n  - {{ask: more, text: ‸'As {{{name}}}.', one: {{a: A}}}}")
    check_reported(tmp_path, "again.yaml", text, f"unknown placeholder `{{{name}}}`{suggestion}")


def test_a_why_may_fall_silent(tmp_path: Path) -> None:
    """Where no line fits there is no button "Why we ask"."""
    text = step("{ask: more, text: More?, why: [{if: {who: child}, say: So.}], one: {a: A}}")
    assert load(folder(tmp_path, {"twitch.yaml": text})).flows["twitch"].steps[-1].why == (Say("So.", CHILD),)


@pytest.mark.parametrize(
    "text", ["'**Stop:** and [call](tel:112).'", "'[NHS](https://www.nhs.uk)'", '"**Both\\nlines** of it"', "'5 * 2'"]
)
def test_markup_that_is_shown_as_meant(tmp_path: Path, text: str) -> None:
    """Bold over a line break, links to pages and telephones, a single star."""
    assert loaded(tmp_path, text)
