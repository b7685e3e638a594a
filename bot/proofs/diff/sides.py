"""Two aligned versions made ready to be walked side by side: one layout, one set of terms, two plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.proofs.answers import Change, Given, Opened
from bot.proofs.compile import mask, options_of, term_of
from bot.proofs.diff.align import OTHER, Aligned, Side
from bot.proofs.diff.rewriting import each_atom
from bot.proofs.matters import EMPTY, Matters
from bot.proofs.places import Places, places
from bot.proofs.plan import Plan, Standing, plan_of
from bot.proofs.question import Question
from bot.proofs.terms import Place, Terms
from bot.proofs.view import View
from bot.triage.conditions import Condition, Either
from bot.triage.flow import Flow, Option, Rule, Step, Urgency

EXACTLY = View(levels=tuple(map(int, Urgency)), waits=False)

Masks = tuple[int, int]
"""Options as bit masks, of the old version and of the new one."""


@dataclass(frozen=True, eq=False)
class Put:
    """A question as both versions put it."""

    place: Place
    old: Question
    new: Question
    own: Masks  # the options that each has
    carried: Change  # it is answered here, and counts where it is asked later
    ahead: tuple[int, Place] | None = None  # which of the versions asks it only later, and where
    moved: bool = False  # this is where it is asked later
    _given: dict[int, Change] = field(default_factory=dict)

    def given(self, options: int, terms: Terms) -> Change:
        """Just these options of a single choice are chosen."""
        if options not in self._given:
            self._given[options] = Change(terms, Given(self.place, self.own[0] | self.own[1], options))
        return self._given[options]

    def of(self, side: int) -> Question:
        return (self.old, self.new)[side]

    @property
    def differs(self) -> bool:
        """Whether it may be asked, or answered, in another way in each; what rules and `when` say is not looked at."""
        alike = self.old.below == self.new.below and self.own[0] == self.own[1]
        return not alike or self.moved or self.ahead is not None


@dataclass(frozen=True, eq=False)
class Sides:
    """All that is needed to walk both."""

    aligned: Aligned
    layout: Places
    old: Plan
    new: Plan
    puts: tuple[Put, ...]

    @property
    def plans(self) -> tuple[Plan, Plan]:
        return self.old, self.new

    @property
    def matters(self) -> Matters:
        return self.old.matters

    def watcher(self, condition: Condition) -> Standing:
        """Somebody who sees all that is answered, whichever version asked it, and waits for this to hold."""
        late = {late: soon for plan in self.plans for late, soon in plan.places.sooner.items()}
        everything = replace(self.layout, sooner=late)
        watched = term_of(Either(_either(condition, self.aligned)), self.matters.terms, everything)
        return Standing(0, (EMPTY,) * len(self.puts), watched)


def sides(aligned: Aligned, spoken_of: Sequence[Condition] = ()) -> Sides:
    """spoken_of: conditions that will be watched."""
    layout = places(_layout(aligned, spoken_of), aligned.past, EXACTLY)
    matters = Matters(Terms())
    old, new = (plan_of(_placed(side, layout), matters, EXACTLY) for side in aligned.sides)
    ahead = {soon: (index, late) for index, plan in enumerate((old, new)) for late, soon in plan.places.sooner.items()}
    late = {place for _, place in ahead.values()}
    puts = tuple(
        Put(
            place,
            before,
            now,
            _own(aligned, layout, place),
            Change(matters.terms, Opened(place, carried=True)),
            ahead.get(place),
            place in late,
        )
        for place, (before, now) in enumerate(zip(old.questions, new.questions, strict=True))
    )
    return Sides(aligned, layout, old, new, puts)


def _layout(aligned: Aligned, spoken_of: Sequence[Condition]) -> Flow:
    """One flow that asks everything and has every condition of both."""
    flows = [side.flow for side in aligned.sides]
    whens = [step.when for flow in flows for step in flow.steps if step.when is not None]
    conditions = [*whens, *(rule.condition for flow in flows for rule in flow.raising)]
    conditions += [put for condition in spoken_of for put in _either(condition, aligned)]
    rules = tuple(Rule(condition, Urgency.SELF_CARE, ()) for condition in conditions)
    steps = tuple(_bare(step) for step in aligned.old.flow.steps)
    return replace(aligned.old.flow, steps=steps, rules=rules)


def _bare(step: Step) -> Step:
    options = tuple(Option(option.id, ()) for option in step.options)
    return replace(step, when=None, below=None, options=options)


def _placed(side: Side, layout: Places) -> Places:
    all = tuple((side.flow.step(at.id) or at) if isinstance(at, Step) else at for at in layout.all)
    sooner = {layout.of[late]: layout.of[soon] for late, soon in side.later.items()}
    return replace(layout, flow=side.flow, all=all, sooner=sooner)


def _own(aligned: Aligned, layout: Places, place: Place) -> Masks:
    at = layout.all[place]
    known = options_of(at)
    if not isinstance(at, Step):
        return (1 << len(known)) - 1, (1 << len(known)) - 1
    old, new = (mask(side.has(at.id), known) for side in aligned.sides)
    return old, new


def _either(condition: Condition, aligned: Aligned) -> tuple[Condition, Condition]:
    """What it says of the old version's questions, and of the new one's where those are others."""
    late = {id.removesuffix(OTHER): id for side in aligned.sides for id in side.later}
    return _called(condition, late), _called(condition, {**aligned.new.names, **late})


def _called(condition: Condition, names: Mapping[str, str]) -> Condition:
    return each_atom(condition, lambda atom: replace(atom, step=names.get(atom.step, atom.step)))
