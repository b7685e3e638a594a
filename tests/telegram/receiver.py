"""The service's one method, kept in memory, with a store that can break; and a port to listen on."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.service import Arrival, Receipt, StoreUnavailable
from bot.triage.inputs import Input, Said


@dataclass
class Receiver:
    """Receives as `Service.receive` does. `broken`: so many calls yet to fail; `committing`: cleared, it waits."""

    arrivals: list[Arrival] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)  # how many arrivals each brought
    broken: int = 0
    toast: str = ""
    committing: asyncio.Event = field(default_factory=asyncio.Event)
    _seen: set[int | None] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.committing.set()

    async def receive(self, arrivals: Sequence[Arrival]) -> Sequence[Receipt]:
        await self.committing.wait()
        if self.broken:
            self.broken -= 1
            raise StoreUnavailable("disk full")
        self.calls.append(len(arrivals))
        return [self._receipt(arrival) for arrival in arrivals]

    def _receipt(self, arrival: Arrival) -> Receipt:
        if arrival.update_id in self._seen:
            return Receipt(seen_before=True)
        self._seen.add(arrival.update_id)
        self.arrivals.append(arrival)
        return Receipt(self.toast)

    @property
    def inputs(self) -> list[Input]:
        return [arrival.input for arrival in self.arrivals]

    @property
    def texts(self) -> list[str]:
        """What was said, in order."""
        return [input.text for input in self.inputs if isinstance(input, Said)]


def free_port() -> int:
    """One on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
