"""The commands of Telegram's menu. Each is one small function from a chat to a turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.triage import buttons, consent, follow_up
from bot.triage.chat import Chat, Stage
from bot.triage.dialogue import begin
from bot.triage.export import export_document
from bot.triage.flow import Flow
from bot.triage.inputs import Beside
from bot.triage.leaving import left
from bot.triage.menus import (
    NO_FLOW,
    language_rows,
    learn_screen,
    meant_screen,
    medicine_screen,
    medicine_text,
    menu_screen,
    present,
    return_row,
    welcome_screen,
)
from bot.triage.screen import Kind, Screen, under_last
from bot.triage.summary import summary_screens
from bot.triage.turn import Scene, Turn
from bot.triage.wording import paragraphs, until

Handler = Callable[[Scene, Chat | None, str], Turn]


def start(scene: Scene, chat: Chat | None, payload: str) -> Turn:
    """The first screen; or, to somebody known, where they are. The payload of a deep link may name a flow; a link that
    is tapped once more by chance ends no conversation and no check-in."""
    flow = _listed(scene, payload)
    if chat is None:
        return Turn(None, (welcome_screen(scene, flow.id if flow else NO_FLOW),))
    is_open = chat.conversation is not None and not chat.conversation.concluded
    if flow and not is_open and not _is_planned(chat):
        return begin(scene, chat, flow)
    return present(scene, chat, notice=scene.words.welcome_back)


def check(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    """Begin anew: the flow named, the only one, or the one chosen from a list. That a check-in ends by it is said."""
    flow = _listed(scene, argument) or _only(scene)
    if chat is None:
        return Turn(None, (welcome_screen(scene, flow.id if flow else NO_FLOW),))
    if flow is None:
        return Turn(chat, (menu_screen(scene, chat, scene.words.choose_flow),))
    told = (Screen(Kind.NOTICE, scene.words.check_in_replaced),) if _is_planned(chat) else ()
    turn = begin(scene, chat, flow)
    return replace(turn, screens=(*told, *turn.screens))


def consented(scene: Scene, flow_id: str) -> Turn:
    """The person agrees: from here on something is kept. The first question follows at once."""
    chat = Chat(consent.given(scene), active_at=scene.now, language=scene.library.language.code)
    flow = _listed(scene, flow_id) or _only(scene)
    return begin(scene, chat, flow) if flow else Turn(chat, (menu_screen(scene, chat, scene.words.choose_flow),))


def learn(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    return Turn(chat, (learn_screen(scene, chat, argument, replaces=False),))


def medicines(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    """About a medicine: by name, here or in the next message, or from the list."""
    if argument:
        return medicine_named(scene, chat, argument)
    if chat is not None:
        chat = replace(chat, naming_medicines=True)
    return Turn(chat, (medicine_screen(scene, chat, "", replaces=False),))


def medicine_named(scene: Scene, chat: Chat | None, text: str) -> Turn:
    """What is known of the medicines typed; for an unclear name, a choice."""
    found = scene.library.look_up(text)
    known = dict.fromkeys(named.option for named in found.found)
    told = [Screen(Kind.NOTICE, medicine_text(scene, id)) for id in known if id in scene.library.medicines]
    told.extend(meant_screen(scene, chat, choices) for choices in found.unsure)
    if found.unknown or not told:
        told.append(Screen(Kind.NOTICE, scene.words.medicine_unknown))
    return Turn(chat, under_last(told, return_row(scene, chat)))


def red_flags(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    return _notice(scene, chat, scene.words.red_flags)


def help_(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    """What the bot can do, and whether a clinician has signed what it says."""
    words, signed = scene.words, scene.library.signed
    told = words.signed.format(name=signed.name, date=signed.date) if signed else words.not_signed
    return _notice(scene, chat, paragraphs(words.help, told))


def privacy(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    return _notice(scene, chat, scene.words.privacy)


def status(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    """When the bot will next write, with change and cancel."""
    words, check_in = scene.words, chat.check_in if chat else None
    if chat is None or check_in is None:
        return _notice(scene, chat, words.status_none)
    if check_in.stage is Stage.OFFERED:
        return Turn(chat, (follow_up.offer_screen(scene, check_in),))
    if check_in.stage is Stage.BEGUN:
        rows = return_row(scene, chat) + follow_up.stop_row(scene, check_in)
        return Turn(chat, (Screen(Kind.NOTICE, words.status_open, rows),))
    rows = follow_up.change_rows(scene, check_in)
    if check_in.stage is Stage.WAITING and check_in.due_at is not None:
        text = words.status_due.format(when=until(words, max(0, check_in.due_at - scene.now)))
        return Turn(chat, (Screen(Kind.NOTICE, text, rows),))
    begin_row = ((buttons.check_in(words.begin_check_in, check_in, "begin"),),)
    return Turn(chat, (Screen(Kind.NOTICE, words.status_open, begin_row + rows),))


def summary(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    if chat is None:
        return _notice(scene, chat, scene.words.nothing_kept)
    return Turn(chat, under_last(summary_screens(scene, chat), return_row(scene, chat)))


def export(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    return Turn(chat, exports=True) if chat else _notice(scene, chat, scene.words.nothing_kept)


def exported(scene: Scene, chat: Chat, beside: Beside) -> Turn:
    """The copy, now that all is known that is kept."""
    document = export_document(chat, beside)
    return Turn(chat, (Screen(Kind.DOCUMENT, scene.words.export, return_row(scene, chat), document=document),))


def delete(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    """Ask once, as it cannot be undone."""
    words = scene.words
    if chat is None:
        return Turn(None, (Screen(Kind.NOTICE, words.nothing_kept),), clears=True)
    request = scene.fresh
    row = (buttons.delete(words.delete_yes, "yes", request), buttons.delete(words.delete_no, "no", request))
    return Turn(replace(chat, deleting=request), (Screen(Kind.QUESTION, words.delete_ask, (row,)),))


def stop(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    """No check-in will come, and what was being asked is dropped. What is on record stays until /delete."""
    if chat is None:
        return Turn(None, (Screen(Kind.NOTICE, scene.words.stopped_unknown),), clears=True)
    chat, still = left(scene, chat)
    asked_nothing = replace(chat, conversation=None, naming_medicines=False, alarm=())
    turn = follow_up.stop(scene, asked_nothing, scene.words.stopped)
    return replace(turn, screens=(*still, *turn.screens))


def language(scene: Scene, chat: Chat | None, argument: str) -> Turn:
    """Those that the bot speaks."""
    rows = language_rows(scene, NO_FLOW) + return_row(scene, chat)
    return Turn(chat, (Screen(Kind.QUESTION, scene.words.language, rows),))


COMMANDS: Mapping[str, Handler] = {
    "start": start,
    "check": check,
    "learn": learn,
    "medicines": medicines,
    "redflags": red_flags,
    "status": status,
    "language": language,
    "summary": summary,
    "privacy": privacy,
    "export": export,
    "delete": delete,
    "stop": stop,
    "help": help_,
}


def _notice(scene: Scene, chat: Chat | None, text: str) -> Turn:
    return Turn(chat, (Screen(Kind.NOTICE, text, return_row(scene, chat)),))


def _is_planned(chat: Chat) -> bool:
    """Whether the person has agreed to a check-in that has not ended."""
    return chat.check_in is not None and chat.check_in.stage is not Stage.OFFERED


def _listed(scene: Scene, id: str) -> Flow | None:
    flow = scene.library.flows.get(id)
    return flow if flow is not None and flow.listed else None


def _only(scene: Scene) -> Flow | None:
    listed = scene.library.listed
    return listed[0] if len(listed) == 1 else None
