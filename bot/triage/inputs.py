"""What can happen to a chat. A due check-in arrives like any other input."""

from __future__ import annotations

from dataclasses import dataclass

from bot.triage.screen import Screen


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button was tapped; `data` is what the button carried, from anywhere and perhaps long ago."""

    data: str


@dataclass(frozen=True, slots=True)
class Said:
    """The person wrote something. Read and forgotten: free text is never stored."""

    text: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """`/name argument`, the name without its slash and in lower case."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The person handed on what was written elsewhere. Only the safety net reads it: it may be somebody else's."""

    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A picture, a voice message, a sticker: something that cannot be read. Its caption comes as Said."""


@dataclass(frozen=True, slots=True)
class CheckInDue:
    """The clock: this chat's check-in or nudge is due."""


@dataclass(frozen=True, slots=True)
class CheckInSent:
    """Delivery: the check-in message has reached Telegram, so that its nudge can be planned."""


@dataclass(frozen=True, slots=True)
class Left:
    """The person blocked the bot or is gone."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody wrote in a group or a channel, where health talk does not belong."""


@dataclass(frozen=True, slots=True)
class Expired:
    """The clock: something of this chat has been kept long enough. Moments in Unix seconds."""

    ended_before: int  # what ended, or was left alone, before this loses its answers
    silent_before: int  # a chat in which nobody has written since, and nothing is planned, is forgotten


@dataclass(frozen=True, slots=True)
class Beside:
    """The store: what it keeps beside all that is known of the chat, for the copy that the person asked for."""

    chat_id: int  # Telegram's number
    live_message_id: int | None = None  # of the message with the live buttons
    waiting: tuple[Screen, ...] = ()  # on their way to the person


Act = Tapped | Said | Commanded | Forwarded | Unreadable
"""What the person does."""

Input = Act | CheckInDue | CheckInSent | Expired | Beside | Left | Elsewhere
