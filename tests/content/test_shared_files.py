"""The files that every folder has: countries, sources, emergencies, topics, words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load
from bot.triage.conditions import Ticked
from bot.triage.errors import FlowError, UnknownCountry
from bot.triage.flow import Say
from bot.triage.library import EmergencyCard, Source, Topic
from tests.content.folders import FILES, check_reported, folder, words

OPENED = "`checked_on` is the day on which it was read, so `checked` says how: direct, mirror or secondary"
CARD = "{headline: H., now: N., calling: C., also: A., source: nhs}"


def test_sources_are_read(tmp_path: Path) -> None:
    """One without an address is the project's own; how it was checked is kept for the clinician who signs."""
    text = (
        FILES["sources.yaml"] + "bnf: {title: BNF, publisher: NICE, url: https://bnf.nice.org.uk, checked: direct,"
        " checked_on: 2031-02-03, says: So.}"
    )
    found = load(folder(tmp_path, {"sources.yaml": text})).sources
    assert found["seed"] == Source("seed", "The seed")
    assert found["bnf"] == Source("bnf", "BNF", "NICE", "https://bnf.nice.org.uk", "direct", "2031-02-03", says="So.")


def test_cards_are_read_in_file_order(tmp_path: Path) -> None:
    """The first of several causes heads the card, so the order is part of what was written."""
    card = CARD.replace("H.", "[{if: {who: child}, say: 'A child: {emergency}.'}, {say: H.}]")
    text = f"airway: {card}\n{FILES['emergencies.yaml']}"
    found = load(folder(tmp_path, {"emergencies.yaml": text})).cards
    assert list(found) == ["airway", "stroke"]
    headline = (Say("A child: 112.", Ticked("who", frozenset({"child"}))), Say("H."))
    now, calling, also = ((Say(text),) for text in ("N.", "C.", "A."))
    assert found["airway"] == EmergencyCard("airway", headline, now, calling, also, ("nhs",))
    assert found["airway"].mark == "flows/emergencies.yaml:1:9"


def test_topics_are_read(tmp_path: Path) -> None:
    """One screen each, with its sources."""
    found = load(folder(tmp_path)).topics
    assert found == {"lip": Topic("lip", (Say("The lip"),), (Say("A twitch."),), ("seed",))}


def test_words_keep_what_fills_them_later(tmp_path: Path) -> None:
    """A word's own placeholders stay; the country's numbers are put in."""
    text = words(progress='"Question {number} of {about}. In danger: {emergency}."')
    found = load(folder(tmp_path, {"words.yaml": text}), "GB").words
    assert found.progress == "Question {number} of {about}. In danger: 999."
    assert found.commands == {"start": "Begin"}


def test_a_word_keeps_the_space_around_it(tmp_path: Path) -> None:
    """What stands between the parts of a list ends in a space; the line break after a block does not count."""
    text = words(list_separator='", "', help="|\n  One.\n\n  Two.\n")
    found = load(folder(tmp_path, {"words.yaml": text})).words
    assert (found.list_separator, found.help) == (", ", "One.\n\nTwo.")


def test_short_names_of_questions_keep_their_order(tmp_path: Path) -> None:
    """They may be absent; each is as short as a label."""
    assert load(folder(tmp_path / "without")).words.summary_names == {}
    text = words(summary_names="{since: How long, who: About}")
    found = load(folder(tmp_path / "with", {"words.yaml": text})).words.summary_names
    assert list(found.items()) == [("since", "How long"), ("who", "About")]
    with pytest.raises(FlowError, match="40 characters are too long"):
        load(folder(tmp_path / "long", {"words.yaml": words(summary_names=f"{{who: {'About whom ' * 3}this is}}")}))


