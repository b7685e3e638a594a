"""The page itself: one file of HTML that asks nothing of others and runs nothing, to be read, printed and signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.content.signed import Content, Items, Record, changes
from bot.proofs.verdict import Proof
from bot.review.chapters import chapters
from bot.review.claims import ALWAYS, Counts
from bot.review.markup import badge, html
from bot.review.raising import medicines
from bot.review.reading import grade
from bot.review.shared import cards, own_words, topics
from bot.review.since import Since
from bot.review.translations import translated
from bot.review.written import Written
from bot.triage.flow import Urgency
from bot.triage.library import Library

TEMPLATES = Path(__file__).parent / "templates"
FILE = "review.html"


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that the page shows."""

    library: Library
    written: Written
    content: Content
    record: Record | None  # the last signature, whatever changed since
    proofs: Mapping[str, Proof]
    counts: Counts
    date: str
    version: str  # of the program
    since: Since | None = None  # None: nobody signed, or what was signed is not at hand
    country: str | None = None  # whose emergency numbers are shown


def page(material: Material) -> str:
    library, record = material.library, material.record
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(html=html, graded=grade, translated=translated(library))
    environment.globals.update(badge=badge, levels=tuple(reversed(Urgency)), level=_level)
    return environment.get_template("page.html.jinja").render(
        material=material,
        library=library,
        changed=_by_file(record.content.items, material.content.items) if record else None,
        always=ALWAYS,
        chapters=tuple(chapters(library, material.proofs, material.counts)),
        cards=cards(library),
        topics=topics(library),
        words=own_words(library),
        medicines=medicines(library, material.written),
    )


def _by_file(before: Items, now: Items) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """File -> each part of it that differs, and how."""
    found = changes(before, now)
    named = [("changed", found.changed), ("new", found.new), ("gone", found.gone)]
    differing = sorted((*item.split("#", 1), how) for how, items in named for item in items)
    return tuple(
        (file, tuple((part, how) for _, part, how in parts))
        for file, parts in groupby(differing, key=lambda item: item[0])
    )


def _level(word: str) -> Urgency | None:
    """The level of the medicine table; `null` raises nothing."""
    return next((urgency for urgency in Urgency if urgency.word == word), None)
