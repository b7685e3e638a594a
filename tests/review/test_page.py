"""The page for the clinician who signs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from bot.content.load import load, packaged_flows
from bot.content.signed import last_signed, sign
from bot.review.markup import html
from bot.triage.library import Library, Signature
from bot.triage.words import Words
from tests.content.folders import LOOKS_UP, SAFETY_NET, STEPS, flow, folder, medicine
from tests.content.pseudo import CODE, pseudo, translate
from tests.review.pages import Element, page_of, read

DR_A = Signature("Dr A", "2031-01-01", "0123")
SIGNS = (
    f"{STEPS}\n"
    "  - {ask: ill, when: {who: child}, text: [{if: {signs: ache}, say: Both?}, {say: Ill?}], why: It counts.,\n"
    "     many: {fever: {label: Fever, raises: urgent, because: It is hot., source: nhs}, cough: Cough}}"
)
RICH = flow(
    steps=SIGNS,
    rules="[{if: {signs: numb, ill: cough}, raises: emergency, cause: stroke, because: Both count.,"
    " source: [seed, nhs]}]",
    advice="[{if: {signs: ache}, at: [self_care], say: Rest more., source: nhs}]",
    claims="[{if: {ill: fever}, at_least: urgent}, {if: {signs: ache}, at_most: routine}, {questions: 3}]",
    tests="[{answers: {who: child, ill: fever}, ends: urgent}, {answers: {}, ends: self_care, says: [Do this]},"
    " {answers: {signs: ache}, ends: routine}]",
    dispositions="{use: common, self_care: {check_in: [{after: 14d, flow: again, rounds: 2, nudge: 3d}]}}",
)


SOURCES = """\
seed: {title: The seed}
nhs: {title: Twitching, url: https://www.nhs.uk/twitching, checked: mirror, checked_on: 2031-02-03}
bnf: {title: BNF, url: https://bnf.nice.org.uk, checked: not_read}
"""


@pytest.fixture(scope="module")
def shipped() -> str:
    return page_of(packaged_flows(), proven=False)


@pytest.fixture(scope="module")
def tree(shipped: str) -> Element:
    return read(shipped)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Element:
    return read(page_of(folder(tmp_path_factory.mktemp("rich"), {"twitch.yaml": RICH})))


def texts(library: Library) -> Iterator[str]:
    """Every sentence that a person can be shown."""
    for each in library.flows.values():
        yield from (say.text for step in each.steps for say in (*step.text, *step.why, *step.none_label))
        yield from (say.text for step in each.steps for option in step.options for say in option.label)
        yield from (say.text for rule in each.raising for say in rule.because)
        yield from (say.text for advice in each.advice if "medicines" not in advice.mark for say in advice.text)
        for end in each.dispositions.values():
            yield from (say.text for say in (*end.headline, *end.now, *end.calling, *end.safety_net))
    for card in library.cards.values():
        yield from (say.text for say in (*card.headline, *card.now, *card.calling, *card.also))
    yield from (say.text for topic in library.topics.values() for say in (*topic.title, *topic.text))
    yield from (kind.text for kind in library.medicines.values())
    yield from (getattr(library.words, word.name) for word in fields(Words) if "with" in word.metadata)
    yield from library.words.summary_names.values()


def test_every_sentence_that_can_be_shown_stands_on_the_page(tree: Element) -> None:
    """Whoever signs has read all of it."""
    shown = tree.text
    missing = {text for text in texts(load(packaged_flows())) if read(html(text)).text not in shown}
    assert not missing


def test_every_rule_stands_on_the_page_with_its_reason_and_sources(tree: Element) -> None:
    """Options, combinations and the table of medicines alike."""
    cited = Counter(link.attributes["href"] for link in tree.all("a"))
    library = load(packaged_flows())
    for each in library.flows.values():
        for rule in each.raising:
            assert all(cited[f"#source-{key}"] for key in rule.sources)
    assert all(tree.by_id(f"source-{key}") for key in library.sources)


def test_the_page_asks_nothing_of_others_and_runs_nothing(shipped: str, tree: Element) -> None:
    """It can be read from a disk without a network; only links that are followed lead out."""
    assert {element.tag for element in tree.all()}.isdisjoint({"script", "link", "img", "iframe", "object", "form"})
    assert not re.search(r"@import|url\(|\ssrc=|\son\w+=", shipped)
    assert all(link.attributes["href"].startswith(("#", "https://", "http://")) for link in tree.all("a"))


def test_every_link_within_the_page_leads_somewhere(tree: Element) -> None:
    """And no two places have one name."""
    places = Counter(element.attributes["id"] for element in tree.all() if "id" in element.attributes)
    assert [id for id, count in places.items() if count > 1] == []
    within = {link.attributes["href"][1:] for link in tree.all("a") if link.attributes["href"].startswith("#")}
    assert within <= places.keys()


def test_the_page_can_be_read_with_a_screen_reader(tree: Element) -> None:
    """A language, one main heading, no level of heading skipped, tables with headers, pictures with a name."""
    (root,) = tree.all("html")
    assert root.attributes["lang"] == "en"
    levels = [int(heading.tag[1]) for heading in tree.all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(level <= before + 1 for before, level in pairwise(levels))
    for table in tree.all("table"):
        assert all(header.attributes.get("scope") for header in table.all("th"))
        assert list(table.all("caption"))
    for picture in tree.all("svg"):
        assert picture.attributes.get("aria-hidden") == "true" or next(picture.all("title")).text


def test_a_question_is_shown_as_the_person_sees_it(rich: Element) -> None:
    """Each version with its condition, the labels with what they raise and why, and why it is asked."""
    shown = rich.by_id("twitch-ill").text
    assert "Only if who: “A child” if signs: “Ache” Both? otherwise Ill?" in shown
    assert "Fever Urgent It is hot. Source: nhs" in shown
    assert "Cough Raises nothing none Raises nothing" in shown
    assert shown.endswith("why: It counts.")


def test_a_combination_is_shown_with_its_because_and_source(rich: Element) -> None:
    """In words, with the labels of the options."""
    assert "Emergency: stroke signs: “Numb” AND ill: “Cough” flows/twitch.yaml" in rich.text
    assert "Both count. Source: seed , nhs" in rich.text


def test_a_claim_is_shown_with_what_the_proof_found(rich: Element) -> None:
    """One that holds as proven; one that is broken with the conversation that breaks it; each with how many sequences
    of answers it speaks of: of 8 sets of signs, those of a child go on with 4 answers.
    """
    rows = [row.text for table in rich.all("table") for row in table.all("tr") if "flows/twitch.yaml" in row.text]
    (holds,) = (row for row in rows if row.startswith("ill: “Fever” at least Urgent"))
    (broken,) = (row for row in rows if row.startswith("signs: “Ache” at most Routine"))
    assert "at least Urgent 16 ✓ proven" in holds
    assert "at most Routine 20 ✗ broken" in broken
    assert "-> urgent" in broken
    assert "always after at most 3 questions 40 ✓ proven" in rich.text


def test_the_number_of_sequences_is_told_exactly(shipped: str) -> None:
    """To the last one."""
    assert "1,234,567,890,123" in shipped


def test_examples_stand_under_their_level_and_tell_whether_they_hold(rich: Element) -> None:
    """The first of each level with all that was asked and said; a level without one says so."""
    assert "Urgent ✓ ends so" in rich.text
    assert "Who is it about? A child" in rich.text
    assert "Say urgent." in rich.text
    assert "Routine ✗ ends self_care, not routine" in rich.text
    assert "Emergency No example ends here." in rich.text


def test_an_end_tells_its_check_ins(rich: Element) -> None:
    """When, how often, and when it reminds."""
    promised = "Checks back after 14 days with the flow again, 2 times, reminds once after 3 days of silence."
    assert promised in rich.text


def test_what_two_flows_share_is_shown_once(tmp_path: Path) -> None:
    """The second says where it is; that is what keeps the page short enough to be read."""
    tree = read(page_of(folder(tmp_path)))
    first, second = tree.by_id("twitch-signs").text, tree.by_id("again-signs").text
    assert "Numb" in first
    assert "Numb" not in second
    assert "Word for word as in twitch" in second


def test_medicines_are_shown_with_names_levels_and_rules(tmp_path: Path) -> None:
    """As they are found and as they raise."""
    rule = "[{if: {signs: numb}, raises: emergency, because: It is both., source: seed, cause: stroke}]"
    table = medicine(names="[Afrin, Otrivine]", long_term="urgent", because="It is old.", rules=rule)
    shown = read(page_of(folder(tmp_path, {"twitch.yaml": LOOKS_UP, "medicines.yaml": table})))
    colds = shown.by_id("medicine-colds").text
    assert "Started or changed lately: Raises nothing Taken for long: Urgent" in colds
    assert "Names: Afrin, Otrivine" in colds
    assert "Emergency: stroke medicines: “Colds” AND signs: “Numb” It is both. Source: seed all" in colds


def test_what_an_author_writes_is_never_read_as_html(tmp_path: Path) -> None:
    """In every place where text stands."""
    bad = "<script>alert(1)</script> {{ 7 * 7 }}"
    steps = f'[{{ask: who, text: "{bad}", why: "{bad}", one: {{me: "<b>Me</b>", you: You}}}}]'
    with pytest.raises(Exception, match="stray"):
        page_of(folder(tmp_path, {"twitch.yaml": flow(steps=steps)}))
    steps = steps.replace(" {{ 7 * 7 }}", "")
    tree = read(page_of(folder(tmp_path, {"twitch.yaml": flow(steps=steps, title="'<i>T</i> & \"q\"'")})))
    assert not list(tree.all("script"))
    assert "<script>alert(1)</script>" in tree.by_id("twitch-who").text
    assert '<i>T</i> & "q"' in tree.text


def test_before_any_signature_all_is_new(rich: Element) -> None:
    """The page says so, and offers the digest to be signed."""
    assert "Signed by nobody yet" in rich.text
    assert "Nobody has signed yet, so all of it is new." in rich.text


def test_the_sign_off_names_what_is_signed(tmp_path: Path) -> None:
    """The digest that the command will write down, and room for name, number, date and signature."""
    path = folder(tmp_path)
    tree = read(page_of(path))
    block = next(section for section in tree.all("section") if section.attributes.get("class") == "sign").text
    assert last_signed(path)[0].digest in block
    for label in ("Name", "Registration number", "Date", "Signature"):
        assert label in block


def test_a_signed_content_says_by_whom(tmp_path: Path) -> None:
    """And that nothing changed since."""
    path = folder(tmp_path)
    sign(path, DR_A)
    shown = read(page_of(path)).text
    assert "Signed by Dr A (0123) on 2031-01-01, just as it stands here" in shown
    assert "None: this is what was signed by Dr A on 2031-01-01." in shown


def test_what_changed_since_the_signature_is_listed(tmp_path: Path) -> None:
    """By file and part: changed, new and gone."""
    path = folder(tmp_path)
    sign(path, DR_A)
    twitch = path / "twitch.yaml"
    twitch.write_text(twitch.read_text().replace("Which signs?", "What signs?") + "closes: {who: me}\n")
    topics = path / "topics.yaml"
    topics.write_text(topics.read_text().replace("lip:", "mouth:"))
    tree = read(page_of(path))
    rows = [row.text for row in tree.all("tr") if "yaml" in row.text]
    assert [row for row in rows if re.search(r" (changed|new|gone)$", row)] == [
        "topics.yaml lip gone",
        "topics.yaml mouth new",
        "twitch.yaml closes new",
        "twitch.yaml steps.signs changed",
    ]
    assert "by Dr A on 2031-01-01; changed since" in tree.text


def test_each_text_stands_there_in_each_language(tmp_path: Path) -> None:
    """Beside the one that is written, marked as of its language: questions, options, ends, cards and words; the safety
    net of each."""
    path = folder(tmp_path)
    translate(path)
    (path / "locale" / f"safety_net_{CODE}.yaml").write_text(SAFETY_NET.replace("droop:", "hangs:"), encoding="utf-8")
    tree = read(page_of(path, proven=False))
    told = [element.text for element in tree.all() if element.attributes.get("lang") == CODE]
    for text in ("Me", "Say urgent.", "agree"):
        assert pseudo(text) in told
    for text in ("Who is it about?", "Do this.", "Call 112.", "A twitch."):  # there is no e in them
        assert f"{text} (word for word the same, or not translated)" in told
    assert any("hangs" in text for text in told)
    assert "Each text stands here in every language that is spoken" in tree.text
    assert "English" in tree.text
    assert "Esperanto" in tree.text


def test_each_source_says_when_it_was_opened(tmp_path: Path) -> None:
    """Or that nobody has opened it yet. The project's own has no address to open."""
    page = read(page_of(folder(tmp_path, {"sources.yaml": SOURCES}), proven=False))
    assert "mirror, checked on 2031-02-03" in page.by_id("source-nhs").text
    assert "not_read not opened yet: open it before a release" in page.by_id("source-bnf").text
    assert "opened" not in page.by_id("source-seed").text
