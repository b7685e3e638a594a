"""Golden conversations: answers that a clinician wrote down, walked, against where they should end and what is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.triage.chat import Conversation
from bot.triage.conditions import Facts, holds
from bot.triage.flow import Answers, Flow, GoldenTest, Step, Urgency
from bot.triage.library import Library
from bot.triage.outcomes import outcome_screens
from bot.triage.turn import Scene
from bot.triage.walk import Concluded, carried, walk
from bot.triage.wording import Speaker

MARKUP = str.maketrans("", "", "*_")


@dataclass(frozen=True, slots=True)
class Played:
    """A golden conversation that came to its end: the answers as they were filled up, and all that was said."""

    answers: Answers
    end: Concluded
    said: str


def check(test: GoldenTest, flow: Flow, library: Library) -> tuple[str, ...]:
    """What is wrong, as sentences; () where the conversation ends and speaks as it should."""
    misfits = tuple(_misfits(test, flow))
    return misfits or tuple(_failures(test, flow, play(test, flow, library)))


def play(test: GoldenTest, flow: Flow, library: Library) -> Played:
    """Walk the test's conversation. Its answers must fit the flow."""
    answers = filled(test, flow)
    end = walk(flow, answers, test.before)
    assert isinstance(end, Concluded), "every step has an answer that it accepts"
    return Played(answers, end, said(flow, library, end))


def filled(test: GoldenTest, flow: Flow) -> Answers:
    """The answers named, and for every question besides the harmless one; what stands on the card stays open."""
    harmless_ones = {step.id: harmless(step) for step in flow.steps if not step.on_card}
    return {**harmless_ones, **test.answers}


def harmless(step: Step) -> frozenset[str]:
    """ "None of these"; of a single choice the first option that raises nothing, else the one that raises least."""
    if step.many or not step.options:
        return frozenset()
    least = min(step.options, key=lambda option: option.raises.urgency if option.raises else -1)
    return frozenset({least.id})


def said(flow: Flow, library: Library, end: Concluded) -> str:
    """The words that the person is shown at the end, without their markup, in lower case."""
    screens = outcome_screens(
        Scene(library, now=0, fresh="golden"),
        flow,
        Conversation("golden", flow.id, flow.digest, begun_at=0),
        end,
        Speaker(library, end.facts, tuple(library.flows.values())),
    )
    return plain("\n".join(screen.text for screen in screens))


def plain(text: str) -> str:
    """A text as a phrase is looked for in it: no markup, single spaces, lower case."""
    return " ".join(text.translate(MARKUP).lower().split())


def _misfits(test: GoldenTest, flow: Flow) -> Iterator[str]:
    for key, answer in test.answers.items():
        step = flow.step(key)
        if step is None:
            yield f"answers '{key}', which is no question of {flow.id}"
        elif not step.accepts(answer):
            yield f"answers '{key}' with {_listed(answer)}, which that question cannot be given"


def _failures(test: GoldenTest, flow: Flow, played: Played) -> Iterator[str]:
    level = played.end.level
    if level.urgency is not test.ends:
        yield f"ends {level.urgency.word}, not {test.ends.word}{_because(played.end)}"
    for cause in test.causes:
        if cause not in level.causes:
            yield f"the cause '{cause}' is not found; found: {_listed(level.causes)}"
    for phrase in test.says:
        if plain(phrase) not in played.said:
            yield f"never says: {phrase}"
    for key in test.answers:
        if not _was_asked(flow, key, played.end.facts):
            yield f"answers '{key}', which is never asked"
    for key in test.not_asked:
        if _was_asked(flow, key, played.end.facts) or _is_on_card(flow, key, played.end):
            yield f"asks '{key}', which this person should be spared"


def _was_asked(flow: Flow, key: str, facts: Facts) -> bool:
    step = flow.step(key)
    return step is not None and facts.get(key) is not None and carried(step, facts) is None


def _is_on_card(flow: Flow, key: str, end: Concluded) -> bool:
    """Whether the question stands on the emergency card that is shown, answered or not."""
    step = flow.step(key)
    emergency = end.level.urgency is Urgency.EMERGENCY
    return step is not None and step.on_card and emergency and holds(step.when, end.facts)


def _because(end: Concluded) -> str:
    highest = [reason.because for reason in end.level.reasons if reason.urgency is end.level.urgency]
    return f" ({highest[0]})" if highest else ""


def _listed(ids: frozenset[str] | tuple[str, ...]) -> str:
    return ", ".join(sorted(ids)) or "nothing"
