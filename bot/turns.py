"""What one transaction does: each job is a turn of a conversation, or delivery's report on a message.

No SQL and no awaiting; it runs in the store's thread, within the service's transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.store.chats import Kept, Live
from bot.store.outbox import Lane, Row
from bot.store.store import Store
from bot.triage.chat import Chat, Seconds
from bot.triage.inputs import Beside, CheckInDue, CheckInSent, Input, Left
from bot.triage.screen import Kind
from bot.triage.turn import Turn

log = logging.getLogger(__name__)

Advance = Callable[[Chat | None, Input, Seconds, str, str], Turn]
"""The core, bound to its library: chat, input, now, a fresh token, the tag of the person's language."""

LARGEST = 2**63 - 1  # what SQLite, and Telegram, call an integer
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that happened to a chat. Raises ValueError for numbers that are none of Telegram's."""

    chat_id: int
    input: Input
    update_id: int | None = None  # Telegram's: an update that comes again is not dealt with again
    message_id: int | None = None  # the message whose button was tapped
    language: str = ""  # IETF tag of the person's own, as far as it is known

    def __post_init__(self) -> None:
        numbers = (self.chat_id, self.update_id or 0, self.message_id or 0)
        if any(abs(number) > LARGEST for number in numbers):
            raise ValueError("a number is out of range")


@dataclass(frozen=True, slots=True)
class Receipt:
    """It is on the disk. `toast` is to be shown with the answer to a tap."""

    toast: str = ""
    seen_before: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """Delivery reports: the row has reached Telegram as this message, new or drawn anew."""

    row: Row
    message_id: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """Delivery reports: Telegram will never take this row."""

    row: Row


@dataclass(frozen=True, slots=True)
class Gone:
    """Delivery reports: the person blocked the bot. What is older than the row is void, what came later is not."""

    row: Row


Report = Sent | Dropped | Gone
Job = Arrival | Report


class Turns:
    """Deals with jobs, against the store."""

    def __init__(self, store: Store, advance: Advance, token: Callable[[], str]) -> None:
        self._store = store
        self._advance = advance
        self._token = token

    def apply(self, job: Job, now: Seconds) -> Receipt:
        match job:
            case Arrival(chat_id, input, update_id, tapped, language):
                if update_id is not None and not self._store.seen.add(update_id, now):
                    return Receipt(seen_before=True)
                return self._turn(chat_id, input, now, tapped=tapped, language=language)
            case Sent(row, message_id):
                return self._sent(row, message_id, now)
            case Gone(row):
                self._store.outbox.remove(row.id)
                return self._turn(row.chat_id, Left(), now, up_to=row.id)
            case Dropped(row):
                self._store.outbox.remove(row.id)
                return Receipt()

    def skip(self, job: Job, now: Seconds) -> Receipt:
        """Get past a job that cannot be dealt with, for ever."""
        if not isinstance(job, Arrival):
            self._store.outbox.remove(job.row.id)
            return Receipt()
        if isinstance(job.input, CheckInDue):
            self._store.chats.look_again_at(self._store.vault.hash(job.chat_id), now + HOUR)
        if job.update_id is not None:
            self._store.seen.add(job.update_id, now)
        return Receipt()

    def due(self, now: Seconds, most: int, most_waiting: int) -> Sequence[int]:
        """Chats at which the clock must look, the longest due first; none while so many wait in the slow lane."""
        room = most_waiting - self._store.outbox.length(Lane.SLOW)
        return self._store.chats.due(now, min(most, room)) if room > 0 else []

    def _turn(
        self,
        chat_id: int,
        input: Input,
        now: Seconds,
        *,
        tapped: int | None = None,
        up_to: int | None = None,
        language: str = "",
    ) -> Receipt:
        """One turn of the conversation, from the store and back into it. up_to: the last row that it may withdraw."""
        hash = self._store.vault.hash(chat_id)
        kept = self._store.chats.get(hash)
        turn = self._advance(kept.chat if kept else None, input, now, self._token(), language)
        if turn.exports:
            turn = self._advance(turn.chat, self._beside(hash, chat_id, kept), now, self._token(), language)
        self._keep(hash, chat_id, kept, turn.chat, tapped)
        if turn.clears:
            self._store.outbox.withdraw(hash, up_to)
        by_itself = isinstance(input, CheckInDue)
        if turn.screens:
            self._store.outbox.post(hash, chat_id, turn.screens, Lane.SLOW if by_itself else Lane.FAST)
        if by_itself and turn.chat and turn.chat.due_at is not None and turn.chat.due_at <= now:
            self._store.chats.look_again_at(hash, now + HOUR)  # or the others would never have their turn
        if turn.alerts:
            log.info("The safety net spoke: %s", ", ".join(turn.alerts))
        return Receipt(turn.toast)

    def _beside(self, hash: bytes, chat_id: int, kept: Kept | None) -> Beside:
        live = kept.live.message_id if kept and kept.live else None
        return Beside(chat_id, live, tuple(self._store.outbox.screens(hash)))

    def _keep(self, hash: bytes, chat_id: int, kept: Kept | None, chat: Chat | None, tapped: int | None) -> None:
        """A tap on a message below the live one makes it the live one: a copy of it, or one that a restored backup
        does not know. Whether it is a question is not known, so nothing is drawn over it."""
        live = kept.live if kept else None
        if tapped is not None and (live is None or tapped > live.message_id):
            live = Live(tapped, is_question=False)
        if chat is None:
            self._store.chats.forget(hash)
        elif kept is None or chat is not kept.chat or live != kept.live:
            self._store.chats.put(hash, chat_id, chat, live)

    def _sent(self, row: Row, message_id: int, now: Seconds) -> Receipt:
        live = Live(message_id, row.screen.kind is Kind.QUESTION) if row.screen.rows else None
        if live != row.live:
            self._store.chats.set_live(row.hash, live)
        awaited = self._store.outbox.remove(row.id)
        if awaited and row.screen.kind is Kind.CHECK_IN:
            self._turn(row.chat_id, CheckInSent(), now)
        return Receipt()
