"""Everything that is known of one chat, as one frozen value. It is stored whole, encrypted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.triage.conditions import BEFORE, Facts
from bot.triage.library import Named
from bot.triage.walk import LOWEST, Level

Seconds = int
"""A length of time in seconds, or a moment in seconds of Unix time (UTC)."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What was agreed to, and when."""

    version: str
    at: Seconds


@dataclass(frozen=True, slots=True)
class Conversation:
    """A run through one flow: a list of answers, and the level that they have reached."""

    id: str  # fresh for each, so that an old button never means something else
    flow: str
    digest: str  # of the flow when last walked
    begun_at: Seconds
    round: int = 0  # 0: the first assessment; n: the n-th check-in
    revision: int = 0  # rises with each choice, Done and Back
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ticks: Mapping[str, frozenset[str]] = field(default_factory=dict)  # ticked but not yet given with Done
    unsure: tuple[tuple[Named, ...], ...] = ()  # "Did you mean": names of the look-up table still to be settled
    floor: Level = LOWEST  # what given answers have reached; Back does not lower it
    concluded: bool = False

    @property
    def told(self) -> bool:
        """Whether anything is held of what the person said in it."""
        return bool(self.answers or any(self.ticks.values()) or self.unsure or self.floor.reasons)


@dataclass(frozen=True, slots=True)
class Visit:
    """A conversation that is over: the first assessment or a check-in."""

    flow: str
    at: Seconds
    round: int
    answers: Mapping[str, frozenset[str]]
    level: Level
    broken_off: bool = False  # left in the middle, after something urgent was told


@dataclass(frozen=True, slots=True)
class Episode:
    """One complaint from the first assessment to the last check-in."""

    id: str
    visits: tuple[Visit, ...] = ()
    closed: bool = False
    closed_at: Seconds | None = None  # None where it is open, and where a first version closed it

    @property
    def told(self) -> bool:
        """Whether anything is held of what the person said, not only when they came and how urgent it was."""
        return any(visit.answers or visit.level.reasons for visit in self.visits)

    def before(self, round: int) -> Facts:
        """What check-in `round` may read of the visits before it: the latest answers, the last level, and its round."""
        facts: dict[str, frozenset[str] | None] = {}
        for visit in self.visits:
            if visit.round >= round:
                break
            facts.update({BEFORE + step: answer for step, answer in visit.answers.items()})
            facts[BEFORE + "urgency"] = frozenset({visit.level.urgency.word})
        facts[BEFORE + "round"] = frozenset({str(round)})
        return facts


class Stage(StrEnum):
    """How far a check-in has come."""

    OFFERED = "offered"  # asked whether the bot may write; nothing is due
    WAITING = "waiting"  # due at a known time
    INVITED = "invited"  # the bot wrote; a nudge is due if one was planned
    NUDGED = "nudged"  # it wrote once more, and lets go
    BEGUN = "begun"  # the person is answering


@dataclass(frozen=True, slots=True)
class Appointment:
    """One check-in to come: a plan of the flow without its conditions."""

    flow: str
    after: Seconds
    nudge: Seconds | None = None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The check-in that is offered, waiting or open, and those to plan when it has ended."""

    id: str
    stage: Stage
    appointment: Appointment
    round: int  # 1 for the first
    due_at: Seconds | None = None
    later: tuple[Appointment, ...] = ()
    invited_at: Seconds | None = None  # when the bot last wrote


@dataclass(frozen=True, slots=True)
class Chat:
    """All that is known of one chat. Absent (None) before consent and after /delete."""

    consent: Consent
    active_at: Seconds  # the person's last tap or message
    conversation: Conversation | None = None
    episodes: tuple[Episode, ...] = ()  # the last one is the present one
    check_in: CheckIn | None = None
    naming_medicines: bool = False  # after /medicines, the next text is read as names
    alarm: tuple[str, ...] = ()  # causes of an alarm that the person has not answered yet: never the words themselves
    alarmed_at: Seconds | None = None  # when the last alarm was raised
    deleting: str = ""  # the request to delete that was made and not yet confirmed
    language: str = ""  # in which the bot speaks here, by its code; "": in its first one

    @property
    def due_at(self) -> Seconds | None:
        """When the clock must next look at this chat."""
        return self.check_in.due_at if self.check_in else None

    @property
    def touched_at(self) -> Seconds:
        """When either side last wrote."""
        invited_at = self.check_in.invited_at if self.check_in else None
        return max(self.active_at, invited_at or self.active_at)

    @property
    def asking(self) -> Conversation | None:
        """The conversation in which something is still to be answered."""
        return None if self.conversation is None or self.conversation.concluded else self.conversation

    @property
    def ends(self) -> tuple[tuple[Episode, Seconds | None], ...]:
        """Each episode with the moment at which it ended: closed, let go, or when the next one stood on record."""
        following = (*(episode.visits[0].at for episode in self.episodes[1:]), self._let_go_at)
        return tuple(
            (episode, (episode.closed_at or episode.visits[-1].at) if episode.closed else next_at)
            for episode, next_at in zip(self.episodes, following, strict=False)
        )

    @property
    def abandoned_at(self) -> Seconds | None:
        """When a conversation was begun that nothing will bring to its end but the person. None: there is none."""
        return self.asking.begun_at if self.asking and self.due_at is None else None

    @property
    def ended_at(self) -> Seconds | None:
        """When the first thing ended, or was left alone, of which answers are still held."""
        ends = [at for episode, at in self.ends if at is not None and episode.told]
        if self.asking and self.asking.told and self.abandoned_at is not None:
            ends.append(self.abandoned_at)
        if self.alarmed_at is not None:
            ends.append(self.alarmed_at)
        return min(ends, default=None)

    @property
    def _let_go_at(self) -> Seconds | None:
        """When the bot last did something for the present episode, if it will do nothing more by itself: an offer, a
        check-in or a nudge was left alone, or the person began a check-in and broke off."""
        if self.episode is None or self.due_at is not None:
            return None
        begun_at = self.abandoned_at if self.asking and self.asking.round else None
        invited_at = self.check_in.invited_at if self.check_in else None
        return max(self.episode.visits[-1].at, invited_at or 0, begun_at or 0)

    @property
    def episode(self) -> Episode | None:
        """The present episode, unless it is closed."""
        return self.episodes[-1] if self.episodes and not self.episodes[-1].closed else None
