"""Updates of every shape that python-telegram-bot's classes describe, at random, as the JSON that Telegram sends."""

from __future__ import annotations

import datetime as dtm
import inspect
import typing
from collections.abc import Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union

import telegram
from hypothesis import strategies as st
from telegram import TelegramObject

Json = dict[str, Any]
NAMES: Final = {**vars(telegram), **vars(typing), "dtm": dtm, "Sequence": Sequence, "JSONDict": dict, "TimePeriod": int}
LIKELY: Final = {"from", "text", "data", "message"}
RENAMED: Final = {"from_user": "from"}
NUMBERS: Final = st.sampled_from([7, 7, -100, 0, 2**52, 2**64])
TEXTS: Final = st.text(max_size=20) | st.sampled_from(
    ["private", "group", "supergroup", "channel", "kicked", "member", "left", "/start", "/stop@other_bot", "a\ud800b"]
)


def updates(depth: int = 3) -> st.SearchStrategy[Json]:
    """An update of any kind, with everything in it as it may be or missing; half of them of the kinds we hear."""
    kinds = [
        name for name in inspect.signature(telegram.Update.__init__).parameters if name not in {"self", "update_id"}
    ]
    heard = st.sampled_from(["message", "callback_query", "my_chat_member"])
    anywhere = (heard | st.sampled_from(kinds)).flatmap(lambda kind: _update(kind, depth))
    return anywhere | anywhere.map(_in_private)


def _in_private(update: Json) -> Json:
    """The same, from a person's own chat where it has a chat at all."""
    ada = {"id": 7, "is_bot": False, "first_name": "Ada"}
    for part in (part for part in update.values() if isinstance(part, dict)):
        part["from"] = ada
        shown = part["message"] if isinstance(part.get("message"), dict) else part
        shown["chat"] = {"id": 7, "type": "private"}
    return update


@cache
def _update(kind: str, depth: int) -> st.SearchStrategy[Json]:
    annotation: Any = inspect.signature(telegram.Update.__init__).parameters[kind].annotation
    values = _values(_annotation(annotation), depth - 1)
    return st.fixed_dictionaries({"update_id": NUMBERS} | ({kind: values} if values is not None else {}))


def junk() -> st.SearchStrategy[object]:
    """Any JSON value."""
    leaves = st.none() | st.booleans() | NUMBERS | st.floats() | TEXTS
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3))


@cache
def shape(kind: Any, depth: int) -> st.SearchStrategy[Json]:
    """The JSON of one class, or of any class that is one of it."""
    if inspect.isabstract(kind) or (kind.__subclasses__() and depth > 0):
        kinds = [*kind.__subclasses__(), *([] if inspect.isabstract(kind) else [kind])]
        return st.deferred(lambda: st.one_of([_fields(one, depth) for one in kinds]))
    return st.deferred(lambda: _fields(kind, depth))


@cache
def _fields(kind: Any, depth: int) -> st.SearchStrategy[Json]:
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, parameter in inspect.signature(kind.__init__).parameters.items():
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD and name != "self":
            values = _values(_annotation(parameter.annotation), depth - 1)
            if values is not None:
                (required if parameter.default is parameter.empty else optional)[RENAMED.get(name, name)] = values
    likely = {name: optional.pop(name) for name in LIKELY & optional.keys()}
    some = st.lists(st.sampled_from(sorted(optional)), unique=True, max_size=4) if optional else st.just([])
    return some.flatmap(
        lambda names: st.fixed_dictionaries(required | likely | {name: optional[name] for name in names})
    )


def _annotation(written: object) -> object:
    try:
        return eval(written, NAMES) if isinstance(written, str) else written  # the library's own words
    except (NameError, TypeError):
        return None


def _values(kind: Any, depth: int) -> st.SearchStrategy[Any] | None:
    """Values of an annotation; None where this is too deep, or not of the Bot API."""
    if typing.get_origin(kind) in {Union, UnionType}:
        of = [
            values
            for one in typing.get_args(kind)
            if one is not NoneType and (values := _values(one, depth)) is not None
        ]
        return st.one_of(of) if of else None
    if typing.get_origin(kind) is Literal:
        return st.sampled_from(typing.get_args(kind))
    if typing.get_origin(kind) is Sequence:
        inner = _values(typing.get_args(kind)[0], depth)
        return None if inner is None else st.lists(inner, max_size=2)
    if isinstance(kind, str):
        return _values(_annotation(kind), depth)
    if isinstance(kind, type) and issubclass(kind, TelegramObject):
        described: Any = kind
        return shape(described, depth) if depth >= 0 else None
    return {bool: st.booleans(), int: NUMBERS, float: st.floats(), str: TEXTS, dtm.datetime: NUMBERS}.get(kind)
