"""A conversation moves: begin, tick, answer, go back, conclude. Every move is a new value of the chat."""

from __future__ import annotations

from dataclasses import replace

from bot.triage import follow_up
from bot.triage.chat import Chat, CheckIn, Conversation
from bot.triage.flow import Flow, Step, Urgency
from bot.triage.leaving import left
from bot.triage.library import LookUp
from bot.triage.outcomes import advice_screens, outcome_screens, slip_row
from bot.triage.questions import did_you_mean_screen, open_step, question_screen
from bot.triage.record import broken_off, filed
from bot.triage.screen import Kind, Screen, under_last
from bot.triage.standing import before, speaker_for, stand
from bot.triage.turn import Scene, Turn
from bot.triage.walk import Asking, Concluded, advice_for, carried, walk

Answer = frozenset[str]


def begin(scene: Scene, chat: Chat, flow: Flow, *, check_in: CheckIn | None = None) -> Turn:
    """A new conversation. Without `check_in` it is a first assessment and replaces any check-in still to come.

    Whoever leaves something urgent for it is told so first.
    """
    chat, still = left(scene, chat)
    round = check_in.round if check_in else 0
    conversation = Conversation(scene.fresh, flow.id, flow.digest, begun_at=scene.now, round=round)
    chat = replace(chat, conversation=conversation, check_in=check_in, naming_medicines=False)
    turn = settle(scene, chat, replaces=False)
    return replace(turn, screens=(*still, *turn.screens))


def begin_check_in(scene: Scene, chat: Chat, flow: Flow, check_in: CheckIn) -> Turn:
    """The person answers a check-in. One that they broke off days ago is asked anew, red flags first: what they ticked
    there stays ticked until they say otherwise, and the level that it reached stands.
    """
    begun, conversation = follow_up.begun(scene, check_in), chat.conversation
    if conversation is None or conversation.concluded or conversation.round != check_in.round:
        return begin(scene, chat, flow, check_in=begun)
    ticks = {**conversation.answers, **conversation.ticks}
    revision = conversation.revision + 1
    anew = replace(conversation, begun_at=scene.now, revision=revision, answers={}, ticks=ticks, unsure=())
    chat = replace(chat, conversation=anew, check_in=begun)
    return settle(scene, chat, replaces=False, notice=scene.words.welcome_back)


def settle(scene: Scene, chat: Chat, *, replaces: bool, notice: str = "", told_why: bool = False) -> Turn:
    """Show the question that is open now, or conclude where nothing is left to ask."""
    conversation = _conversation(chat)
    position = stand(scene, conversation, chat)
    conversation = replace(conversation, floor=position.level)
    chat = replace(chat, conversation=conversation)
    if isinstance(position, Concluded) and not conversation.concluded:
        return _conclude(scene, chat, position)
    if conversation.unsure:
        return Turn(chat, (did_you_mean_screen(scene, conversation, replaces=replaces, notice=notice),))
    if open_step(position) is None:
        return Turn(chat)
    speaker = speaker_for(scene, chat, position.facts)
    screen = question_screen(
        scene, conversation, position, speaker, replaces=replaces, notice=notice, told_why=told_why
    )
    return Turn(chat, (screen,))


def refreshed(scene: Scene, chat: Chat) -> Chat:
    """The chat on today's flows. Where a flow changed under a conversation, older buttons no longer fit.

    One that has ended asks nothing more on a changed flow. Only an emergency does, on its card.
    """
    conversation = chat.conversation
    if conversation is None:
        return chat
    flow = scene.library.flows.get(conversation.flow)
    if flow is None:
        return replace(broken_off(scene, chat), conversation=None)
    if flow.digest == conversation.digest:
        return chat
    if conversation.concluded:
        return chat if conversation.floor.urgency is Urgency.EMERGENCY else replace(chat, conversation=None)
    renewed = replace(conversation, digest=flow.digest, revision=conversation.revision + 1, ticks={}, unsure=())
    return replace(chat, conversation=renewed)


def give(scene: Scene, chat: Chat, step: Step, answer: Answer) -> Turn:
    """An answer is given, and may end the questions."""
    conversation = _conversation(chat)
    ticks = {id: ticked for id, ticked in conversation.ticks.items() if id != step.id}
    answered = replace(
        conversation,
        answers={**conversation.answers, step.id: answer},
        ticks=ticks,
        unsure=(),
        revision=conversation.revision + 1,
    )
    chat = replace(chat, conversation=answered)
    return _answered_on_card(scene, chat, step) if conversation.concluded else settle(scene, chat, replaces=True)


def tick(scene: Scene, chat: Chat, step: Step, option: str, ticked: bool) -> Turn:
    """A box is set to a state: doing it twice changes nothing more."""
    conversation = _conversation(chat)
    present = conversation.ticks.get(step.id, frozenset())
    ticks = present | {option} if ticked else present - {option}
    unsure = conversation.unsure
    if unsure and any(named.option == option for named in unsure[0]):
        unsure = unsure[1:]
    set_ = replace(conversation, ticks={**conversation.ticks, step.id: ticks}, unsure=unsure)
    return settle(scene, replace(chat, conversation=set_), replaces=True)


