"""Faults to inject: what a network, a proxy or Telegram itself does on a bad day."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random


class Kind(StrEnum):
    """What goes wrong."""

    DROP = "drop"  # the connection is cut
    STATUS = "status"  # an HTTP error with an HTML page, as a proxy sends it
    HANG = "hang"  # no answer ever
    SLOW = "slow"  # the right answer, late
    GARBAGE = "garbage"  # 200 and something that is not JSON
    REDIRECT = "redirect"  # to the same call elsewhere, token and all
    TOO_MANY = "too_many"  # 429 with retry_after
    ERROR = "error"  # a refusal as the Bot API words it


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `after`: it strikes once the call was carried out, so that the bot cannot know that it was."""

    kind: Kind
    after: bool = False
    status: int = 502
    seconds: float = 1
    description: str = ""


DROP_BEFORE = Fault(Kind.DROP)
DROP_AFTER = Fault(Kind.DROP, after=True)
BAD_GATEWAY = Fault(Kind.STATUS)
SERVER_ERROR = Fault(Kind.STATUS, status=500)
HANG_BEFORE = Fault(Kind.HANG)
HANG_AFTER = Fault(Kind.HANG, after=True)
GARBAGE_BEFORE = Fault(Kind.GARBAGE)
GARBAGE_AFTER = Fault(Kind.GARBAGE, after=True)
REDIRECT = Fault(Kind.REDIRECT, status=302)


def slow(seconds: float) -> Fault:
    return Fault(Kind.SLOW, seconds=seconds)


def too_many(seconds: int) -> Fault:
    return Fault(Kind.TOO_MANY, seconds=seconds)


def error(status: int, description: str) -> Fault:
    return Fault(Kind.ERROR, status=status, description=description)


@dataclass
class _Planned:
    fault: Fault
    method: str | None
    chat_id: int | None
    left: int


@dataclass
class Faults:
    """The faults to come: planned ones in order, then random ones. `struck` are those that did."""

    struck: list[tuple[str, Fault]] = field(default_factory=list)
    _planned: list[_Planned] = field(default_factory=list)
    _random: Random = field(default_factory=Random)
    _rate: float = 0
    _kinds: tuple[Fault, ...] = ()

    def plan(self, fault: Fault, method: str | None = None, *, chat_id: int | None = None, times: int = 1) -> None:
        """The next `times` calls (of that method, to that chat) meet this fault."""
        self._planned.append(_Planned(fault, method, chat_id, times))

    def at_random(self, rate: float, kinds: tuple[Fault, ...], seed: int) -> None:
        """From now on this share of all calls meets one of these. Rate 0 ends it."""
        self._rate, self._kinds, self._random = rate, kinds, Random(seed)

    def clear(self) -> None:
        """No more faults."""
        self._planned.clear()
        self._rate = 0

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The fault that this call meets."""
        fault = self._next(method, chat_id)
        if fault:
            self.struck.append((method, fault))
        return fault

    def _next(self, method: str, chat_id: object) -> Fault | None:
        for planned in self._planned:
            if planned.method in {None, method} and planned.chat_id in {None, chat_id} and planned.left > 0:
                planned.left -= 1
                return planned.fault
        if self._rate and self._random.random() < self._rate:
            return self._random.choice(self._kinds)
        return None
