"""Consent, asked for again where its words have changed. Until then no new answer is kept; help waits for nobody."""

from __future__ import annotations

from dataclasses import replace

from bot.triage import buttons
from bot.triage.chat import Chat, Consent
from bot.triage.inputs import Commanded, Input, Said, Tapped
from bot.triage.menus import NO_FLOW
from bot.triage.screen import Kind, Screen
from bot.triage.turn import Scene, Turn
from bot.triage.wording import paragraphs

GATED_COMMANDS = frozenset({"start", "check"})
GATED_PLACES = frozenset("qcbr")
WAYS_OUT = frozenset({"stop", "decline"})


def outdated(scene: Scene, chat: Chat) -> bool:
    """Whether what this person agreed to is not what is asked for today."""
    return chat.consent.version != scene.words.consent_version


def given(scene: Scene) -> Consent:
    """The record of an agreement that is given now."""
    return Consent(scene.words.consent_version, scene.now)


def renewed(scene: Scene, chat: Chat) -> Chat:
    return replace(chat, consent=given(scene))


def asked_again(scene: Scene, chat: Chat | None, input: Input) -> Turn | None:
    """The question, in the place of whatever would keep a new answer; None where the input may go its way."""
    if chat is None or not outdated(scene, chat) or not _would_keep(chat, input):
        return None
    words = scene.words
    verbs = {"agree": words.agree_again, "decline": words.decline}
    here = scene.library.language.code
    rows = (tuple(buttons.consent(label, NO_FLOW, verb, here) for verb, label in verbs.items()),)
    text = paragraphs(words.consent_changed, words.consent_ask)
    return Turn(chat, (Screen(Kind.QUESTION, text, rows, replaces=isinstance(input, Tapped)),))


def _would_keep(chat: Chat, input: Input) -> bool:
    match input:
        case Tapped(data):
            place, *rest = data.split(".")
            return place in GATED_PLACES and WAYS_OUT.isdisjoint(rest[-1:])
        case Commanded(name):
            return name in GATED_COMMANDS
        case Said():
            return not chat.naming_medicines
    return True
