"""What each text is in the other languages spoken: found by going through the same library in both, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from bot.triage.library import Language, Library

Translated = Callable[[str], tuple[tuple[Language, str], ...]]
"""A text of the page's own language -> each other language, with what is said in it."""


def translated(library: Library) -> Translated:
    others = {
        tongue.language: dict(_pairs(_told(library), _told(tongue)))
        for tongue in library.tongues
        if tongue.language != library.language
    }
    return lambda text: tuple((language, said.get(text, text)) for language, said in others.items())


def _told(library: Library) -> tuple[object, ...]:
    return library.flows, library.cards, library.topics, library.medicines, library.words


def _pairs(one: object, other: object) -> Iterator[tuple[str, str]]:
    """Every two texts that stand in the same place of two values of the same shape."""
    if isinstance(one, str) and isinstance(other, str):
        yield one, other
    elif isinstance(one, tuple) and isinstance(other, tuple):
        for each, its in zip(one, other, strict=True):
            yield from _pairs(each, its)
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        for key, each in one.items():
            yield from _pairs(each, other[key])
    elif is_dataclass(one):
        for field in fields(one):
            yield from _pairs(getattr(one, field.name), getattr(other, field.name))
