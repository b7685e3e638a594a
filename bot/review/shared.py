"""What all flows share: emergency cards, topics, and the bot's own words."""

from __future__ import annotations

from dataclasses import dataclass, fields

from markupsafe import Markup, escape

from bot.proofs.draw.plainly import Plainly
from bot.review.markup import html
from bot.review.reading import grade
from bot.review.texts import Part, parts, screen_grade
from bot.triage.flow import Text
from bot.triage.library import Library
from bot.triage.words import Words


@dataclass(frozen=True, slots=True)
class Block:
    """A text with a name of its own, and where its facts come from."""

    name: str
    parts: tuple[Part, ...]
    sources: tuple[str, ...]
    grade: str
    notes: tuple[str, ...] = ()
    same_as: str = ""  # an earlier flow of the page that says just this


def cards(library: Library) -> tuple[Block, ...]:
    """The emergency cards, in the order of precedence."""
    return tuple(
        block(
            card.cause,
            (
                ("Headline", card.headline),
                ("Now", card.now),
                ("When calling", card.calling),
                ("Beside another card", card.also),
            ),
            card.sources,
            _plainly(library),
        )
        for card in library.cards.values()
    )


def topics(library: Library) -> tuple[Block, ...]:
    plainly = _plainly(library)
    return tuple(
        block(id, (("Title", topic.title), ("Text", topic.text)), topic.sources, plainly)
        for id, topic in library.topics.items()
    )


def own_words(library: Library) -> tuple[tuple[str, tuple[Markup, ...], str], ...]:
    """Each word of the bot's own as the person sees it (a link whose address is filled later: as it is written) in
    each language, and how hard it is to read.
    """
    said = [_own(tongue.words) for tongue in library.tongues]
    return tuple(
        (name, tuple(_shown(words[name]) for words in said), grade(text)) for name, text in _own(library.words).items()
    )


def _shown(text: str) -> Markup:
    return escape(text) if "]({" in text else html(text)


def _own(words: Words) -> dict[str, str]:
    """Name -> text, commands and names of the summary too."""
    said = {field.name: getattr(words, field.name) for field in fields(Words) if "with" in field.metadata}
    said |= {f"/{command}": text for command, text in words.commands.items()}
    said |= {f"/summary: {step}": name for step, name in words.summary_names.items()}
    return said


def block(
    name: str,
    named: tuple[tuple[str, Text], ...],
    sources: tuple[str, ...],
    plainly: Plainly,
    notes: tuple[str, ...] = (),
) -> Block:
    return Block(name, parts(named, plainly), sources, screen_grade(*(text for _, text in named)))


def _plainly(library: Library) -> Plainly:
    """For texts that any flow may show: the first flow that a person can begin knows the labels."""
    flows = sorted(library.flows.values(), key=lambda flow: not flow.listed)
    return Plainly(flows[0], tuple(flows))
