"""The content in use. It can be read again while the bot runs; where that fails, what was in use stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.content.load import load
from bot.triage.follow_up import with_delay
from bot.triage.library import Library


class Current:
    """The library of a folder, from the first reading on."""

    def __init__(self, folder: Path, country: str | None = None, check_in_after: timedelta | None = None) -> None:
        """check_in_after: every check-in after this time instead of the flow's own, for trials. Raises FlowError."""
        self._folder = folder
        self._country = country
        self._check_in_after = check_in_after
        self.library: Library = self._read()

    def reload(self) -> None:
        """Read the folder again. Raises FlowError and changes nothing where it cannot be used."""
        self.library = self._read()

    def _read(self) -> Library:
        library = load(self._folder, self._country)
        after = self._check_in_after
        if after is None:
            return library
        return replace(library, flows={id: with_delay(flow, after) for id, flow in library.flows.items()})
