"""Screens that are no part of a conversation: the first one, what to do next, topics and medicines to read about."""

from __future__ import annotations

from dataclasses import replace

from bot.triage import buttons, follow_up
from bot.triage.alarm import alarm_screen, unanswered
from bot.triage.chat import Chat, Stage
from bot.triage.dialogue import settle
from bot.triage.library import Named
from bot.triage.questions import name_question, open_step
from bot.triage.screen import Kind, Rows, Screen
from bot.triage.standing import stand
from bot.triage.turn import Scene, Turn
from bot.triage.wording import Speaker, paragraphs, with_sources

NO_FLOW = "-"
IN_ROW = 3  # languages
NEITHER = "-"  # in the place of a class: none of those that a name may have meant


def present(scene: Scene, chat: Chat | None, *, replaces: bool = False, notice: str = "", toast: str = "") -> Turn:
    """What the person is to answer now, after a word on why it stands here again."""
    if chat is None:
        return Turn(None, (*_notices(notice), welcome_screen(scene, NO_FLOW)), toast)
    if alarm := unanswered(scene, chat):
        return Turn(chat, (*_notices(notice), alarm_screen(scene, chat, alarm)), toast)
    if chat.conversation is not None:
        turn = settle(scene, chat, replaces=replaces, notice=notice)
        if turn.screens:
            return replace(turn, toast=toast)
    if chat.check_in is not None and chat.check_in.stage in follow_up.OPEN:
        return Turn(chat, (*_notices(notice), follow_up.invitation_screen(scene, chat)), toast)
    if chat.check_in is not None and chat.check_in.stage is Stage.OFFERED:
        return Turn(chat, (follow_up.offer_screen(scene, chat.check_in, notice),), toast)
    return Turn(chat, (menu_screen(scene, chat, paragraphs(notice, scene.words.idle), replaces=replaces),), toast)


def welcome_screen(scene: Scene, flow: str) -> Screen:
    """What the bot is and is not, the emergency signs, and the question of consent. Nothing is kept yet."""
    words = scene.words
    here = scene.library.language.code
    row = (buttons.consent(words.agree, flow, "agree", here), buttons.consent(words.decline, flow, "decline", here))
    others = language_rows(scene, flow, but=here)
    return Screen(Kind.NOTICE, paragraphs(words.welcome, words.consent_ask), (row, *others))


def language_rows(scene: Scene, flow: str, but: str = "") -> Rows:
    """A button for each language spoken, three a row, by what it is called in itself."""
    spoken = (tongue.language for tongue in scene.library.tongues if tongue.language.code != but)
    listed = [buttons.language(language.name, language.code, flow) for language in spoken]
    return tuple(tuple(listed[first : first + IN_ROW]) for first in range(0, len(listed), IN_ROW))


def menu_screen(scene: Scene, chat: Chat | None, text: str, *, replaces: bool = False) -> Screen:
    """The flows that can be begun. While a check-in is planned, it can be stopped here."""
    speaker = Speaker(scene.library, {})
    flows = [buttons.begin(speaker.say(flow.title), flow.id, chat) for flow in scene.library.listed]
    more = buttons.topic(scene.words.learn_more, "")
    check_in = chat.check_in if chat else None
    stop = follow_up.stop_row(scene, check_in) if check_in and check_in.stage is Stage.WAITING else ()
    return Screen(Kind.QUESTION, text, buttons.column([*flows, more]) + stop, replaces=replaces)


def learn_screen(scene: Scene, chat: Chat | None, id: str, *, replaces: bool) -> Screen:
    """One topic, or the list of topics."""
    topics, speaker = scene.library.topics, Speaker(scene.library, {})
    topic = topics.get(id)
    if topic is None:
        listed = buttons.column(buttons.topic(speaker.say(topic.title), id) for id, topic in topics.items())
        return Screen(Kind.QUESTION, scene.words.learn, listed + return_row(scene, chat), replaces=replaces)
    text = paragraphs(
        f"**{speaker.say(topic.title)}**", with_sources(scene.library, speaker.say(topic.text), topic.sources)
    )
    more = ((buttons.topic(scene.words.learn_more, ""),),)
    return Screen(Kind.QUESTION, text, more + return_row(scene, chat), replaces=replaces)


def medicine_screen(scene: Scene, chat: Chat | None, id: str, *, replaces: bool) -> Screen:
    """One class of medicines, or the list of classes."""
    if id in scene.library.medicines:
        more = ((buttons.medicine(scene.words.medicines_more, ""),),)
        text = medicine_text(scene, id)
        return Screen(Kind.QUESTION, text, more + return_row(scene, chat), replaces=replaces)
    listed = buttons.column(buttons.medicine(kind.label, kind.id) for kind in scene.library.medicines.values())
    text = paragraphs(scene.words.medicine_unknown if id == NEITHER else "", scene.words.medicines)
    return Screen(Kind.QUESTION, text, listed + return_row(scene, chat), replaces=replaces)


def meant_screen(scene: Scene, chat: Chat | None, meant: tuple[Named, ...]) -> Screen:
    """Ask which medicine a typed name stands for, to read about it."""
    rows = [buttons.medicine(named.name, named.option) for named in meant]
    neither = buttons.medicine(scene.words.neither, NEITHER)
    return Screen(
        Kind.QUESTION, name_question(scene, meant), buttons.column([*rows, neither]) + return_row(scene, chat)
    )


def medicine_text(scene: Scene, id: str) -> str:
    kind = scene.library.medicines[id]
    return paragraphs(f"**{kind.label}**", with_sources(scene.library, kind.text, kind.sources))


def return_row(scene: Scene, chat: Chat | None) -> Rows:
    """The way back to what is being asked: a screen that is no part of it takes the place of its buttons."""
    if chat is None or not _is_asked(scene, chat):
        return ()
    return ((buttons.return_to_question(scene.words.to_question),),)


def _is_asked(scene: Scene, chat: Chat) -> bool:
    """Whether something waits for the person's answer: an alarm, a question, an offer or an invitation."""
    conversation, check_in = chat.conversation, chat.check_in
    question = conversation is not None and open_step(stand(scene, conversation, chat)) is not None
    invited = check_in is not None and check_in.stage in (Stage.OFFERED, *follow_up.OPEN)
    return bool(unanswered(scene, chat)) or question or invited


def _notices(text: str) -> tuple[Screen, ...]:
    return (Screen(Kind.NOTICE, text),) if text else ()
