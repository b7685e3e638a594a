"""A tiny core for tests of what stands around it: what a person says decides what comes of it."""

from __future__ import annotations

from dataclasses import replace

from bot.service import Claimed, Row, Sent, Service, Want
from bot.triage.chat import Chat
from bot.triage.inputs import CheckInDue, CheckInSent, Commanded, Input, Left, Said, Tapped
from bot.triage.screen import Button, Kind, Screen
from bot.triage.turn import Turn
from tests.store.made import chat as made_chat
from tests.store.made import invitation, notice, question


class Core:
    """An `Advance` that remembers what it was given. Texts: see `_said`; a tap asks the question that it names."""

    def __init__(self) -> None:
        self.inputs: list[Input] = []
        self.chats: list[Chat | None] = []
        self.when_due = ""  # said instead of dealing with a due check-in

    def __call__(self, chat: Chat | None, input: Input, now: int, fresh: str, language: str) -> Turn:
        self.inputs.append(input)
        self.chats.append(chat)
        match input:
            case Said(text):
                return _said(chat, text, now, fresh)
            case Tapped(data):
                return Turn(replace(chat, active_at=now) if chat else None, (question(data),), toast=f"toast {data}")
            case Commanded("delete"):
                return Turn(None, (notice("deleted"),), clears=True)
            case Commanded("stop"):
                return Turn(without_check_in(chat), (notice("stopped"),), clears=True)
            case Left():
                return Turn(without_check_in(chat), clears=True)
            case CheckInDue() if self.when_due:
                return _said(chat, self.when_due, now, fresh)
            case CheckInDue() if chat is not None:
                return Turn(due_at(chat, None), (invitation(),))
            case CheckInSent() if chat is not None:
                return Turn(due_at(chat, now + 100))
        return Turn(chat)


def _said(chat: Chat | None, text: str, now: int, fresh: str) -> Turn:
    """`agree`: a chat begins. `in N`: a check-in is due then. `fault`: a bug. `alarm`. Anything else is echoed."""
    word, _, rest = text.partition(" ")
    match word:
        case "agree":
            return Turn(made_chat(at=now, answer=rest or fresh), (question("first", replaces=False),))
        case "in" if chat is not None:
            return Turn(due_at(chat, now + int(rest)), (notice("planned"),))
        case "fault":
            raise ValueError(text)
        case "endless":
            return Turn(due_at(chat, 2**70) if chat else None)
        case "alarm":
            return Turn(
                chat, (Screen(Kind.ALARM, "alarm", ((Button("Carry on", "a.stroke.carry_on"),),)),), alerts=("r1",)
            )
    return Turn(chat, (notice(text),))


def due_at(chat: Chat, at: int | None) -> Chat:
    assert chat.check_in is not None
    return replace(chat, check_in=replace(chat.check_in, due_at=at))


def without_check_in(chat: Chat | None) -> Chat | None:
    return replace(chat, check_in=None) if chat else None


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Hand:
    """Takes rows from the service when told to, as delivery does by itself."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._want = Want(0, 0)
        self._rows: list[Row] = []
        service.deliver_to(self)

    def wants(self) -> Want:
        return self._want

    def take(self, claimed: Claimed) -> None:
        self._rows += claimed.rows

    async def rows(self) -> list[Row]:
        """What may be sent now; it is in flight from here on."""
        self._want, self._rows = Want(999, 999), []
        await self._service.look()
        self._want = Want(0, 0)
        return self._rows

    async def row(self) -> Row:
        """The only one that may be sent now."""
        (row,) = await self.rows()
        return row

    async def send_all(self, first_id: int = 1) -> list[str]:
        """Send what waits, as messages numbered from `first_id`. The texts."""
        texts: list[str] = []
        while rows := await self.rows():
            for row in rows:
                await self._service.report(Sent(row, first_id + len(texts)))
                texts.append(row.screen.text)
        return texts
