"""How long something is kept: the answers of what has ended or was left alone, and a chat in which nobody writes."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.chat import Chat, Conversation, Episode, Seconds, Visit
from bot.triage.flow import Urgency
from bot.triage.inputs import Expired
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
    chat = _without_abandoned(_let_go(chat, expired.ended_before), expired.ended_before)
    old = {episode.id for episode, at in chat.ends if at is not None and at < expired.ended_before}
    episodes = tuple(_untold(episode) if episode.id in old else episode for episode in chat.episodes)
    present = chat.conversation
    if present is not None and present.concluded and not (episodes and episodes[-1].told):
        present = None  # it holds the answers of the last episode, once more
    return Turn(replace(chat, episodes=episodes, conversation=present))


def _let_go(chat: Chat, before: Seconds) -> Chat:
    """An offer or a nudge that was left alone for so long is void, with the check-in that was broken off: it would read
    answers that are kept no longer."""
    at = chat.ends[-1][1] if chat.episode is not None else None
    if chat.episode is None or at is None or at >= before:
        return chat
    last = replace(chat.episode, closed=True, closed_at=at)
    chat = replace(chat, episodes=(*chat.episodes[:-1], last), check_in=None)
    return _without(chat, chat.asking) if chat.asking and chat.asking.round else chat


def _without_abandoned(chat: Chat, before: Seconds) -> Chat:
    at = chat.abandoned_at
    return _without(chat, chat.asking) if chat.asking and at is not None and at < before else chat


def _without(chat: Chat, abandoned: Conversation) -> Chat:
    """Its answers are forgotten. That something urgent was told, and when, stands on record as of any other visit."""
    chat = replace(chat, conversation=None)
    if abandoned.floor.urgency < Urgency.URGENT:
        return chat
    visit = Visit(abandoned.flow, abandoned.begun_at, abandoned.round, {}, Level(abandoned.floor.urgency))
    if abandoned.round and chat.episodes:
        last = chat.episodes[-1]
        return replace(chat, episodes=(*chat.episodes[:-1], replace(last, visits=(*last.visits, visit))))
    filed = Episode(abandoned.id, (visit,), closed=True, closed_at=visit.at)
    return replace(chat, episodes=(*chat.episodes, filed))


def _untold(episode: Episode) -> Episode:
    """When the person came, and how urgent it was; nothing of what they said, nor of why."""
    return replace(episode, visits=tuple(_bare(visit) for visit in episode.visits))


def _bare(visit: Visit) -> Visit:
    return replace(visit, answers={}, level=Level(visit.level.urgency))