def test_an_unknown_country_is_refused(tmp_path: Path) -> None:
    """A wrong emergency number is worse than none."""
    with pytest.raises(UnknownCountry) as error:
        load(folder(tmp_path), "UK")
    assert error.value.known == ("GB",)


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("countries", '‸GB: {emergency: "999"}', "`default` is missing"),
        ("countries", "default: ‸{poisons: P}", "`emergency` is missing"),
        (
            "countries",
            "default: {emergency: 1, ‸poison: P, poisons: P}",
            "unknown key `poison`; did you mean `poisons`?",
        ),
        ("countries", "default: {emergency: 1, poisons: ‸'{P}'}", "braces are not allowed here"),
        (
            "countries",
            "default: {emergency: 1}\n‸gb: {emergency: 2}",
            "`gb` is no country: two capital letters, or `default`",
        ),
        (
            "countries",
            "default: {emergency: 1}\n‸GB: {emergency: 2, crisis: 3}",
            "`crisis` must be said in `default` too, for all other countries",
        ),
        ("sources", "seed: {title: S}\nnhs: ‸{url: https://nhs.uk}", "`title` is missing"),
        ("sources", "seed: {title: S}\nnhs: {title: N, ‸link: x}", "unknown key `link`"),
        (
            "sources",
            "seed: {title: S}\nnhs: {title: N, url: ‸www.nhs.uk}",
            "expected an address that begins with http:// or https:// and has no spaces or brackets",
        ),
        (
            "sources",
            "seed: {title: S}\nnhs: {title: N, checked: ‸directly}",
            "unknown way to check `directly`; did you mean `direct`?",
        ),
        (
            "sources",
            "seed: {title: S}\nnhs: {title: N, checked: direct, checked_on: ‸2031-02-30}",
            "expected a day as 2031-02-03, found `2031-02-30`",
        ),
        ("sources", "seed: {title: S}\nnhs: {title: N, checked: not_read, checked_on: ‸2031-02-03}", OPENED),
        ("sources", "seed: {title: S}\nnhs: {title: N, checked_on: ‸2031-02-03}", OPENED),
        ("emergencies", f"stroke: {CARD}\n‸Heart: {CARD}", "`Heart` is no id: 1 to 24 of a-z, 0-9 and _"),
        ("emergencies", f"stroke: ‸{CARD.replace('headline: H., ', '')}", "`headline` is missing"),
        ("emergencies", f"stroke: ‸{CARD.replace('also: A., ', '')}", "`also` is missing"),
        ("emergencies", f"stroke: {CARD.replace('nhs', '‸nsh')}", "unknown source `nsh`; did you mean `nhs`?"),
        (
            "emergencies",
            f"stroke: {CARD.replace('H.', '[{if: {‸whom: me}, say: A}, {say: B}]')}",
            "unknown step `whom`; did you mean `who`?",
        ),
        (
            "emergencies",
            f"stroke: {CARD.replace('H.', '[{if: {‸also: pen}, say: A}, {say: B}]')}",
            "step `also` stands on the emergency card, after all else",
        ),
        ("topics", "lip: ‸{text: A., source: seed}", "`title` is missing"),
        ("topics", "lip: ‸{title: A, source: seed}", "`text` is missing"),
        ("topics", "lip: ‸{title: A, text: A.}", "`source` is missing"),
        ("topics", f"lip: {{title: ‸{'x' * 37}, text: A., source: seed}}", "37 characters are too long: at most 36"),
        ("topics", "lip: {title: A, text: [{if: {‸who: me}, say: A}, {say: B}], source: seed}", "unknown step `who`"),
        ("words", f"{words()}‸welcom: Hello", "unknown key `welcom`; did you mean `welcome`?"),
        ("words", "‸" + words().replace('agree: "agree"', "# "), "`agree` is missing"),
        ("words", words(done="‸''"), "nothing stands here"),
        ("words", words(done="‸[Done]"), "expected a word, found a list"),
        ("words", words(done="‸'Done {number}'"), "unknown placeholder `{number}`"),
        ("words", words(progress="‸'Question {numbr}'"), "unknown placeholder `{numbr}`; did you mean `number`?"),
        ("words", words(done="‸'Done {'"), "a stray `{`: braces stand only around placeholders"),
        ("words", words(description=f"‸{'x' * 513}"), "513 characters are too long: at most 512"),
        ("words", words(short_description=f"‸{'x' * 121}"), "121 characters are too long: at most 120"),
        ("words", words(commands="{‸Start: Begin}"), "`Start` is no command: 1 to 32 of a-z, 0-9 and _"),
        ("words", words(agree=f"‸{'x' * 37}"), "37 characters are too long: at most 36"),
        ("words", words(commands=f"{{start: ‸{'x' * 257}}}"), "257 characters are too long: at most 256"),
        ("dispositions", f"{FILES['dispositions.yaml']}\n  ‸worse: {{now: A}}", "unknown key `worse`"),
    ],
)
def test_problems_of_shared_files(tmp_path: Path, file: str, text: str, message: str) -> None:
    """Each problem is found at its place, and nothing else is reported with it."""
    check_reported(tmp_path, f"{file}.yaml", text, message)
