"""How long something is kept: the answers of an ended episode, and a chat in which nobody writes any more."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.chat import Chat, Episode, Visit
from bot.triage.inputs import Expired
from bot.triage.turn import Turn
from bot.triage.walk import Level


def expired(chat: Chat, expired: Expired) -> Turn:
    """What may still be kept of this chat, always as a new value. A planned check-in is no silence."""
    if chat.due_at is None and chat.touched_at < expired.silent_before:
        return Turn(None, clears=True)
    old = {episode.id for episode, at in chat.ends if at is not None and at < expired.ended_before}
    episodes = tuple(_untold(episode) if episode.id in old else episode for episode in chat.episodes)
    present = chat.conversation
    if present is not None and present.concluded and not (episodes and episodes[-1].told):
        present = None  # it holds the answers of the last episode, once more
    return Turn(replace(chat, episodes=episodes, conversation=present))


def _untold(episode: Episode) -> Episode:
    """When the person came, and how urgent it was; nothing of what they said, nor of why."""
    return replace(episode, visits=tuple(_bare(visit) for visit in episode.visits))


def _bare(visit: Visit) -> Visit:
    return replace(visit, answers={}, level=Level(visit.level.urgency))
