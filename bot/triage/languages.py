"""The language of a chat, and what becomes of an open conversation where it changes."""

from __future__ import annotations

from dataclasses import replace

from bot.triage.chat import Chat, Conversation
from bot.triage.standing import before
from bot.triage.turn import Scene
from bot.triage.walk import LOWEST, Level, walk


def spoken_in(scene: Scene, tag: str = "") -> Scene:
    """The same moment in this language; as it is where none is named."""
    return replace(scene, library=scene.library.in_language(tag)) if tag else scene


def translated(here: Scene, there: Scene, chat: Chat) -> Chat:
    """The chat in the language of `there`, which so far was in that of `here`."""
    conversation = chat.conversation
    if conversation is not None:
        conversation = replace(conversation, floor=_floor(here, there, chat, conversation))
    return replace(chat, language=there.library.language.code, conversation=conversation)


def _floor(here: Scene, there: Scene, chat: Chat, conversation: Conversation) -> Level:
    """As high as it was. Reasons of answers that stand are said anew; those of answers taken back stay as they were."""
    old, new = (_reached(scene, chat, conversation) for scene in (here, there))
    gone = tuple(reason for reason in conversation.floor.reasons if reason not in old.reasons)
    return new.joined(Level(conversation.floor.urgency, gone))


def _reached(scene: Scene, chat: Chat, conversation: Conversation) -> Level:
    """By the answers that stand, without those that were taken back."""
    flow = scene.library.flows[conversation.flow]
    return walk(flow, conversation.answers, before(conversation, chat), LOWEST).level
