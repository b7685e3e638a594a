"""What a folder says, text by text, each under its place: so that two versions of it can be read side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.folder import Folder
from bot.content.shown import is_shown, text_of, texts
from bot.content.signed import files_of
from bot.triage.flow import Mark


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and where it stands."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reworded:
    """A text that changed. None: it is new, or gone."""

    place: str  # `lip_twitch.yaml#steps.lasting.one.days.label`
    old: Said | None
    new: Said | None


def reworded(old: Folder, new: Folder) -> tuple[Reworded, ...]:
    """Every text that differs, in the order of the new folder; what is gone comes last."""
    before, now = dict(_texts(old)), dict(_texts(new))
    places = dict.fromkeys([*now, *before])
    found = (Reworded(place, before.get(place), now.get(place)) for place in places)
    return tuple(each for each in found if _text(each.old) != _text(each.new))


def _text(said: Said | None) -> str | None:
    return said.text if said else None


def _texts(folder: Folder) -> Iterator[tuple[str, Said]]:
    for name, node in files_of(folder):
        if is_shown(name):
            yield from ((f"{name}#{path}", Said(text_of(text), text.mark)) for path, text in texts(node))
