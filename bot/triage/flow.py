"""A flow: what a clinician wrote, as values. An ordered list of questions, and what their answers raise and advise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from functools import cached_property

from bot.triage.conditions import Condition, Facts, alternatives, holds, needed, steps_of

Mark = str
"""Where something was written: `flows/lip_twitch.yaml:31:7`."""

Answers = Mapping[str, frozenset[str]]
"""Step id -> options ticked; the empty set is "none of these"."""


class Urgency(IntEnum):
    """The urgency ladder, low to high (clinical brief, "The urgency ladder")."""

    SELF_CARE = 0
    ROUTINE = 1
    URGENT = 2
    EMERGENCY = 3

    @property
    def word(self) -> str:
        """As authors write it: `self_care`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Say:
    """One line of a first-match text: said where its condition holds."""

    text: str
    condition: Condition | None = None
    mark: Mark = field(default="", compare=False)


Text = tuple[Say, ...]
"""A first-match list. Texts are small Markdown: bold, links, lists."""


def pick(text: Text, facts: Facts) -> str:
    """The first line whose condition holds, or "" where none does."""
    return next((say.text for say in text if holds(say.condition, facts)), "")


@dataclass(frozen=True, slots=True)
class Rule:
    """What raises the urgency: a combination of answers, or one option (its condition then is that option)."""

    condition: Condition
    urgency: Urgency
    because: Text
    sources: tuple[str, ...] = ()
    cause: str | None = None  # which emergency card; every rule that raises to emergency names one
    mark: Mark = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be tapped or ticked."""

    id: str
    label: Text
    raises: Rule | None = None
    mark: Mark = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One question."""

    id: str
    text: Text
    options: tuple[Option, ...]
    many: bool = False  # tick boxes with "none of these" and Done; otherwise one option is chosen
    none_label: Text = ()  # the label of "none of these" (many only)
    why: Text = ()
    when: Condition | None = None  # asked only where it holds
    below: Urgency | None = None  # not asked once at this level or above
    on_card: bool = False  # `after: emergency`: optional, asked with the emergency card; never changes the level
    carry: bool = False  # at a check-in, the earlier answer counts as given
    lookup: str | None = None  # a table: names of it may be typed, and tick its classes (which are the options)
    shown: int | None = None  # how many options stand as boxes; the others appear when typed
    mark: Mark = field(default="", compare=False)

    def option(self, id: str) -> Option | None:
        return next((option for option in self.options if option.id == id), None)

    def accepts(self, answer: frozenset[str]) -> bool:
        """Whether the answer is one that this step could have been given."""
        if not self.many and len(answer) != 1:
            return False
        return all(self.option(id) is not None for id in answer)


@dataclass(frozen=True, slots=True)
class Advice:
    """A block of advice, shown at some levels where its condition holds."""

    condition: Condition
    at: frozenset[Urgency]
    text: Text
    sources: tuple[str, ...] = ()
    mark: Mark = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CheckInPlan:
    """A promise to come back: `rounds` times, each `after` the conversation before it has ended."""

    after: timedelta
    flow: str
    rounds: int = 1
    nudge: timedelta | None = None  # one gentle reminder after this much silence
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Disposition:
    """What a person is told at one level. For emergency, the cause's card says it instead."""

    urgency: Urgency
    headline: Text
    now: Text  # what to do now
    calling: Text = ()  # what to say when calling
    safety_net: Text = ()  # what should make them seek help sooner
    check_ins: tuple[CheckInPlan, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that must hold on every path; proven when the flow is loaded."""

    condition: Condition | None = None
    at_least: Urgency | None = None
    at_most: Urgency | None = None
    questions: int | None = None  # no path asks more than this many
    mark: Mark = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A lowered level that somebody answers for: where this holds, the flow may end lower than its last version did."""

    lowered: Condition  # may name what the flow no longer has
    to: Urgency  # and no lower than this
    by: str
    why: str
    date: str  # 2031-02-03
    mark: Mark = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class GoldenTest:
    """A conversation that a clinician wrote down: these answers end there and say this."""

    answers: Answers
    ends: Urgency
    says: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    before: Facts = field(default_factory=dict)
    not_asked: tuple[str, ...] = ()  # questions that this person is spared
    mark: Mark = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One way in which an answer fires a rule. A flow has hundreds; most are ruled out by a look at the answer."""

    rule: Rule
    condition: Condition
    options: frozenset[str] | None  # one of these must be ticked; None: whatever the answer


@dataclass(frozen=True)
class Flow:
    """A whole flow, modules woven in. Step ids are unique; conditions mention earlier steps only."""

    id: str
    version: str
    title: Text
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...] = ()  # combinations; an option's own rule stands with the option
    advice: tuple[Advice, ...] = ()
    dispositions: Mapping[Urgency, Disposition] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    tests: tuple[GoldenTest, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    closes: Condition | None = None  # when this holds at the end of a check-in, the episode is closed
    listed: bool = True  # offered on /check; check-in flows are not
    digest: str = ""  # of everything above, as it was written
    mark: Mark = field(default="", compare=False)

    def step(self, id: str) -> Step | None:
        return self._by_id.get(id)

    @cached_property
    def _by_id(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def raising(self) -> tuple[Rule, ...]:
        """Every rule: the options' own, in question order, then the combinations."""
        own = tuple(option.raises for step in self.steps for option in step.options if option.raises)
        return own + self.rules

    @cached_property
    def triggers_at(self) -> Mapping[str, tuple[Trigger, ...]]:
        """Step id -> what its answer can fire. "" -> what rests on earlier conversations alone."""
        found: dict[str, list[Trigger]] = {}
        for rule in self.raising:
            for condition in alternatives(rule.condition):
                here = {step for step in steps_of(condition) if step in self._by_id}
                for step in here or {""}:
                    found.setdefault(step, []).append(Trigger(rule, condition, needed(condition, step)))
        return {step: tuple(triggers) for step, triggers in found.items()}
