"""What stands on record: each conversation is filed as a visit of its episode when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.triage.chat import Chat, Conversation, Episode, Visit
from bot.triage.conditions import Facts
from bot.triage.flow import Flow, Urgency
from bot.triage.standing import stand
from bot.triage.turn import Scene
from bot.triage.walk import Concluded

Answers = Mapping[str, frozenset[str]]


def filed(scene: Scene, chat: Chat, end: Concluded) -> Chat:
    """The conversation has ended and stands on record as a visit of its episode."""
    assert chat.conversation is not None, "only a conversation is filed"
    conversation = replace(chat.conversation, concluded=True, floor=end.level, unsure=(), ticks={})
    flow = scene.library.flows[conversation.flow]
    visit = Visit(flow.id, scene.now, conversation.round, _answers(flow, end.facts), end.level)
    return replace(chat, conversation=conversation, episodes=_with_visit(chat.episodes, conversation, visit))


def broken_off(scene: Scene, chat: Chat) -> Chat:
    """The open conversation is let go. Something urgent that was told in it stands on record all the same."""
    conversation = chat.conversation
    if conversation is None or conversation.concluded:
        return chat
    chat = replace(chat, conversation=None)
    if conversation.floor.urgency < Urgency.URGENT:
        return chat
    flow = scene.library.flows.get(conversation.flow)
    answers = _answers(flow, stand(scene, conversation, chat).facts) if flow else conversation.answers
    visit = Visit(conversation.flow, scene.now, conversation.round, answers, conversation.floor, broken_off=True)
    return closed(scene, replace(chat, episodes=_with_visit(chat.episodes, conversation, visit)))


def closed(scene: Scene, chat: Chat) -> Chat:
    """The present episode has ended: no check-in will read or add to it."""
    if chat.episode is None:
        return chat
    last = replace(chat.episode, closed=True, closed_at=scene.now)
    return replace(chat, episodes=(*chat.episodes[:-1], last))


def _answers(flow: Flow, facts: Facts) -> Answers:
    """What was told on the way to here, in the order of the questions."""
    return {step.id: answer for step in flow.steps if (answer := facts.get(step.id)) is not None}


def _with_visit(episodes: tuple[Episode, ...], conversation: Conversation, visit: Visit) -> tuple[Episode, ...]:
    """Filed under the present episode at a check-in, as a new episode otherwise; an update replaces itself."""
    last = episodes[-1] if episodes else None
    if last is None or (conversation.round == 0 and last.id != conversation.id):
        return (*episodes, Episode(conversation.id, (visit,)))
    earlier = tuple(kept for kept in last.visits if kept.round != visit.round)
    return (*episodes[:-1], replace(last, visits=(*earlier, visit)))
