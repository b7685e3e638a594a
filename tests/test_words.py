"""Every word that a person can be shown: short enough for a phone, and plain enough for a tired reader.

The reading grade is textstat's text_standard, the consensus of the common formulas, over the text without its markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from statistics import median

import pytest
import textstat

from bot.content.load import load, packaged_flows
from bot.triage.flow import Say, Text
from bot.triage.library import Library
from bot.triage.words import Words

MOST = 900  # characters on one screen (issue 3, item 9)
MEDIAN_GRADE, HIGHEST_GRADE = 6, 9
SHORTEST = 6  # words; a shorter text has no grade to speak of

Shown = tuple[str, str]
"""Where it stands, and the text."""


@pytest.fixture(scope="module")
def library() -> Library:
    return load(packaged_flows())


@pytest.fixture(scope="module")
def names(library: Library) -> frozenset[str]:
    """Words of medicine names: they cannot be made plainer."""
    text = (packaged_flows() / "medicines.yaml").read_text()
    listed = re.findall(r"names: \[([^\]]*)\]", text)
    return frozenset(word.lower() for names in listed for word in re.findall(r"[A-Za-z]{4,}", names))


def said(where: str, text: Text) -> Iterator[Shown]:
    yield from ((where, line.text) for line in text)


def everything(library: Library) -> Iterator[Shown]:
    """Every text of the content, each line of each first-match list; a question together with its labels."""
    yield from shared(library)
    for flow in library.flows.values():
        for step in flow.steps:
            labels = [longest(option.label) for option in step.options if step.lookup is None]
            yield from ((f"{flow.id}.{step.id}", "\n".join((line.text, *labels))) for line in step.text)
            yield from said(f"{flow.id}.{step.id}: why", step.why)
        for rule in flow.raising:
            yield from said(rule.mark, rule.because)
        for advice in flow.advice:
            yield from said(advice.mark, advice.text)
        for level, told in flow.dispositions.items():
            for text in (told.headline, told.now, told.calling, told.safety_net):
                yield from said(f"{flow.id}: {level.word}", text)


def shared(library: Library) -> Iterator[Shown]:
    """What belongs to no flow: the bot's own words, the cards, the topics and the medicines."""
    yield from (
        (f"words.{word.name}", getattr(library.words, word.name)) for word in fields(Words) if "with" in word.metadata
    )
    for card in library.cards.values():
        for text in (card.headline, card.now, card.calling, card.also):
            yield from said(f"emergencies.{card.cause}", text)
    for topic in library.topics.values():
        yield from said(f"topics.{topic.id}", (*topic.title, *topic.text))
    for kind in library.medicines.values():
        yield f"medicines.{kind.id}", kind.text


def plain(text: str, names: frozenset[str]) -> str:
    """As it is read: no markup, no placeholders; a list item is a sentence; a medicine's name is an easy word."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)|\*\*", r"\1", text)
    text = re.sub(r"\{[^}]*\}|/[a-z]+", "this", text)
    text = "\n".join(line.strip("- ").rstrip(":;,") for line in text.splitlines())
    text = re.sub(r"([^.!?:\n])\n", r"\1.\n", text.strip() + ("" if text.strip().endswith((".", "?", "!")) else "."))
    return re.sub(r"[A-Za-z]{4,}", lambda word: "pill" if word[0].lower() in names else word[0], text)


def grade(text: str) -> float:
    return float(textstat.text_standard(text, float_output=True))


def test_the_reading_grade_is_that_of_a_child_of_eleven(library: Library, names: frozenset[str]) -> None:
    """Median grade at most 6, none over 9, over every text of at least six words."""
    graded = {
        (where, text): grade(plain(text, names))
        for where, text in everything(library)
        if len(plain(text, names).split()) >= SHORTEST and not where.startswith("words.summary")
    }
    hard = [f"{mark:.0f} {where}: {text}" for (where, text), mark in graded.items() if mark > HIGHEST_GRADE]
    print(f"reading grade of {len(graded)} texts: median {median(graded.values()):.1f}, highest {max(graded.values())}")
    assert not hard, "\n".join(hard)
    assert median(graded.values()) <= MEDIAN_GRADE


def test_german_is_as_plain(library: Library) -> None:
    """By the Wiener Sachtextformel, which tells the school year too. Compounds count as hard words, so single texts may
    be above it.
    """
    said = {text for where, text in everything(library.in_language("de")) if not where.startswith("words.summary")}
    german = [told for text in said if len((told := plain(text, frozenset())).split()) >= SHORTEST]
    textstat.set_lang("de")
    try:
        graded = median(textstat.wiener_sachtextformel(text, 1) for text in german)
    finally:
        textstat.set_lang("en_US")
    print(f"reading grade of {len(german)} German texts: median {graded:.1f}")
    assert graded <= MEDIAN_GRADE


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_screen_is_longer_than_a_phone_shows(library: Library, language: str) -> None:
    """Each text alone; a question with its longest variant and all its labels; a disposition with all its parts."""
    library = library.in_language(language)
    screens = [(where, text) for where, text in everything(library)]
    for card in library.cards.values():
        parts: tuple[Text, ...] = (card.headline, card.now, card.calling)
        screens.append((f"emergencies.{card.cause}", "\n\n".join(longest(part) for part in parts)))
    for flow in library.flows.values():
        for step in flow.steps:
            labels = [longest(option.label) for option in step.options][: step.shown]
            screens.append((f"{flow.id}.{step.id}", "\n".join([longest(step.text), longest(step.why), *labels])))
        for level, told in flow.dispositions.items():
            parts = (told.headline, told.now, told.calling, told.safety_net)
            screens.append((f"{flow.id}.{level.word}", "\n\n".join(longest(part) for part in parts)))
    long = [f"{len(text)} {where}" for where, text in screens if len(text) > MOST]
    assert not long, "\n".join(long)


def longest(text: Text) -> str:
    return max((line.text for line in text), key=len, default="")


def test_every_word_is_said_somewhere() -> None:
    """A word that nothing says is dead; one that is said stands in words.yaml (the loader refuses the rest)."""
    code = "\n".join(path.read_text() for path in (packaged_flows().parent / "bot").rglob("*.py"))
    unused = [word.name for word in fields(Words) if f".{word.name}" not in code]
    by_level = {"self_care", "routine", "urgent", "emergency"}  # said by the name of a level
    assert set(unused) <= by_level


def test_a_text_says_what_it_says_without_a_condition_last(library: Library) -> None:
    """Nobody is left with an empty question: every question, headline and label ends with an unconditional line."""
    for flow in library.flows.values():
        for step in flow.steps:
            for text in (step.text, *(option.label for option in step.options)):
                assert isinstance(text[-1], Say)
                assert text[-1].condition is None, f"{flow.id}.{step.id}"
