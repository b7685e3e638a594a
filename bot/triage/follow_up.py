"""Check-ins: offered after a disposition, planned on a yes, due, snoozed, nudged once, and let go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.triage import buttons
from bot.triage.chat import Appointment, Chat, CheckIn, Conversation, Seconds, Stage
from bot.triage.conditions import Facts, holds
from bot.triage.flow import CheckInPlan, Flow, Urgency
from bot.triage.leaving import left
from bot.triage.record import closed
from bot.triage.screen import Kind, Rows, Screen
from bot.triage.turn import Scene, Turn
from bot.triage.walk import Concluded
from bot.triage.wording import DAY, HOUR, Speaker, paragraphs, since, until

SNOOZES = {"tomorrow": DAY, "three_days": 3 * DAY, "one_week": 7 * DAY}
QUIET = HOUR  # a due check-in waits while a conversation was active within this time
OPEN = (Stage.INVITED, Stage.NUDGED)


def after_conclusion(scene: Scene, chat: Chat, flow: Flow, end: Concluded) -> tuple[Chat, tuple[Screen, ...]]:
    """What a conclusion does to the check-ins: the first is offered, the next one planned, or the episode is closed."""
    conversation = chat.conversation
    assert conversation is not None, "only a conversation concludes"
    if end.level.urgency is Urgency.EMERGENCY:
        return closed(scene, replace(chat, check_in=None)), ()
    stopped = conversation.round > 0 and (chat.check_in is None or chat.episode is None)
    queue = () if stopped else _queue(flow, end, chat.check_in if conversation.round else None)
    if not queue:
        return _closed(scene, chat, conversation)
    coming = CheckIn(scene.fresh, Stage.OFFERED, queue[0], conversation.round + 1, later=queue[1:])
    if conversation.round == 0:
        chat = replace(chat, check_in=coming)
        return chat, (offer_screen(scene, coming),)
    due = replace(coming, stage=Stage.WAITING, due_at=scene.now + coming.appointment.after)
    return replace(chat, check_in=due), (_next_screen(scene, due),)


def due(scene: Scene, chat: Chat) -> Turn:
    """The clock says that a check-in or a nudge is due. Not (or no longer) so: nothing happens."""
    check_in = chat.check_in
    if check_in is None or check_in.due_at is None or check_in.due_at > scene.now:
        return Turn(chat)
    conversation = chat.conversation
    busy = conversation is not None and not conversation.concluded
    if busy and scene.now - chat.active_at < QUIET:
        return Turn(replace(chat, check_in=replace(check_in, due_at=chat.active_at + QUIET)))
    if check_in.appointment.flow not in scene.library.flows or chat.episode is None:
        return Turn(closed(scene, replace(chat, check_in=None)))
    stage = Stage.INVITED if check_in.stage is Stage.WAITING else Stage.NUDGED
    chat = replace(chat, check_in=replace(check_in, stage=stage, due_at=None, invited_at=scene.now))
    return Turn(chat, (invitation_screen(scene, chat),))


def sent(scene: Scene, chat: Chat) -> Turn:
    """The invitation has reached the person: after enough silence, one nudge."""
    check_in = chat.check_in
    if check_in is None or check_in.stage is not Stage.INVITED or check_in.appointment.nudge is None:
        return Turn(chat)
    return Turn(replace(chat, check_in=replace(check_in, due_at=scene.now + check_in.appointment.nudge)))


def begun(scene: Scene, check_in: CheckIn) -> CheckIn:
    """The person is answering. Who breaks off is nudged once, as who never began."""
    nudge = check_in.appointment.nudge if check_in.stage is Stage.INVITED else None
    return replace(check_in, stage=Stage.BEGUN, due_at=scene.now + nudge if nudge else None)


def accept(scene: Scene, chat: Chat, check_in: CheckIn) -> Turn:
    """The person wants the bot to write."""
    planned = replace(check_in, stage=Stage.WAITING, due_at=scene.now + check_in.appointment.after)
    return Turn(replace(chat, check_in=planned), (_next_screen(scene, planned),))


def snooze(scene: Scene, chat: Chat, check_in: CheckIn, length: Seconds) -> Turn:
    """Write later instead."""
    later = replace(check_in, stage=Stage.WAITING, due_at=scene.now + length)
    text = scene.words.snoozed.format(when=until(scene.words, length))
    return Turn(replace(chat, check_in=later), (Screen(Kind.NOTICE, text, stop_row(scene, later)),))


def stop(scene: Scene, chat: Chat, text: str) -> Turn:
    """The bot will not write again by itself, and a check-in that was begun is let go."""
    still: tuple[Screen, ...] = ()
    if chat.conversation is not None and chat.conversation.round:
        chat, still = left(scene, chat)
    return Turn(closed(scene, replace(chat, check_in=None)), (*still, Screen(Kind.NOTICE, text)), clears=True)


def offer_screen(scene: Scene, check_in: CheckIn, notice: str = "") -> Screen:
    words = scene.words
    when = until(words, check_in.appointment.after)
    rows = (
        (buttons.check_in(words.offer_yes, check_in, "accept"), buttons.check_in(words.offer_no, check_in, "decline")),
    )
    return Screen(Kind.QUESTION, "\n\n".join(filter(None, (notice, words.offer.format(when=when)))), rows)


def invitation_screen(scene: Scene, chat: Chat) -> Screen:
    """The bot writes first. No word of what was ticked: this may light up on a locked phone."""
    words, check_in, episode = scene.words, chat.check_in, chat.episodes[-1]
    assert check_in is not None, "there is an invitation only to a check-in"
    said = words.nudge if check_in.stage is Stage.NUDGED else words.greeting
    first = episode.visits[0]
    flow = scene.library.flows.get(first.flow)
    title = Speaker(scene.library, {}).say(flow.title) if flow else ""
    text = said.format(ago=since(words, scene.now - episode.visits[-1].at), title=title)
    nudge = check_in.appointment.nudge if check_in.stage is Stage.INVITED else None
    if nudge:
        text = paragraphs(text, words.nudge_to_come.format(when=until(words, nudge)))
    begin = buttons.check_in(words.begin_check_in, check_in, "begin")
    return Screen(Kind.CHECK_IN, text, ((begin,), *change_rows(scene, check_in)))


def change_rows(scene: Scene, check_in: CheckIn) -> Rows:
    """Later, or never: each in one tap."""
    words = scene.words
    labels = {"tomorrow": words.tomorrow, "three_days": words.three_days, "one_week": words.one_week}
    snoozes = tuple(buttons.check_in(label, check_in, verb) for verb, label in labels.items())
    return (snoozes, *stop_row(scene, check_in))


def stop_row(scene: Scene, check_in: CheckIn) -> Rows:
    return ((buttons.check_in(scene.words.stop_writing, check_in, "stop"),),)


def with_delay(flow: Flow, after: timedelta) -> Flow:
    """The flow with every check-in after this time: for trials."""
    dispositions = {
        level: replace(said, check_ins=tuple(replace(plan, after=after) for plan in said.check_ins))
        for level, said in flow.dispositions.items()
    }
    return replace(flow, dispositions=dispositions)


def _queue(flow: Flow, end: Concluded, ended: CheckIn | None) -> tuple[Appointment, ...]:
    """The appointments to come: a check-in's own plans, or else those that stood after it."""
    if ended is not None and flow.closes is not None and holds(flow.closes, end.facts):
        return ()
    plans = flow.dispositions[end.level.urgency].check_ins
    if ended is not None and not plans:
        return ended.later
    return _appointments(plans, end.facts)


def _appointments(plans: tuple[CheckInPlan, ...], facts: Facts) -> tuple[Appointment, ...]:
    return tuple(
        Appointment(plan.flow, int(plan.after.total_seconds()), int(plan.nudge.total_seconds()) if plan.nudge else None)
        for plan in plans
        if holds(plan.condition, facts)
        for _ in range(plan.rounds)
    )


def _next_screen(scene: Scene, check_in: CheckIn) -> Screen:
    words = scene.words
    text = words.next_check_in.format(when=until(words, check_in.appointment.after))
    return Screen(Kind.NOTICE, text, stop_row(scene, check_in))


def _closed(scene: Scene, chat: Chat, conversation: Conversation) -> tuple[Chat, tuple[Screen, ...]]:
    """Nothing more is planned. After a check-in that is said, with the offer to delete."""
    chat = closed(scene, replace(chat, check_in=None))
    if conversation.round == 0:
        return chat, ()
    rows = ((buttons.delete(scene.words.delete_yes, "ask"),),)
    return chat, (Screen(Kind.NOTICE, scene.words.closed, rows),)
