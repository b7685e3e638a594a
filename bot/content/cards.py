"""What is shown as one screen or one link: emergency cards, topics of /learn, sources."""

from __future__ import annotations

import re

from bot.content.days import read_day
from bot.content.nodes import Fields, Node
from bot.content.raises import read_sources
from bot.content.scope import Known, Scope
from bot.content.texts import read_label, read_text
from bot.triage.flow import Text
from bot.triage.library import EmergencyCard, Source, Topic

CARD = ("headline", "now", "calling", "also", "source")
TOPIC = ("title", "text", "source")
CARD_OPTIONAL = ("confirmed", "of")
SOURCE = ("title",)
SOURCE_OPTIONAL = ("publisher", "url", "file", "read_at", "checked", "checked_on", "says")
CHECKED = ("direct", "mirror", "secondary", "not_read")

_ADDRESS = re.compile(r"https?://[^\s()<>]+")


def read_cards(node: Node, scope: Scope) -> dict[str, EmergencyCard]:
    """The cards by cause, in file order: the first of several causes heads the card."""
    return {cause: _card(cause, value, scope) for key, value in node.entries() if (cause := key.id())}


def read_topics(node: Node, known: Known) -> dict[str, Topic]:
    return {id: _topic(id, value, Scope(known)) for key, value in node.entries() if (id := key.id())}


def read_sources_file(node: Node) -> dict[str, Source]:
    return {key.word(): _source(key.word(), value) for key, value in node.entries()}


def _card(cause: str, node: Node, scope: Scope) -> EmergencyCard:
    fields = node.fields(CARD, CARD_OPTIONAL)
    said = ("headline", "now", "calling", "also", *(["confirmed"] if "confirmed" in fields.found else []))
    texts: dict[str, Text] = {name: read_text(fields[name], scope) for name in said}
    of = tuple(each.choice(scope.known.causes, "cause") for each in fields.each("of"))
    return EmergencyCard(cause, **texts, sources=read_sources(fields, scope.known), of=of, mark=node.mark)


def _topic(id: str, node: Node, scope: Scope) -> Topic:
    fields = node.fields(TOPIC)
    title, text = read_label(fields["title"], scope), read_text(fields["text"], scope)
    return Topic(id, title, text, read_sources(fields, scope.known), node.mark)


def _source(key: str, node: Node) -> Source:
    fields = node.fields(SOURCE, SOURCE_OPTIONAL)
    url = fields.get("url")
    if url and not _ADDRESS.fullmatch(url.word()):
        url.wrong("expected an address that begins with http:// or https:// and has no spaces or brackets")
    if (checked := fields.get("checked")) is not None:
        checked.choice(CHECKED, "way to check")
    if (day := fields.get("checked_on")) is not None:
        _check_opened(fields, day)
    words = {name: value.word() for name, value in fields.found.items() if name != "file"}
    return Source(key, **{"title": "", **words})


def _check_opened(fields: Fields, day: Node) -> None:
    read_day(day)
    if "checked" not in fields or fields["checked"].value == "not_read":
        day.wrong("`checked_on` is the day on which it was read, so `checked` says how: direct, mirror or secondary")
