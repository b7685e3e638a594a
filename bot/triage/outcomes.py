"""What a person is told at the end: the action first, why, what to do, what to say, and when to seek help sooner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.triage import buttons
from bot.triage.chat import Conversation
from bot.triage.flow import Advice, Disposition, Flow, Urgency
from bot.triage.library import EmergencyCard
from bot.triage.screen import Kind, Rows, Screen, under_last
from bot.triage.turn import Scene
from bot.triage.walk import Concluded, Level, Reason, advice_for
from bot.triage.wording import Speaker, paragraphs, reason_line, with_sources

LONGEST = 900  # characters on one screen: about what a phone shows with little scrolling (issue 3, item 9)
MOST_REASONS = 5


def outcome_screens(
    scene: Scene, flow: Flow, conversation: Conversation, end: Concluded, speaker: Speaker
) -> tuple[Screen, ...]:
    """The disposition, then the advice that these answers call for."""
    disposition = Screen(Kind.DISPOSITION, level_text(scene, flow, end.level, speaker))
    told = (disposition, *advice_screens(scene, advice_for(flow, end), speaker))
    is_last = end.level.urgency is Urgency.EMERGENCY and end.on_card is None
    return under_last(told, slip_row(scene, conversation)) if is_last else told


def slip_row(scene: Scene, conversation: Conversation) -> Rows:
    """The way out of an emergency that was a slip of the finger."""
    return ((buttons.question(scene.words.slip, conversation, "slip"),),)


def level_text(scene: Scene, flow: Flow, level: Level, speaker: Speaker) -> str:
    """What to do at this level, and why: the action first."""
    text = (
        emergency_text(scene, causes_in_order(scene, level.causes), speaker, flow)
        if level.urgency is Urgency.EMERGENCY
        else disposition_text(scene, flow.dispositions[level.urgency], speaker)
    )
    headline, _, rest = text.partition("\n\n")
    return paragraphs(headline, _reasons(scene, level), rest)


def disposition_text(scene: Scene, disposition: Disposition, speaker: Speaker) -> str:
    """A disposition without its reasons; the headline is the first paragraph."""
    words = scene.words
    return paragraphs(
        f"**{speaker.say(disposition.headline)}**",
        _headed(words.now_heading, speaker.say(disposition.now)),
        _headed(words.calling_heading, speaker.say(disposition.calling)),
        _headed(words.safety_net_heading, speaker.say(disposition.safety_net)),
    )


def emergency_text(scene: Scene, causes: Sequence[str], speaker: Speaker, flow: Flow | None = None) -> str:
    """The first cause's card, and one line for each other cause; the headline is the first paragraph."""
    cards = [scene.library.cards[cause] for cause in causes]
    if not cards:
        assert flow is not None, "an alarm always names a cause"
        return disposition_text(scene, flow.dispositions[Urgency.EMERGENCY], speaker)
    return _card_text(scene, cards[0], cards[1:], speaker)


def causes_in_order(scene: Scene, causes: Iterable[str]) -> tuple[str, ...]:
    """Known causes in the order of the cards, the gravest first; a card of several stands for them."""
    found = set(causes)
    for card in scene.library.cards.values():
        if card.of and found.issuperset(card.of):
            found = found - set(card.of) | {card.cause}
    return tuple(cause for cause in scene.library.cards if cause in found)


def advice_screens(scene: Scene, advice: Sequence[Advice], speaker: Speaker) -> tuple[Screen, ...]:
    """The advice on as few screens as hold it, no block cut in two."""
    blocks = [with_sources(scene.library, speaker.say(block.text), block.sources) for block in advice]
    pages: list[str] = []
    for block in dict.fromkeys(filter(None, blocks)):
        if pages and len(pages[-1]) + len(block) < LONGEST:
            pages[-1] = paragraphs(pages[-1], block)
        else:
            pages.append(block)
    headed = [_headed(scene.words.advice_heading, page) if index == 0 else page for index, page in enumerate(pages)]
    return tuple(Screen(Kind.NOTICE, page) for page in headed)


def _card_text(scene: Scene, card: EmergencyCard, others: Sequence[EmergencyCard], speaker: Speaker) -> str:
    also = "\n".join(f"- {speaker.say(other.also)}" for other in others)
    return paragraphs(
        f"**{speaker.say(card.headline)}**",
        speaker.say(card.now),
        also,
        _headed(scene.words.calling_heading, speaker.say(card.calling)),
    )


def gravest(reasons: Iterable[Reason]) -> list[Reason]:
    """The gravest of the reasons, as many as a person will read."""
    return sorted(reasons, key=lambda reason: -reason.urgency)[:MOST_REASONS]


def _reasons(scene: Scene, level: Level) -> str:
    """Why: the reasons that reached this level, then lesser ones.

    In an emergency only its own: nothing that can wait stands beside it.
    """
    lowest = level.urgency if level.urgency is Urgency.EMERGENCY else Urgency.SELF_CARE
    ordered = gravest(reason for reason in level.reasons if reason.urgency >= lowest)
    if not ordered:
        return scene.words.no_reasons
    lines = dict.fromkeys(f"- {reason_line(scene.library, reason)}" for reason in ordered)
    return _headed(scene.words.reasons_heading, "\n".join(lines))


def _headed(heading: str, text: str) -> str:
    return paragraphs(f"**{heading}**", text) if text else ""
