"""Updates into the service: decoded one by one, received together. Polling and the webhook both come through here."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot.service import Arrival, Receipt
from bot.telegram.decode import Decoded, decode
from bot.triage.inputs import Input, Unreadable

log = logging.getLogger(__name__)

Receive = Callable[[Sequence[Arrival]], Awaitable[Sequence[Receipt]]]
"""`Service.receive`: on return, all is on the disk. Raises StoreUnavailable."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A tap to be answered, with a short notice or just to end its waiting."""

    query_id: str
    toast: str = ""


class Ingress:
    """Takes updates in. `skipped` counts those that were none, since the start.

    `behind`: Telegram may hold more than was taken, as it was not heard lately. With a webhook that cannot be known.
    """

    def __init__(self, receive: Receive, username: Callable[[], str]) -> None:
        """username: the bot's own, known once Telegram has said who the bot is."""
        self._receive = receive
        self._username = username
        self.skipped = 0
        self.behind = False

    async def take(self, updates: Sequence[object]) -> Sequence[Answer]:
        """Receive what these mean; on return they may be confirmed. Raises StoreUnavailable: bring them all again."""
        meanings = _once_each([self._decoded(update) for update in updates])
        arrivals = [meaning.arrival for meaning in meanings if meaning.arrival]
        receipts = iter(await self._receive(arrivals) if arrivals else ())
        toasts = [next(receipts).toast if meaning.arrival else "" for meaning in meanings]
        return [Answer(m.query_id, toast) for m, toast in zip(meanings, toasts, strict=True) if m.query_id]

    def _decoded(self, update: object) -> Decoded:
        """One bad update spoils no batch. What stood in it is not logged: it may be a person's."""
        try:
            meaning = decode(update, self._username())
        except Exception as fault:
            log.error("A fault of ours in reading an update: %s", type(fault).__name__)
            meaning = Decoded(malformed=True)
        if meaning.malformed:
            self.skipped += 1
            log.warning("An update that is none was skipped (%d so far)", self.skipped)
        return meaning


def _once_each(meanings: Sequence[Decoded]) -> Sequence[Decoded]:
    """The same, an album of pictures counted once: nobody wants to hear ten times that pictures cannot be read."""
    kept = []
    latest: dict[int, Input] = {}
    for meaning in meanings:
        arrival = meaning.arrival
        again = arrival and arrival.input == Unreadable() == latest.get(arrival.chat_id)
        kept.append(replace(meaning, arrival=None) if again else meaning)
        if arrival:
            latest[arrival.chat_id] = arrival.input
    return kept
