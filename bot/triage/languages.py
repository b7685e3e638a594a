"""The language of a chat, and what becomes of the words that it holds where it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.triage.chat import Chat, Conversation, Episode
from bot.triage.flow import Urgency
from bot.triage.follow_up import OPEN
from bot.triage.library import Library
from bot.triage.outcomes import outcome_screens
from bot.triage.screen import Screen
from bot.triage.standing import speaker_for, stand
from bot.triage.turn import Scene
from bot.triage.walk import Concluded, Level, Reason

Retold = Mapping[Reason, Reason]
"""A reason in one language -> the same in another."""


def spoken_in(scene: Scene, tag: str = "") -> Scene:
    """The same moment in this language; as it is where none is named."""
    return replace(scene, library=scene.library.in_language(tag)) if tag else scene


def translated(here: Library, there: Library, chat: Chat) -> Chat:
    """The chat in the language of `there`, which so far was in that of `here`.

    Levels stay. What the flows of today do not say any more stays in the words in which it was told.
    """
    said = dict(_reasons(here, there))
    return replace(
        chat,
        language=there.language.code,
        conversation=chat.conversation and _conversation(here, there, said, chat.conversation),
        episodes=tuple(_episode(said, episode) for episode in chat.episodes),
    )


def told_again(scene: Scene, chat: Chat) -> tuple[Screen, ...]:
    """What the conversation ended in, for somebody who could not read it; () before its end, and once a check-in has
    come, as that asks anew.
    """
    conversation, check_in = chat.conversation, chat.check_in
    if conversation is None or not conversation.concluded or (check_in and check_in.stage in OPEN):
        return ()
    flow, end = scene.library.flows[conversation.flow], stand(scene, conversation, chat)
    if not isinstance(end, Concluded):
        return ()
    return outcome_screens(scene, flow, conversation, end, speaker_for(scene, chat, end.facts))


def _conversation(here: Library, there: Library, said: Retold, conversation: Conversation) -> Conversation:
    known = here.name_questions, there.name_questions
    meant = dict(zip(*known, strict=True)) if len(known[0]) == len(known[1]) else {}  # else two say the same in one
    unsure = tuple(meant.get(choices, choices) for choices in conversation.unsure)
    return replace(conversation, floor=_level(said, conversation.floor), unsure=unsure)


def _episode(said: Retold, episode: Episode) -> Episode:
    return replace(episode, visits=tuple(replace(visit, level=_level(said, visit.level)) for visit in episode.visits))


def _level(said: Retold, level: Level) -> Level:
    return replace(level, reasons=tuple(dict.fromkeys(said.get(reason, reason) for reason in level.reasons)))


def _reasons(here: Library, there: Library) -> Iterator[tuple[Reason, Reason]]:
    """Each that a flow can give, or an emergency told in words."""
    for id, flow in here.flows.items():
        for rule, other in zip(flow.raising, there.flows[id].raising, strict=True):
            for say, its in zip(rule.because, other.because, strict=True):
                reason = Reason(rule.urgency, say.text, rule.sources, rule.cause)
                yield reason, replace(reason, because=its.text)
    for cause, card in here.cards.items():
        for say, its in zip(card.also, there.cards[cause].also, strict=True):
            reason = Reason(Urgency.EMERGENCY, say.text, cause=cause)
            yield reason, replace(reason, because=its.text)
