"""How long something is kept: the answers of what has ended or was left alone, and a chat in which nobody writes."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.chat import Chat, Episode, Seconds, Visit
from bot.triage.inputs import Expired
from bot.triage.record import broken_off
from bot.triage.turn import Scene, Turn
from bot.triage.walk import Level
from bot.triage.wording import HOUR


def expired(scene: Scene, chat: Chat, expired: Expired) -> Turn:
    """What may still be kept of this chat, always as a new value. A planned check-in is no silence.

    Nothing is taken from under the hands of who is here now: an hour later it will be.
    """
    if chat.due_at is None and chat.touched_at < expired.silent_before:
        return Turn(None, clears=True)
    if scene.now - chat.active_at < HOUR:
        return Turn(chat)
    chat = _left_alone(scene, chat, expired.ended_before)
    old = {episode.id for episode, at in chat.ends if at is not None and at < expired.ended_before}
    episodes = tuple(_untold(episode) if episode.id in old else episode for episode in chat.episodes)
    present = chat.conversation
    if present is not None and present.concluded and not (episodes and episodes[-1].told):
        present = None  # it holds the answers of the last episode, once more
    return Turn(replace(chat, episodes=episodes, conversation=present))


def _left_alone(scene: Scene, chat: Chat, before: Seconds) -> Chat:
    """What nobody has gone on with for so long has ended: an alarm that was not answered, an offer or a nudge (whose
    check-in would read answers that are kept no longer), a conversation that was broken off."""
    if chat.alarmed_at is not None and chat.alarmed_at < before:
        chat = replace(chat, alarm=(), alarmed_at=None)
    abandoned_at = chat.abandoned_at
    if chat.episode is not None and (at := chat.ends[-1][1]) is not None and at < before:
        last = replace(chat.episode, closed=True, closed_at=at)
        chat = replace(chat, episodes=(*chat.episodes[:-1], last), check_in=None)
    if abandoned_at is not None and abandoned_at < before:
        chat = broken_off(replace(scene, now=abandoned_at), chat)
    return chat


def _untold(episode: Episode) -> Episode:
    """When the person came, and how urgent it was; nothing of what they said, nor of why."""
    return replace(episode, visits=tuple(_bare(visit) for visit in episode.visits))


def _bare(visit: Visit) -> Visit:
    return replace(visit, answers={}, level=Level(visit.level.urgency))
