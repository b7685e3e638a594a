"""The alarm: an emergency told in words. Answered at once, in every state; once confirmed, it stands on record."""

from __future__ import annotations

from dataclasses import replace

from bot.triage import buttons
from bot.triage.chat import Chat, Conversation, Episode, Visit
from bot.triage.conditions import Facts
from bot.triage.dialogue import card_question
from bot.triage.flow import Urgency
from bot.triage.outcomes import causes_in_order, emergency_text, slip_row
from bot.triage.record import closed, filed
from bot.triage.screen import Kind, Rows, Screen
from bot.triage.standing import speaker_for, stand
from bot.triage.turn import Scene, Turn
from bot.triage.walk import LOWEST, Concluded, Level, Reason
from bot.triage.wording import Speaker, paragraphs


def alarmed(scene: Scene, chat: Chat | None, text: str) -> Turn | None:
    """The emergency at once, and two buttons; None where the text tells of none. No place in a conversation is lost.

    An alarm that was not answered yet is asked about once more with the new one, which heads the card.
    """
    read = (alert for tongue in scene.library.tongues for alert in tongue.safety_net.read(text))
    alerts = tuple(dict.fromkeys(read))
    if not alerts:
        return None
    new = causes_in_order(scene, (alert.cause for alert in alerts))
    causes = tuple(dict.fromkeys((*new, *unanswered(scene, chat))))
    if chat is not None:
        chat = replace(chat, alarm=causes[: buttons.MOST_CAUSES], alarmed_at=scene.now)
    return Turn(chat, (alarm_screen(scene, chat, causes),), alerts=tuple(alert.rule for alert in alerts))


def alarm_screen(scene: Scene, chat: Chat | None, causes: tuple[str, ...]) -> Screen:
    """The emergency, and whether it is one."""
    words = scene.words
    told = paragraphs(emergency_text(scene, causes, _speaker(scene, chat)), f"**{words.alarm_ask}**")
    verbs = {"happening": words.happening, "carry_on": words.carry_on}
    rows = buttons.column(buttons.alarm(label, causes, verb) for verb, label in verbs.items())
    return Screen(Kind.ALARM, told, rows)


def unanswered(scene: Scene, chat: Chat | None) -> tuple[str, ...]:
    """The causes of an alarm that waits for its answer, the newest first."""
    return tuple(cause for cause in chat.alarm if cause in scene.library.cards) if chat is not None else ()


def confirmed(scene: Scene, chat: Chat | None, causes: tuple[str, ...]) -> Turn:
    """It is happening: what to do stands in the chat, and no cheerful check-in follows."""
    told = Screen(Kind.NOTICE, _confirmation(scene, chat, causes[0]))
    if chat is None:
        return Turn(None, (told,))
    asked = bool(chat.alarm)
    chat = replace(chat, check_in=None, alarm=())
    conversation = chat.conversation
    if conversation is not None and not conversation.concluded:
        return _ended(scene, chat, conversation, causes, told)
    if asked or not _known(chat, causes):
        chat = _in_words(scene, chat, causes)
    return Turn(chat, (replace(told, rows=_slip_row(scene, chat)),))


def _confirmation(scene: Scene, chat: Chat | None, cause: str) -> str:
    return _speaker(scene, chat).say(scene.library.cards[cause].confirmed) or scene.words.alarm_confirmed


def _ended(scene: Scene, chat: Chat, conversation: Conversation, causes: tuple[str, ...], told: Screen) -> Turn:
    """The open conversation ends as this emergency, with what may be asked beside its card."""
    level = _raised(scene, conversation.floor, causes, _speaker(scene, chat))
    conversation = replace(conversation, floor=level)
    chat = replace(chat, conversation=conversation)
    end = stand(scene, conversation, chat)
    assert isinstance(end, Concluded), "an emergency ends the questions"
    chat = closed(scene, filed(scene, chat, end))
    asked = card_question(scene, chat, end)
    return Turn(chat, (told, *asked) if asked else (replace(told, rows=slip_row(scene, conversation)),))


def _in_words(scene: Scene, chat: Chat, causes: tuple[str, ...]) -> Chat:
    """Where no conversation is open, the words are a visit of their own. Nothing more is asked: it has no answers."""
    level = _raised(scene, LOWEST, causes, _speaker(scene, chat))
    last = chat.episodes[-1] if chat.episodes else Episode(scene.fresh)
    flow, round = (last.visits[-1].flow, last.visits[-1].round) if last.visits else ("", 0)
    ended = replace(last, visits=(*last.visits, Visit(flow, scene.now, round, {}, level)))
    return closed(scene, replace(chat, episodes=(*chat.episodes[:-1], ended)))


def _known(chat: Chat, causes: tuple[str, ...]) -> bool:
    """Whether the last visit says so already: a double tap is no second emergency."""
    return bool(chat.episodes) and set(causes) <= set(chat.episodes[-1].visits[-1].level.causes)


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


def _slip_row(scene: Scene, chat: Chat) -> Rows:
    """The way out of an emergency that ended a conversation."""
    conversation = chat.conversation
    ended = conversation is not None and conversation.floor.urgency is Urgency.EMERGENCY
    return slip_row(scene, conversation) if conversation is not None and ended else ()
