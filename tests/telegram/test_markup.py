"""Our Markdown as Telegram's HTML."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.load import load, packaged_flows
from bot.telegram.markup import TEXT_LIMIT, keyboard, messages, size
from bot.triage.screen import Button
from bot.triage.wording import with_sources
from tests.bot_api.html import parse_html

PIECES = [
    "**",
    "*",
    "_",
    "- ",
    "1. ",
    "# ",
    "\n",
    "\n\n",
    "[a](https://x.org/?a=1&b=2)",
    "[b](tel:112)",
    "](",
    "\\",
    "&amp;",
]
MARKDOWN = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12), st.just("<b>&</i>")), max_size=30).map(
    "".join
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Call 112** now", "<b>Call 112</b> now"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<b>no tag</b>", "&lt;b&gt;no tag&lt;/b&gt;"),
        ("# Do this *now*", "<b>Do this <i>now</i></b>"),
        ("[NHS](https://nhs.uk/?a=1&b=2)", '<a href="https://nhs.uk/?a=1&amp;b=2">NHS</a>'),
        ("[call](tel:112), [no](file:///etc/passwd)", "call, [no](file:///etc/passwd)"),
        ("one\ntwo", "one\ntwo"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        ("Signs:\n- a fit\n- a **drop**\n  - inner\n\nEnd", "Signs:\n• a fit\n• a <b>drop</b>\n    • inner\n\nEnd"),
        ("1. first\n2. second", "1. first\n2. second"),
        ("2 * 3 * 4 and snake_case_word", "2 * 3 * 4 and snake_case_word"),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    """Bold, links, lists and headings are drawn; everything else is text."""
    assert messages(text) == (html,)


@pytest.mark.parametrize("text", ["", "  \n ", "[](https://nhs.uk)"])
def test_a_text_without_content_makes_no_message(text: str) -> None:
    """Telegram takes no empty message."""
    assert messages(text) == ()


@given(MARKDOWN)
def test_any_text_is_html_that_telegram_takes(text: str) -> None:
    """Whatever stands in a text, Telegram's parser reads it, and each message fits."""
    for html in messages(text):
        plain, _ = parse_html(html)
        assert plain
        assert size(plain) <= TEXT_LIMIT


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="0123456789[]()\\"), min_size=1))
def test_no_character_is_lost_in_plain_words(text: str) -> None:
    """Letters and digits all arrive, in order, however they are cut."""
    wanted = "".join(filter(str.isalnum, text * 7))
    found = "".join(parse_html(html)[0] for html in messages(text * 7, 40))
    assert "".join(filter(str.isalnum, found)) == wanted


def test_long_texts_are_parted_between_paragraphs() -> None:
    """No paragraph is torn where it fits into a message."""
    paragraphs = [f"**{number}** " + "word " * 300 for number in range(5)]
    parts = [parse_html(html)[0] for html in messages("\n\n".join(paragraphs))]
    assert [part[0] for part in parts] == ["0", "2", "4"]


def test_a_paragraph_that_fits_nowhere_is_cut_between_words() -> None:
    """One word stays one word, and emoji, which count twice, stay whole."""
    parts = [parse_html(html)[0] for html in messages("😀😀 " * 3000)]
    assert all(size(part) <= TEXT_LIMIT for part in parts)
    assert {word for part in parts for word in part.split()} == {"😀😀"}


def test_a_keyboard_of_no_rows_is_none() -> None:
    """An empty keyboard is not sent at all."""
    assert keyboard([]) is None
    assert keyboard([[Button("Yes", "1")]]) == {"inline_keyboard": [[{"text": "Yes", "callback_data": "1"}]]}


def test_each_source_of_the_shipped_flows_is_a_link() -> None:
    """Whatever its title holds, quotes among it: nobody is shown our markup."""
    library = load(packaged_flows(), languages=["en"])
    assert any('"' in source.title for source in library.sources.values())
    for key, source in library.sources.items():
        told = messages(with_sources(library, "Said.", [key]))
        assert told == ((f'Said. <a href="{escape(source.url)}">source</a>',) if source.url else ("Said.",))
