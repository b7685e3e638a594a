"""The shapes of which every schema is made: words, lists, and mappings with known keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.content.nodes import ID

Schema = Mapping[str, Any]
"""A JSON Schema (draft 2020-12), or a part of one."""

WORD: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
"""Every scalar is a word to the loader; to an editor `1` is a number."""

WORD_OR_NULL: Schema = {"type": ["string", "null"], "minLength": 1}
NUMBER: Schema = {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[0-9]+$"}]}
YES_OR_NO: Schema = {"enum": ["yes", "no"]}
ID_PATTERN = f"^{ID.pattern}$"
AN_ID: Schema = {"type": ["string", "number"], "pattern": ID_PATTERN}
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
DURATION: Schema = {"type": "string", "pattern": "^[0-9]+ ?[a-z]+$", "description": "20s, 30m, 3h, 14d or 2w."}


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def one_of(words: Collection[str]) -> Schema:
    return {"enum": list(words)}


def several(item: Schema) -> Schema:
    return {"type": "array", "items": item, "minItems": 1}


def one_or_several(item: Schema) -> Schema:
    return {"anyOf": [item, several(item)]}


def mapping(needed: Iterable[str], optional: Iterable[str], known: Mapping[str, Schema], **more: Any) -> Schema:
    """Exactly these keys. Each must be `known`: a new key of the loader is missed at once, not when an author is."""
    keys = dict.fromkeys((*needed, *optional))
    properties = {key: known[key] for key in keys}
    return {
        "type": "object",
        "properties": properties,
        "required": list(dict.fromkeys(needed)),
        "additionalProperties": False,
        "minProperties": 1,
        **more,
    }


def named(value: Schema, **more: Any) -> Schema:
    """A mapping whose keys are ids that the author makes up."""
    return {
        "type": "object",
        "additionalProperties": value,
        "propertyNames": {"pattern": ID_PATTERN},
        "minProperties": 1,
        **more,
    }


def told(schema: Schema, description: str) -> Schema:
    """The schema with a sentence that an editor shows."""
    return {**schema, "description": description}
