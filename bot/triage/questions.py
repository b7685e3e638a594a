"""A question as the person sees it: progress, warnings, the question, its boxes and the way back."""

from __future__ import annotations

from bot.triage import buttons
from bot.triage.chat import Conversation
from bot.triage.conditions import earlier_facts
from bot.triage.flow import Option, Step, Urgency
from bot.triage.library import Named
from bot.triage.outcomes import gravest
from bot.triage.screen import Button, Kind, Rows, Screen
from bot.triage.turn import Scene
from bot.triage.walk import Asking, Position, walk
from bot.triage.wording import Speaker, paragraphs, reason_line


def question_screen(
    scene: Scene,
    conversation: Conversation,
    position: Position,
    speaker: Speaker,
    *,
    replaces: bool,
    notice: str = "",
    told_why: bool = False,
) -> Screen:
    """Draw the open question of the position. `notice` is said first: why the question stands here again."""
    step = open_step(position)
    assert step is not None, "only a position with an open question is drawn"
    words = scene.words
    text = paragraphs(
        notice,
        words.progress.format(number=position.number, about=position.about)
        if isinstance(position, Asking)
        else words.on_card,
        words.emergency_line if _would_be_emergency(scene, conversation, position, step) else "",
        _earlier(scene, conversation, position),
        f"**{speaker.say(step.text)}**",
        words.why_told.format(why=speaker.say(step.why)) if told_why else "",
        words.type_names if step.lookup else "",
    )
    rows = _rows(scene, conversation, position, step, speaker, told_why)
    return Screen(Kind.QUESTION, text, rows, replaces=replaces)


def did_you_mean_screen(scene: Scene, conversation: Conversation, *, replaces: bool, notice: str = "") -> Screen:
    """Ask which medicine was meant by the first name that is still unsure."""
    meant = [buttons.question(named.name, conversation, f"+{named.option}") for named in conversation.unsure[0]]
    neither = buttons.question(scene.words.neither, conversation, "neither")
    text = paragraphs(notice, name_question(scene, conversation.unsure[0]))
    return Screen(Kind.QUESTION, text, buttons.column([*meant, neither]), replaces=replaces)


def name_question(scene: Scene, meant: tuple[Named, ...]) -> str:
    """How to ask what a name stands for: a name trap has a question of its own."""
    return f"**{scene.library.name_questions.get(meant, scene.words.did_you_mean)}**"


def open_step(position: Position) -> Step | None:
    """The question that is open now: the next one, or one that stands on the emergency card."""
    return position.step if isinstance(position, Asking) else position.on_card


def _would_be_emergency(scene: Scene, conversation: Conversation, position: Position, step: Step) -> bool:
    """Whether the boxes ticked would make it an emergency: then the question says so before Done."""
    ticks = conversation.ticks.get(step.id)
    if not ticks or not isinstance(position, Asking):
        return False
    answers = {**conversation.answers, step.id: ticks}
    flow = scene.library.flows[conversation.flow]
    return walk(flow, answers, earlier_facts(position.facts), conversation.floor).level.urgency is Urgency.EMERGENCY


def _earlier(scene: Scene, conversation: Conversation, position: Position) -> str:
    """After Back: what was said before and still stands, though the answers no longer say it."""
    if not conversation.floor.reasons or not isinstance(position, Asking):
        return ""
    flow = scene.library.flows[conversation.flow]
    now = walk(flow, conversation.answers, earlier_facts(position.facts)).level
    gone = [reason for reason in conversation.floor.reasons if reason not in now.reasons]
    lines = "\n".join(f"- {reason_line(scene.library, reason)}" for reason in gravest(gone))
    return scene.words.earlier.format(reasons=lines) if gone else ""


def _rows(
    scene: Scene, conversation: Conversation, position: Position, step: Step, speaker: Speaker, told_why: bool
) -> Rows:
    words = scene.words
    ticks = conversation.ticks.get(step.id, frozenset())
    rows = [_box(scene, conversation, step, option, speaker, ticks) for option in _shown(step, ticks)]
    if step.many and not ticks:
        # With something ticked there is no "None of these": beside Done, one mis-tap would drop an emergency sign.
        # Nor may it clear the boxes, as then a double tap would clear them and answer. Who means none unticks them.
        rows.append(buttons.question(speaker.say(step.none_label) or words.none, conversation, "none"))
    if step.many:
        rows.append(buttons.question(words.done, conversation, "done"))
    ways = []
    if isinstance(position, Asking) and position.number > 1:
        ways.append(buttons.question(words.back, conversation, "back"))
    if step.why and not told_why:
        ways.append(buttons.question(words.why, conversation, "why"))
    if conversation.concluded:
        ways.append(buttons.question(words.slip, conversation, "slip"))
    return buttons.column(rows) + ((tuple(ways),) if ways else ())


def _shown(step: Step, ticks: frozenset[str]) -> tuple[Option, ...]:
    """The first boxes of a long table, and whatever was ticked by its name."""
    shown = len(step.options) if step.shown is None else step.shown
    return tuple(option for index, option in enumerate(step.options) if index < shown or option.id in ticks)


def _box(
    scene: Scene, conversation: Conversation, step: Step, option: Option, speaker: Speaker, ticks: frozenset[str]
) -> Button:
    label = speaker.say(option.label)
    if not step.many:
        return buttons.question(label, conversation, f"={option.id}")
    ticked = option.id in ticks
    mark = scene.words.ticked if ticked else scene.words.unticked
    return buttons.question(mark.format(label=label), conversation, f"{'-' if ticked else '+'}{option.id}")
