"""The heart: one input to one chat makes one turn. No I/O, no clock, no randomness; it never raises.

A person's text is read for emergencies before anything else, in every state and before consent too.
A button that no longer fits changes nothing and shows what is to be answered now.
"""

from __future__ import annotations

from dataclasses import replace

from bot.triage import consent, dialogue, follow_up, retention
from bot.triage.alarm import alarmed
from bot.triage.chat import Chat, Seconds
from bot.triage.commands import COMMANDS, exported, medicine_named
from bot.triage.flow import Step
from bot.triage.inputs import (
    Act,
    Beside,
    CheckInDue,
    CheckInSent,
    Commanded,
    Elsewhere,
    Expired,
    Forwarded,
    Input,
    Left,
    Said,
    Tapped,
    Unreadable,
)
from bot.triage.library import Library
from bot.triage.menus import present
from bot.triage.questions import open_step
from bot.triage.screen import Kind, Screen
from bot.triage.standing import stand
from bot.triage.taps import tapped
from bot.triage.turn import Scene, Turn

__all__ = ["Turn", "advance"]


def advance(library: Library, chat: Chat | None, input: Input, now: Seconds, fresh: str, language: str = "") -> Turn:
    """What comes of an input. `fresh` is a new random token, for a conversation or check-in that this input begins.

    language: the IETF tag of the person's own, as far as it is known; it counts until they have chosen one here.
    """
    scene = Scene(library.in_language(chat.language if chat else language), now, fresh)
    match input:
        case Elsewhere():
            return Turn(chat, (Screen(Kind.NOTICE, scene.words.group),))
        case Left():
            chat = dialogue.refreshed(scene, chat) if chat else None
            return replace(follow_up.stop(scene, chat, ""), screens=()) if chat else Turn(None, clears=True)
        case CheckInDue():
            return follow_up.due(scene, chat) if chat else Turn(None)
        case CheckInSent():
            return follow_up.sent(scene, chat) if chat else Turn(None)
        case Expired():
            return retention.expired(scene, chat, input) if chat else Turn(None)
        case Beside():
            return exported(scene, chat, input) if chat else Turn(None)
        case _:
            return _by_person(scene, _here(scene, chat), input)


def _by_person(scene: Scene, chat: Chat | None, input: Act) -> Turn:
    """An emergency first, then consent, then what the person meant."""
    match input:
        case Tapped(data):
            return consent.asked_again(scene, chat, input) or tapped(scene, chat, data)
        case Commanded(name, argument):
            alarm = alarmed(scene, chat, argument if name in COMMANDS else f"{name} {argument}")
            return alarm or consent.asked_again(scene, chat, input) or _commanded(scene, chat, name, argument)
        case Said(text):
            return alarmed(scene, chat, text) or consent.asked_again(scene, chat, input) or _said(scene, chat, text)
        case Forwarded(text):
            asked = alarmed(scene, chat, text) or consent.asked_again(scene, chat, input)
            return asked or present(scene, chat, notice=scene.words.not_understood)
        case Unreadable():
            asked = consent.asked_again(scene, chat, input)
            return asked or present(scene, chat, notice=scene.words.unreadable)


def _here(scene: Scene, chat: Chat | None) -> Chat | None:
    """The chat of a person who is here now, on today's flows."""
    return dialogue.refreshed(scene, replace(chat, active_at=scene.now)) if chat else None


def _commanded(scene: Scene, chat: Chat | None, name: str, argument: str) -> Turn:
    handler = COMMANDS.get(name)
    if handler is None:
        return present(scene, chat, notice=scene.words.unknown_command)
    if chat is not None and chat.naming_medicines:
        chat = replace(chat, naming_medicines=False)
    return handler(scene, chat, argument)


def _said(scene: Scene, chat: Chat | None, text: str) -> Turn:
    """Text: names of medicines where they are asked for; otherwise one helpful sentence and the question again."""
    if chat is None:
        found = scene.library.look_up(text)  # before consent, /medicines cannot be remembered
        named = found.found or found.unsure
        return medicine_named(scene, None, text) if named else present(scene, None, notice=scene.words.not_understood)
    if chat.naming_medicines:
        return medicine_named(scene, chat, text)
    step = _open_step(scene, chat)
    if step is not None and step.lookup:
        return dialogue.name(scene, chat, step, scene.library.look_up(text))
    return present(scene, chat, notice=scene.words.not_understood)


def _open_step(scene: Scene, chat: Chat) -> Step | None:
    conversation = chat.conversation
    return open_step(stand(scene, conversation, chat)) if conversation else None
