"""What was told at one visit: for each subject what was chosen, what was ticked and what was not.

Several questions may speak of one subject: `summary_names` in words.yaml calls them alike. Nothing is said to be denied
that was affirmed elsewhere at the visit, or that was hardly looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.triage.chat import Episode, Visit
from bot.triage.conditions import alternatives, needed, steps_of
from bot.triage.flow import Answers, Flow, Step
from bot.triage.turn import Scene
from bot.triage.wording import Speaker


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one subject, in the labels that the person saw."""

    name: str
    chosen: tuple[str, ...] = ()  # of questions with one answer
    yes: tuple[str, ...] = ()  # boxes ticked
    no: tuple[str, ...] = ()  # boxes shown and not ticked


def told(scene: Scene, episode: Episode, visit: Visit, flow: Flow) -> tuple[Told, ...]:
    """Everything told at the visit, subject by subject, in the order of `summary_names`."""
    facts = {**episode.before(visit.round), **visit.answers}
    flows = tuple(known for each in episode.visits if (known := scene.library.flows.get(each.flow)))
    speaker = Speaker(scene.library, facts, flows)
    answered = [step for step in flow.steps if step.id in visit.answers]
    affirmed = {label for step in answered for label in speaker.labels(step, visit.answers[step.id])}
    doors = _doors(answered, visit.answers)
    return tuple(
        _told(speaker, name, steps, visit.answers, affirmed, doors)
        for name, steps in _subjects(scene, speaker, answered).items()
    )


def not_asked(scene: Scene, visit: Visit, flow: Flow) -> tuple[str, ...]:
    """The subjects that everybody is asked of and this person was not: an emergency came first, or they could wait."""
    if not visit.answers:
        return ()
    skipped = [step for step in flow.steps if not (step.when or step.on_card or (step.carry and visit.round))]
    names = _subjects(scene, Speaker(scene.library, visit.answers), skipped)
    return tuple(name for name, steps in names.items() if not any(step.id in visit.answers for step in steps))


def _subjects(scene: Scene, speaker: Speaker, steps: Iterable[Step]) -> Mapping[str, Sequence[Step]]:
    """Short name -> its questions. A question that has no short name says itself, after all others."""
    names = scene.words.summary_names
    order = {id: index for index, id in enumerate(names)}
    found: dict[str, list[Step]] = {}
    for step in sorted(steps, key=lambda step: order.get(step.id, len(order))):
        found.setdefault(names.get(step.id) or speaker.say(step.text), []).append(step)
    return found


def _told(
    speaker: Speaker,
    name: str,
    steps: Sequence[Step],
    answers: Answers,
    affirmed: Collection[str],
    doors: Collection[tuple[str, str]],
) -> Told:
    """No box is denied where another question of the subject was answered with something: that may say the same."""
    boxes = [step for step in steps if step.many]
    denying = [step for step in boxes if not any(answers[other.id] for other in boxes if other is not step)]
    denied = (label for step in denying for label in _unticked(speaker, step, answers[step.id], doors))
    chosen = [step for step in steps if not step.many or (step.none_label and not answers[step.id])]
    return Told(
        name,
        tuple(
            said
            for step in chosen
            for said in speaker.labels(step, answers[step.id]) or (speaker.say(step.none_label),)
        ),
        tuple(dict.fromkeys(label for step in boxes for label in speaker.labels(step, answers[step.id]))),
        tuple(label for label in denied if label not in affirmed),
    )


def _unticked(
    speaker: Speaker, step: Step, ticked: Collection[str], doors: Collection[tuple[str, str]]
) -> tuple[str, ...]:
    """Those left alone of the boxes that stood there. On an emergency card this says nothing."""
    shown = () if step.on_card else step.options[: step.shown]
    return speaker.labels(
        step, [option.id for option in shown if option.id not in ticked and (step.id, option.id) not in doors]
    )


def _doors(steps: Iterable[Step], answers: Answers) -> frozenset[tuple[str, str]]:
    """Boxes that raise nothing but open another question where something was ticked: it says more than they do."""
    opened = [step.when for step in steps if step.many and step.when and answers[step.id]]
    opening = {
        (at, option)
        for condition in opened
        for part in alternatives(condition)
        for at in steps_of(part)
        for option in needed(part, at) or ()
    }
    raising = {(step.id, option.id) for step in steps for option in step.options if option.raises}
    return frozenset(opening - raising)
