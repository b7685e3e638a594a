"""Who leaves a conversation in the middle: what was urgent in it is said once more, and stands on record."""

from __future__ import annotations

from bot.triage.chat import Chat
from bot.triage.flow import Urgency
from bot.triage.outcomes import level_text
from bot.triage.record import broken_off
from bot.triage.screen import Kind, Screen
from bot.triage.standing import speaker_for, stand
from bot.triage.turn import Scene


def left(scene: Scene, chat: Chat) -> tuple[Chat, tuple[Screen, ...]]:
    """The chat without its open conversation, and what the person must know of it wherever they go from here."""
    return broken_off(scene, chat), _still_stands(scene, chat)


def _still_stands(scene: Scene, chat: Chat) -> tuple[Screen, ...]:
    conversation = chat.conversation
    if conversation is None or conversation.concluded or conversation.floor.urgency < Urgency.URGENT:
        return ()
    flow = scene.library.flows[conversation.flow]
    speaker = speaker_for(scene, chat, stand(scene, conversation, chat).facts)
    return (Screen(Kind.DISPOSITION, level_text(scene, flow, conversation.floor, speaker)),)
