"""The content in use. It can be read again while the bot runs; where that fails, what was in use stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.triage.follow_up import with_delay
from bot.triage.library import Library, speaking


class Current:
    """The library in use, from the first reading on."""

    def __init__(self, read: Callable[[], Library], check_in_after: timedelta | None = None) -> None:
        """read: raises FlowError where the content cannot be used.

        check_in_after: every check-in after this time instead of the flow's own, for trials. Raises FlowError.
        """
        self._read = read
        self._check_in_after = check_in_after
        self.library: Library = self._again()

    def reload(self) -> None:
        """Read the content again. Raises FlowError and changes nothing where it cannot be used."""
        self.library = self._again()

    def _again(self) -> Library:
        library, after = self._read(), self._check_in_after
        if after is None:
            return library
        return speaking(_delayed(tongue, after) for tongue in library.tongues)


def _delayed(library: Library, after: timedelta) -> Library:
    return replace(library, flows={id: with_delay(flow, after) for id, flow in library.flows.items()})
