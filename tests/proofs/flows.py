"""Small random flows with everything that the language has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod

from hypothesis import strategies as st

from bot.triage.conditions import BEFORE, All, Condition, Either, Not, Nothing, Something, Ticked
from bot.triage.flow import Claim, Flow, Option, Rule, Say, Step, Urgency

IDS = "abcde"
OPTIONS = "xyz"
LIMIT = 600  # sets of answers, so that brute force stays quick
SAY = (Say("text"),)
URGENCIES = st.sampled_from((Urgency.ROUTINE, Urgency.URGENT, Urgency.EMERGENCY))


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A flow with up to five questions, and rules and claims over them."""
    shapes = draw(st.lists(st.tuples(st.booleans(), st.integers(1, 3)), min_size=1, max_size=5).filter(_small))
    listed = draw(st.booleans())
    steps = tuple(draw(_step(index, shape, listed)) for index, shape in enumerate(shapes))
    known = {step.id: tuple(option.id for option in step.options) for step in steps}
    condition = conditions(known, not listed)
    told = condition | narrow(known)
    rules = draw(st.lists(st.builds(Rule, condition, URGENCIES, st.just(SAY)), max_size=4))
    marked = tuple(replace(rule, mark=f"rule {index}") for index, rule in enumerate(rules))
    claims = tuple(
        replace(claim, mark=f"claim {index}") for index, claim in enumerate(draw(st.lists(_claims(told), max_size=3)))
    )
    on_card = (Step("card", SAY, (Option("x", SAY),), many=True, on_card=True),) if draw(st.booleans()) else ()
    return Flow("random", "1", SAY, (*steps, *on_card), marked, claims=claims, listed=listed)


def conditions(known: Mapping[str, tuple[str, ...]], past: bool) -> st.SearchStrategy[Condition]:
    """Conditions over these questions, and over what earlier conversations found."""
    keys = [*known] + ([BEFORE + key for key in [*known][:2]] + [BEFORE + "gone"] if past else [])
    atoms = st.sampled_from(keys).flatmap(lambda key: _atom(key, known.get(key.removeprefix(BEFORE), ("p",))))
    if past:
        atoms |= st.sampled_from(
            (
                Ticked(BEFORE + "round", frozenset({"2"})),
                Ticked(BEFORE + "urgency", frozenset({"routine", "urgent"})),
            )
        )
    return st.recursive(atoms, _joined, max_leaves=4)


def narrow(known: Mapping[str, tuple[str, ...]]) -> st.SearchStrategy[Condition]:
    """Conditions that leave little room: at each question nothing, not one option, or just that one."""
    return st.tuples(*(st.sampled_from((*_little_room(id, options), None)) for id, options in known.items())).map(
        lambda parts: All(tuple(part for part in parts if part))
    )


def _little_room(id: str, options: tuple[str, ...]) -> tuple[Condition, ...]:
    one = Ticked(id, frozenset(options[:1]))
    return Nothing(id), Not(Something(id)), one, Not(one), Not(Either((one, Something(id))))


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=0, max_size=3).map(tuple)
    return st.one_of(several.map(All), several.map(Either), parts.map(Not))


@st.composite
def _atom(draw: st.DrawFn, key: str, options: tuple[str, ...]) -> Condition:
    kind = draw(st.integers(0, 5))
    if kind < 2:
        return (Something, Nothing)[kind](key)
    chosen = draw(st.frozensets(st.sampled_from(options), min_size=1))
    return Ticked(key, chosen, draw(st.integers(1, len(chosen))) if kind == 2 else 1)


@st.composite
def _step(draw: st.DrawFn, index: int, shape: tuple[bool, int], listed: bool) -> Step:
    many, size = shape
    id = IDS[index]
    each = draw(st.sampled_from((None, None, None, *Urgency)))
    options = tuple(draw(_option(id, OPTIONS[option], each)) for option in range(size))
    earlier = {IDS[before]: ("x", "y") for before in range(index)}
    when = draw(st.none() | conditions(earlier, not listed)) if earlier else None
    below = draw(st.sampled_from((None, None, None, Urgency.ROUTINE, Urgency.URGENT)))
    carry = draw(st.booleans()) and not listed
    return Step(id, SAY, options, many, when=when, below=below, carry=carry, mark=f"step {id}")


@st.composite
def _option(draw: st.DrawFn, step: str, id: str, each: Urgency | None) -> Option:
    urgency = draw(st.none() | URGENCIES) or each
    rule = Rule(Ticked(step, frozenset({id})), urgency, SAY, mark=f"raise {step}.{id}") if urgency else None
    return Option(id, SAY, rule, mark=f"option {step}.{id}")


def _claims(condition: st.SearchStrategy[Condition]) -> st.SearchStrategy[Claim]:
    urgency = st.sampled_from(tuple(Urgency))
    return st.one_of(
        st.builds(lambda given, level: Claim(given, at_least=level), st.none() | condition, urgency),
        st.builds(lambda given, level: Claim(given, at_most=level), st.none() | condition, urgency),
        st.builds(lambda given, count: Claim(given, questions=count), st.none() | condition, st.integers(0, 4)),
    )


def _small(shapes: list[tuple[bool, int]]) -> bool:
    return prod(2**size if many else size for many, size in shapes) <= LIMIT
