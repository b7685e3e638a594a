"""What Telegram allows, held against each screen in its longest state: one message, its buttons and what they carry.

A screen that is too long would still arrive, in several messages. But then its end is read without its beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from pathlib import PurePosixPath

from bot.telegram.longest import all_ticked_before, at_its_longest
from bot.telegram.markup import TEXT_LIMIT, length, size
from bot.triage.chat import Appointment, Chat, CheckIn, Consent, Conversation, Episode, Stage, Visit
from bot.triage.commands import COMMANDS
from bot.triage.conditions import Facts
from bot.triage.errors import Problem
from bot.triage.flow import Flow, Mark, Rule, Step, Urgency, pick
from bot.triage.follow_up import OPEN, invitation_screen
from bot.triage.library import Language, Library
from bot.triage.menus import learn_screen, medicine_screen
from bot.triage.outcomes import LONGEST, advice_screens, emergency_text, outcome_screens
from bot.triage.questions import question_screen
from bot.triage.screen import Kind, Screen
from bot.triage.turn import Scene
from bot.triage.walk import LOWEST, Asking, Concluded, Level, Reason
from bot.triage.wording import DAY, Speaker, paragraphs

DATA_LIMIT = 64  # bytes that a button carries
MOST_IN_ROW, MOST_BUTTONS = 8, 100
WEEK = 7 * DAY
MANY = 99  # questions; revisions have two digits more
FRESH = "x" * 8  # as long as the ids of conversations

Shown = tuple[Mark, str, Screen]
"""Where it is written, what it is, and the screen."""


def too_long(library: Library) -> tuple[Problem, ...]:
    """Each screen that does not fit, once, in each language spoken."""
    found = {tongue.language: dict.fromkeys(_too_long(at_its_longest(tongue))) for tongue in library.tongues}
    own = found.pop(library.language)
    others = (_said_of(language, problem) for language, problems in found.items() for problem in problems)
    return (*own, *others)


def _too_long(whole: Library) -> Iterator[Problem]:
    """In its own language."""
    for mark, what, screen in (*_flows(whole), *_shared(whole), *_around(whole)):
        yield from _problems(mark, what, screen)
    yield from _long_advice(whole)


def _said_of(language: Language, problem: Problem) -> Problem:
    return replace(problem, message=f"in {language.name}, {problem.message}")


def _problems(mark: Mark, what: str, screen: Screen) -> Iterator[Problem]:
    if (found := length(screen.text)) > TEXT_LIMIT:
        yield Problem.at(mark, f"{what} can have {found} characters: a message has at most {TEXT_LIMIT}")
    for button in (button for row in screen.rows for button in row):
        if (found := len(button.data.encode())) > DATA_LIMIT:
            yield Problem.at(mark, f"{what}: a button carries {found} bytes, at most {DATA_LIMIT} are allowed")
    if (found := max(map(len, screen.rows), default=0)) > MOST_IN_ROW:
        yield Problem.at(mark, f"{what} has {found} buttons in a row: at most {MOST_IN_ROW}")
    if (found := sum(map(len, screen.rows))) > MOST_BUTTONS:
        yield Problem.at(mark, f"{what} can have {found} buttons: at most {MOST_BUTTONS}")


def _flows(library: Library) -> Iterator[Shown]:
    scene, facts = Scene(library, 0, FRESH), all_ticked_before(library)
    for flow in library.flows.values():
        for step in flow.steps:
            yield step.mark, f"the question `{step.id}`", _question(scene, flow, step, facts)
        for level in sorted(flow.dispositions):
            yield flow.mark, f"the outcome `{level.word}`", _outcome(scene, flow, level, facts)


def _question(scene: Scene, flow: Flow, step: Step, facts: Facts) -> Screen:
    """With a notice, the emergency line, what was said before Back, why it is asked, and all boxes ticked."""
    words = scene.words
    notices = (words.welcome_back, words.carried_on, words.not_understood, words.unknown_names, words.unknown_command)
    conversation = Conversation(
        FRESH,
        flow.id,
        flow.digest,
        begun_at=0,
        revision=MANY * 100,
        ticks={step.id: frozenset(option.id for option in step.options)},
        floor=_level(flow, Urgency.URGENT),
        concluded=step.on_card,
    )
    return question_screen(
        scene,
        conversation,
        Concluded(LOWEST, facts, MANY, step) if step.on_card else Asking(step, LOWEST, facts, MANY, MANY),
        Speaker(scene.library, facts, tuple(scene.library.flows.values())),
        replaces=False,
        notice=paragraphs(max(notices, key=size), words.emergency_line),
        told_why=True,
    )


def _outcome(scene: Scene, flow: Flow, level: Urgency, facts: Facts) -> Screen:
    """The disposition with all its parts, and the longest reasons; that of an emergency, for every cause."""
    speaker = Speaker(scene.library, facts, tuple(scene.library.flows.values()))
    conversation = Conversation(FRESH, flow.id, flow.digest, begun_at=0, revision=MANY * 100)
    return outcome_screens(scene, flow, conversation, Concluded(_level(flow, level), facts, MANY), speaker)[0]


def _level(flow: Flow, level: Urgency) -> Level:
    """Reached for every reason that the flow can have, the longest first."""
    rules = sorted(flow.raising, key=lambda rule: -size(pick(rule.because, {})))
    return Level(level, tuple(map(_reason, (rule for rule in rules if rule.urgency <= level))))


def _reason(rule: Rule) -> Reason:
    return Reason(rule.urgency, pick(rule.because, {}), rule.sources, rule.cause)


def _shared(library: Library) -> Iterator[Shown]:
    """The alarm of each cause together with all graver and lesser ones; what can be read about."""
    scene, facts = Scene(library, 0, FRESH), all_ticked_before(library)
    speaker = Speaker(library, facts, tuple(library.flows.values()))
    for index, (cause, card) in enumerate(library.cards.items()):
        causes = tuple(islice(library.cards, index, None))
        told = paragraphs(emergency_text(scene, causes, speaker), scene.words.alarm_ask)
        yield card.mark, f"the card `{cause}`", Screen(Kind.ALARM, told)
    for id, topic in library.topics.items():
        yield topic.mark, f"the topic `{id}`", learn_screen(scene, None, id, replaces=False)
    for id, kind in library.medicines.items():
        yield kind.mark, f"what is told of `{id}`", medicine_screen(scene, None, id, replaces=False)


def _around(library: Library) -> Iterator[Shown]:
    """What stands around conversations: the answers to commands, to a stranger and to somebody; the invitations."""
    scene = Scene(library, 0, FRESH)
    for flow in library.flows.values():
        words = f"{PurePosixPath(flow.mark).parent}/words.yaml:1:1"
        offered = CheckIn(FRESH, Stage.OFFERED, Appointment(flow.id, after=WEEK, nudge=WEEK), round=1)
        visits = (Visit(flow.id, 0, 0, {}, LOWEST),)
        somebody = Chat(Consent("", 0), 0, episodes=(Episode(FRESH, visits),), check_in=offered)
        for chat, (name, answer) in product((None, somebody), COMMANDS.items()):
            yield from ((words, f"the answer to /{name}", screen) for screen in answer(scene, chat, "").screens)
        for stage in OPEN:
            invited = replace(somebody, check_in=replace(offered, stage=stage))
            yield words, f"the check-in that is {stage}", invitation_screen(scene, invited)


def _long_advice(library: Library) -> Iterator[Problem]:
    """Blocks that are longer than a screen of advice, which is no more than a phone shows."""
    scene, speaker = (
        Scene(library, 0, FRESH),
        Speaker(library, all_ticked_before(library), tuple(library.flows.values())),
    )
    for flow in library.flows.values():
        for advice in flow.advice:
            for screen in advice_screens(scene, [advice], speaker):
                if (found := length(screen.text)) > LONGEST:
                    yield Problem.at(advice.mark, f"this advice has {found} characters: a screen of it holds {LONGEST}")