def name(scene: Scene, chat: Chat, step: Step, found: LookUp) -> Turn:
    """Typed names: what was understood is ticked, what was nearly understood is asked about."""
    conversation = _conversation(chat)
    known = {named.option for named in found.found if step.option(named.option)}
    unsure = tuple(choices for choices in found.unsure if all(step.option(named.option) for named in choices))
    ticks = conversation.ticks.get(step.id, frozenset()) | known
    named = replace(conversation, ticks={**conversation.ticks, step.id: ticks}, unsure=unsure)
    notice = "" if (known or unsure) and not found.unknown else scene.words.unknown_names
    return settle(scene, replace(chat, conversation=named), replaces=False, notice=notice)


def neither(scene: Scene, chat: Chat) -> Turn:
    """None of the medicines that might have been meant."""
    conversation = _conversation(chat)
    # A revision on, as a double tap would else settle the next name too.
    settled = replace(conversation, unsure=conversation.unsure[1:], revision=conversation.revision + 1)
    return settle(scene, replace(chat, conversation=settled), replaces=True, notice=scene.words.unknown_names)


def back(scene: Scene, chat: Chat, position: Asking) -> Turn:
    """Look at the question before again. Its ticks are kept; the level that it reached stays."""
    conversation = _conversation(chat)
    last = _last_answered(scene.library.flows[conversation.flow], conversation, position)
    if last is None:
        return settle(scene, chat, replaces=True)
    answers = dict(conversation.answers)
    ticks = {**conversation.ticks, last.id: answers.pop(last.id)}
    reopened = replace(conversation, answers=answers, ticks=ticks, unsure=(), revision=conversation.revision + 1)
    return settle(scene, replace(chat, conversation=reopened), replaces=True)


def slip(scene: Scene, chat: Chat) -> Turn:
    """An emergency was a slip of the finger: a new episode from the first question; the old one stays on record."""
    flow = scene.library.flows.get(chat.episodes[-1].visits[0].flow) if chat.episodes else None
    return begin(scene, chat, flow) if flow else Turn(chat)


def card_question(scene: Scene, chat: Chat, end: Concluded, notice: str = "") -> tuple[Screen, ...]:
    """What may still be asked beside the emergency card, if there is something."""
    if end.on_card is None:
        return ()
    speaker = speaker_for(scene, chat, end.facts)
    return (question_screen(scene, _conversation(chat), end, speaker, replaces=False, notice=notice),)


def _conclude(scene: Scene, chat: Chat, end: Concluded) -> Turn:
    flow = scene.library.flows[_conversation(chat).flow]
    chat = filed(scene, chat, end)
    told = outcome_screens(scene, flow, _conversation(chat), end, speaker_for(scene, chat, end.facts))
    chat, follow_ups = follow_up.after_conclusion(scene, chat, flow, end)
    return Turn(chat, (*told, *card_question(scene, chat, end), *follow_ups))


def _answered_on_card(scene: Scene, chat: Chat, step: Step) -> Turn:
    """What the answer adds to the advice; then the next question on the card, if there is one."""
    conversation = _conversation(chat)
    flow = scene.library.flows[conversation.flow]
    end = stand(scene, conversation, chat)
    assert isinstance(end, Concluded), "a card has questions only after the end"
    answers = {id: answer for id, answer in conversation.answers.items() if id != step.id}
    told = advice_for(flow, _concluded(flow, answers, conversation, chat))
    more = [advice for advice in advice_for(flow, end) if advice not in told]
    screens = advice_screens(scene, more, speaker_for(scene, chat, end.facts))
    chat = filed(scene, chat, end)
    thanks = "" if screens else scene.words.card_thanks
    if end.on_card is not None:
        return Turn(chat, (*screens, *card_question(scene, chat, end, thanks)))
    return Turn(chat, under_last(screens or (Screen(Kind.NOTICE, thanks),), slip_row(scene, conversation)))


def _concluded(flow: Flow, answers: dict[str, Answer], conversation: Conversation, chat: Chat) -> Concluded:
    end = walk(flow, answers, before(conversation, chat), conversation.floor)
    assert isinstance(end, Concluded), "the floor is an emergency"
    return end


def _last_answered(flow: Flow, conversation: Conversation, position: Asking) -> Step | None:
    """The question answered last on the way here; what an earlier conversation carried over was not asked."""
    facts = position.facts
    passed = flow.steps[: flow.steps.index(position.step)]
    answered = (step for step in passed if step.id in conversation.answers and facts.get(step.id) is not None)
    return next((step for step in reversed(tuple(answered)) if carried(step, facts) is None), None)


def _conversation(chat: Chat) -> Conversation:
    assert chat.conversation is not None, "only a chat in conversation comes here"
    return chat.conversation
