"""One JSON Schema for each kind of content file. `flow` is for flows, modules and golden conversations alike."""

from __future__ import annotations

from bot.content.cards import CARD, CARD_OPTIONAL, CHECKED, SOURCE, SOURCE_OPTIONAL, TOPIC
from bot.content.dispositions import NEEDED as NEEDED_AT_LEVEL
from bot.content.dispositions import TEXTS
from bot.content.drafts import MODULE, NEEDED, OPTIONAL
from bot.content.schema.parts import DISPOSITION_TEXTS, PARTS
from bot.content.schema.parts import SOURCE as KEYS
from bot.content.schema.shapes import AN_ID, DAY, WORD, YES_OR_NO, Schema, mapping, named, one_of, ref, several, told
from bot.content.scope import LEVELS

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_LISTS = {
    "steps": told(several(ref("step")), "The questions, in the order in which they are asked."),
    "rules": told(several(ref("rule")), "Combinations of answers that raise the level."),
    "advice": told(several(ref("advice")), "What is said below the outcome, in this order."),
    "claims": told(several(ref("claim")), "What must hold on every path. It is proven."),
    "tests": told(several(ref("test")), "Conversations, and where they must end."),
    "accepted": told(several(ref("accepted")), "What is lower than in the last version, and who answers for it."),
}

_TOP = {
    **_LISTS,
    "flow": told(AN_ID, "As the file is called, without .yaml."),
    "module": told(AN_ID, "As the file is called, without .yaml."),
    "version": WORD,
    "title": told(ref("label"), "What stands on its button."),
    "listed": told(YES_OR_NO, "Whether a person can begin it. `no` for the flow of a check-in."),
    "closes": told(ref("condition"), "At a check-in: where this holds at its end, no other follows."),
    "dispositions": told(ref("dispositions"), "What is told at each level: a set, with own words laid over it."),
}

_WHOLE = {level: {"required": [*NEEDED_AT_LEVEL]} for level in LEVELS}
"""Without a set of dispositions to lay them over, each level says everything itself."""

_FLOWS: dict[str, Schema] = {
    **PARTS,
    "disposition": mapping(
        (), (*TEXTS, "check_in"), {**DISPOSITION_TEXTS, "check_in": several(ref("check_in"))}, minProperties=1
    ),
    "dispositions": mapping(
        (),
        ("use", *LEVELS),
        {"use": AN_ID, **dict.fromkeys(LEVELS, ref("disposition"))},
        anyOf=[{"required": ["use"]}, {"required": [*LEVELS], "properties": _WHOLE}],
    ),
    "flow": mapping(NEEDED, OPTIONAL, _TOP),
    "module": mapping(MODULE, _LISTS, _TOP),
}

_ADDRESS: Schema = {"type": "string", "pattern": r"^https?://[^\s()<>]+$"}


def schemas() -> dict[str, Schema]:
    """Kind of file -> its schema."""
    texts = dict.fromkeys((*CARD, "confirmed"), ref("text"))
    of = told(several(AN_ID), "The causes that it stands for where all of them come together.")
    cards = mapping(CARD, CARD_OPTIONAL, {**texts, "source": KEYS, "of": of})
    topics = mapping(TOPIC, (), {"title": ref("label"), "text": ref("text"), "source": KEYS})
    own = {"url": _ADDRESS, "checked": one_of(CHECKED), "checked_on": told(DAY, "The day on which it was read.")}
    sources = mapping(SOURCE, SOURCE_OPTIONAL, {**dict.fromkeys((*SOURCE, *SOURCE_OPTIONAL), WORD), **own})
    levels = mapping((), tuple(LEVELS), dict.fromkeys(LEVELS, mapping((), TEXTS, DISPOSITION_TEXTS)))
    return {
        "flow": _file("a flow, a module or a list of golden conversations", _any_flow(), _FLOWS),
        "dispositions": _file("dispositions.yaml", named(levels), PARTS),
        "emergencies": _file("emergencies.yaml", named(cards), PARTS),
        "topics": _file("topics.yaml", named(topics), PARTS),
        "sources": _file("sources.yaml", named(sources), PARTS),
    }


def _any_flow() -> Schema:
    module = {"if": {"required": ["module"]}, "then": ref("module"), "else": ref("flow")}
    return {"if": {"type": "array"}, "then": several(ref("conversation")), "else": module}


def _file(title: str, schema: Schema, parts: dict[str, Schema]) -> Schema:
    return {"$schema": DRAFT, "title": f"Checkback: {title}", **schema, "$defs": parts}
