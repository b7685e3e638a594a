"""The alarm: an emergency told in words. Answered at once, in every state; once confirmed, it stands on record."""

from __future__ import annotations

from dataclasses import replace

from bot.triage import buttons
from bot.triage.chat import Chat, Episode, Visit
from bot.triage.conditions import Facts
from bot.triage.dialogue import filed, speaker_for, stand
from bot.triage.flow import Urgency
from bot.triage.outcomes import causes_in_order, emergency_text
from bot.triage.screen import Button, Kind, Screen
from bot.triage.turn import Scene, Turn
from bot.triage.walk import LOWEST, Concluded, Level, Reason
from bot.triage.wording import Speaker, paragraphs


def alarmed(scene: Scene, chat: Chat | None, text: str) -> Turn | None:
    """The emergency at once, and two buttons; None where the text tells of none. No place in a conversation is lost."""
    alerts = scene.library.safety_net.read(text)
    if not alerts:
        return None
    words = scene.words
    causes = causes_in_order(scene, (alert.cause for alert in alerts))
    told = paragraphs(emergency_text(scene, causes, _speaker(scene, chat)), f"**{words.alarm_ask}**")
    rows = (
        (buttons.alarm(words.happening, causes, "happening"),),
        (buttons.alarm(words.carry_on, causes, "carry_on"),),
    )
    return Turn(chat, (Screen(Kind.ALARM, told, rows),), alerts=tuple(alert.rule for alert in alerts))


def confirmed(scene: Scene, chat: Chat | None, causes: tuple[str, ...]) -> Turn:
    """It is happening: what to do stands in the chat, and no cheerful check-in follows."""
    speaker = _speaker(scene, chat)
    told = speaker.say(scene.library.cards[causes[0]].confirmed) or scene.words.alarm_confirmed
    if chat is None:
        return Turn(None, (Screen(Kind.NOTICE, told),))
    chat = _on_record(scene, replace(chat, check_in=None), causes, speaker)
    return Turn(chat, (Screen(Kind.NOTICE, told, _slip_row(scene, chat)),))


def _on_record(scene: Scene, chat: Chat, causes: tuple[str, ...], speaker: Speaker) -> Chat:
    """The open conversation ends as this emergency; where none is open, the words are a visit of their own."""
    conversation = chat.conversation
    is_open = conversation is not None and not conversation.concluded
    level = _raised(scene, conversation.floor if conversation and is_open else LOWEST, causes, speaker)
    if conversation is not None and is_open:
        chat = replace(chat, conversation=replace(conversation, floor=level))
        end = stand(scene, replace(conversation, floor=level), chat)
        assert isinstance(end, Concluded), "an emergency ends the questions"
        return filed(scene, chat, end)
    last = chat.episodes[-1] if chat.episodes else Episode(scene.fresh)
    flow, round = (last.visits[-1].flow, last.visits[-1].round) if last.visits else ("", 0)
    visit = Visit(flow, scene.now, round, {}, level)
    ended = replace(last, visits=(*last.visits, visit), closed=True, closed_at=scene.now)
    return replace(chat, episodes=(*chat.episodes[:-1], ended))


def _raised(scene: Scene, level: Level, causes: tuple[str, ...], speaker: Speaker) -> Level:
    for cause in causes:
        because = speaker.say(scene.library.cards[cause].also)
        level = level.raised(Reason(Urgency.EMERGENCY, because, cause=cause))
    return level


def _speaker(scene: Scene, chat: Chat | None) -> Speaker:
    """Says the card to whoever the conversation is with: about themselves, or about somebody they look after."""
    if chat is None:
        return Speaker(scene.library, {})
    return speaker_for(scene, chat, _facts(scene, chat))


def _facts(scene: Scene, chat: Chat) -> Facts:
    if chat.conversation is not None:
        return stand(scene, chat.conversation, chat).facts
    return chat.episodes[-1].visits[-1].answers if chat.episodes else {}


def _slip_row(scene: Scene, chat: Chat) -> tuple[tuple[Button, ...], ...]:
    """The way out of an emergency that ended a conversation."""
    conversation = chat.conversation
    if conversation is None or conversation.floor.urgency is not Urgency.EMERGENCY:
        return ()
    return ((buttons.question(scene.words.slip, conversation, "slip"),),)
