"""What changed since the last signature: levels, and words side by side with those that were signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.folder import Folder
from bot.content.wording import Reworded, reworded
from bot.proofs.diff.levels import LevelChange, level_changes
from bot.triage.flow import Accepted
from bot.triage.library import Library


@dataclass(frozen=True, slots=True)
class Signed:
    """All that stood there when it was signed."""

    library: Library
    folder: Folder


@dataclass(frozen=True, slots=True)
class FlowSince:
    """How a flow ends otherwise than it did, and who answers for what is lower."""

    flow: str
    levels: tuple[LevelChange, ...]
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True, slots=True)
class Since:
    flows: tuple[FlowSince, ...]
    words: tuple[Reworded, ...]


def since(signed: Signed, library: Library, folder: Folder) -> Since:
    return Since(tuple(_flows(signed.library, library)), reworded(signed.folder, folder))


def _flows(before: Library, now: Library) -> Iterator[FlowSince]:
    """Those that both have, and that end otherwise for anybody."""
    for id, flow in now.flows.items():
        old = before.flows.get(id)
        levels = level_changes(old, flow) if old else ()
        if old and levels:
            accepted = tuple(entry for entry in flow.accepted if entry not in old.accepted)
            yield FlowSince(id, levels, accepted)
