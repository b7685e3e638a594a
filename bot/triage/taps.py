"""Taps: what each button does, by the place that it carries. A button that no longer fits changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.triage import buttons, consent, dialogue, follow_up
from bot.triage.alarm import confirmed
from bot.triage.chat import Chat, Stage
from bot.triage.commands import check, consented, delete
from bot.triage.flow import Step, Urgency
from bot.triage.languages import spoken_in, told_again, translated
from bot.triage.menus import learn_screen, medicine_screen, present, welcome_screen
from bot.triage.questions import open_step
from bot.triage.screen import Kind, Screen
from bot.triage.standing import stand
from bot.triage.turn import Scene, Turn
from bot.triage.walk import Asking

Place = Callable[[Scene, "Chat | None", Sequence[str]], Turn]


def tapped(scene: Scene, chat: Chat | None, data: str) -> Turn:
    """What a button does. Its place says who reads the rest of what it carries."""
    place, *rest = data.split(".")
    if chat is not None and chat.naming_medicines and place != "m":
        chat = replace(chat, naming_medicines=False)
    handler = _PLACES.get(place)
    return handler(scene, chat, rest) if handler else _old(scene, chat)


def _old(scene: Scene, chat: Chat | None, *, replaces: bool = False) -> Turn:
    """A button from another time: nothing changes."""
    return present(scene, chat, replaces=replaces, toast=scene.words.old_button)


def _on_question(scene: Scene, chat: Chat | None, parts: Sequence[str]) -> Turn:
    conversation = chat.conversation if chat else None
    if chat is None or conversation is None or len(parts) != 3:
        return _old(scene, chat)
    id, revision, verb = parts
    if id != conversation.id or revision != str(conversation.revision):
        return _old(scene, chat, replaces=True)
    if verb == "slip":
        emergency = conversation.concluded and conversation.floor.urgency is Urgency.EMERGENCY
        return dialogue.slip(scene, chat) if emergency else _old(scene, chat)
    position = stand(scene, conversation, chat)
    step = open_step(position)
    if step is None:
        return _old(scene, chat)
    if verb == "back" and isinstance(position, Asking):
        return dialogue.back(scene, chat, position)
    return _answer(scene, chat, step, verb) or _old(scene, chat, replaces=True)


def _answer(scene: Scene, chat: Chat, step: Step, verb: str) -> Turn | None:
    """What a button of the open question does; None for one that this question does not have."""
    assert chat.conversation is not None, "a question is open"
    sign, option = verb[:1], verb[1:]
    ticks = chat.conversation.ticks.get(step.id, frozenset())
    if verb == "why" and step.why:
        return dialogue.settle(scene, chat, replaces=True, told_why=True)
    if verb == "neither" and chat.conversation.unsure:
        return dialogue.neither(scene, chat)
    if not step.many:
        return dialogue.give(scene, chat, step, frozenset({option})) if sign == "=" and step.option(option) else None
    if sign in {"+", "-"} and step.option(option):
        return dialogue.tick(scene, chat, step, option, sign == "+")
    if verb == "none" and ticks:  # from a keyboard that was drawn before them
        return present(scene, chat, replaces=True, toast=scene.words.none_with_ticks)
    if verb == "none":
        return dialogue.give(scene, chat, step, frozenset())
    if verb == "done" and ticks:
        return dialogue.give(scene, chat, step, ticks)
    if verb == "done":
        return present(scene, chat, replaces=True, toast=scene.words.done_without_ticks)
    return None


def _on_check_in(scene: Scene, chat: Chat | None, parts: Sequence[str]) -> Turn:
    """Begin, later, never; and the answer to the offer."""
    check_in = chat.check_in if chat else None
    if chat is None or check_in is None or len(parts) != 2 or parts[0] != check_in.id:
        return _old(scene, chat)
    verb = parts[1]
    if check_in.stage is Stage.OFFERED:
        if verb == "accept":
            return follow_up.accept(scene, chat, check_in)
        return follow_up.stop(scene, chat, scene.words.offer_declined) if verb == "decline" else _old(scene, chat)
    if verb == "stop":
        return follow_up.stop(scene, chat, scene.words.writing_stopped)
    if check_in.stage is Stage.BEGUN:
        return _old(scene, chat)
    if verb in follow_up.SNOOZES:
        return follow_up.snooze(scene, chat, check_in, follow_up.SNOOZES[verb])
    flow = scene.library.flows.get(check_in.appointment.flow)
    if verb == "begin" and check_in.stage in follow_up.OPEN and flow is not None and chat.episode is not None:
        return dialogue.begin_check_in(scene, chat, flow, check_in)
    return _old(scene, chat)


def _on_alarm(scene: Scene, chat: Chat | None, parts: Sequence[str]) -> Turn:
    named = parts[0].split("+") if parts else []
    causes = tuple(dict.fromkeys(cause for cause in named if cause in scene.library.cards))
    if len(parts) != 2 or not causes:
        return _old(scene, chat)
    if parts[1] == "happening":
        return confirmed(scene, chat, causes)
    if chat is not None:
        chat = replace(chat, alarm=tuple(cause for cause in chat.alarm if cause not in causes))
    return present(scene, chat, notice=scene.words.carried_on)


def _on_consent(scene: Scene, chat: Chat | None, parts: Sequence[str]) -> Turn:
    """Given, or given anew. Who does not agree to what has changed is asked whether to delete what is kept."""
    if len(parts) not in (2, 3) or (chat is not None and not consent.outdated(scene, chat)):  # 2: names no language yet
        return _old(scene, chat)
    if chat is None:
        scene = spoken_in(scene, *parts[1:-1])
    if parts[-1] == "agree":
        return present(scene, consent.renewed(scene, chat)) if chat else consented(scene, parts[0])
    return delete(scene, chat, "") if chat else Turn(None, (Screen(Kind.NOTICE, scene.words.declined),))


def _on_language(scene: Scene, chat: Chat | None, parts: Sequence[str]) -> Turn:
    """From now on, what is asked is asked in it, and what to do is told in it once more.

    Before consent nothing is kept, so the buttons carry the language.
    """
    if len(parts) != 2 or parts[0] not in scene.library.spoken:
        return _old(scene, chat)
    there = spoken_in(scene, parts[0])
    if chat is None:
        return Turn(None, (welcome_screen(there, parts[1]),))
    chat = translated(scene.library, there.library, chat)
    turn = present(there, chat, notice=there.words.language_chosen)
    return replace(turn, screens=(*told_again(there, chat), *turn.screens))


def _on_begin(scene: Scene, chat: Chat | None, parts: Sequence[str]) -> Turn:
    """Only where no conversation has begun since the button was shown: nobody begins anew by an old button."""
    if chat is not None and parts[1:] != [buttons.present_conversation(chat)]:
        return _old(scene, chat)
    return check(scene, chat, parts[0] if parts else "")


def _on_topic(scene: Scene, chat: Chat | None, parts: Sequence[str]) -> Turn:
    return Turn(chat, (learn_screen(scene, chat, parts[0] if parts else "", replaces=True),))


def _on_medicine(scene: Scene, chat: Chat | None, parts: Sequence[str]) -> Turn:
    return Turn(chat, (medicine_screen(scene, chat, parts[0] if parts else "", replaces=True),))


def _on_delete(scene: Scene, chat: Chat | None, parts: Sequence[str]) -> Turn:
    verb = parts[0] if parts else ""
    if chat is None or verb == "ask":
        return delete(scene, chat, "")
    if verb == "no" or parts[1:] != [chat.deleting]:
        return present(scene, replace(chat, deleting=""), notice=scene.words.delete_kept)
    if verb == "yes":
        return Turn(None, (Screen(Kind.NOTICE, scene.words.deleted),), clears=True)
    return _old(scene, chat)


def _on_return(scene: Scene, chat: Chat | None, parts: Sequence[str]) -> Turn:
    return present(scene, chat)


_PLACES: Mapping[str, Place] = {
    "q": _on_question,
    "c": _on_check_in,
    "a": _on_alarm,
    "y": _on_consent,
    "b": _on_begin,
    "g": _on_language,
    "l": _on_topic,
    "m": _on_medicine,
    "d": _on_delete,
    "r": _on_return,
}
