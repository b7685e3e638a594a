"""Where a conversation stands, and to whom the bot speaks: read from the chat, which stays as it is."""

from __future__ import annotations

from bot.triage.chat import Chat, Conversation
from bot.triage.conditions import Facts
from bot.triage.turn import Scene
from bot.triage.walk import Position, walk
from bot.triage.wording import Speaker


def stand(scene: Scene, conversation: Conversation, chat: Chat) -> Position:
    """Where the answers given so far lead."""
    flow = scene.library.flows[conversation.flow]
    return walk(flow, conversation.answers, before(conversation, chat), conversation.floor)


def before(conversation: Conversation, chat: Chat) -> Facts:
    """What a check-in knows of the episode; nothing in a first assessment."""
    return chat.episodes[-1].before(conversation.round) if conversation.round and chat.episodes else {}


def speaker_for(scene: Scene, chat: Chat, facts: Facts) -> Speaker:
    visits = chat.episodes[-1].visits if chat.episodes else ()
    earlier = tuple(flow for visit in visits if (flow := scene.library.flows.get(visit.flow)))
    return Speaker(scene.library, facts, earlier)
