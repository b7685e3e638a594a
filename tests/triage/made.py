"""Made-up content for tests of the core: a small library by hand, and random flows for hypothesis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from bot.triage.conditions import ALWAYS, All, Condition, Either, Not, Nothing, Something, Ticked
from bot.triage.flow import (
    Advice,
    CheckInPlan,
    Disposition,
    Flow,
    Option,
    Rule,
    Say,
    Step,
    Text,
    Urgency,
)
from bot.triage.library import EmergencyCard, Library, LookUp, MedicineClass, Named, Source, Topic
from bot.triage.safety_net import Alert
from bot.triage.words import Words

HOUR, DAY = 3600, 86400


def said(text: str) -> Text:
    return (Say(text),)


def words() -> Words:
    """Every word says its own name and shows what fills it, so that a test can tell which word was said."""
    told: dict[str, Any] = {
        word.name: " ".join((word.name, *(f"{{{name}}}" for name in sorted(word.metadata["with"]))))
        for word in fields(Words)
        if "with" in word.metadata
    }
    return Words(commands={"start": "begin"}, **told)


def option(step: str, id: str, raises: Urgency | None = None, cause: str | None = None) -> Option:
    because = said(f"{step}.{id} raises")
    rule = Rule(Ticked(step, frozenset({id})), raises, because, ("seed",), cause) if raises else None
    return Option(id, said(f"label {id}"), rule)


def dispositions(check_ins: Mapping[Urgency, tuple[CheckInPlan, ...]] | None = None) -> Mapping[Urgency, Disposition]:
    plans = check_ins or {}
    return {
        urgency: Disposition(
            urgency,
            said(f"headline {urgency.word}"),
            said(f"now {urgency.word}"),
            safety_net=said(f"sooner {urgency.word}"),
            check_ins=plans.get(urgency, ()),
        )
        for urgency in Urgency
    }


PLAN = CheckInPlan(timedelta(days=14), "again", rounds=2, nudge=timedelta(days=3))

LIP = Flow(
    "lip",
    "1",
    said("Lip"),
    steps=(
        Step(
            "sudden",
            said("Sudden?"),
            (
                option("sudden", "droop", Urgency.EMERGENCY, "stroke"),
                option("sudden", "numb"),
                option("sudden", "dull"),
            ),
            many=True,
            why=said("because of strokes"),
        ),
        Step(
            "numb_how",
            said("How numb?"),
            (option("numb_how", "old"), option("numb_how", "new", Urgency.URGENT)),
            when=Ticked("sudden", frozenset({"numb"})),
        ),
        Step("background", said("Background?"), (option("background", "surgery"),), many=True, carry=True),
        Step("duration", said("How long?"), (option("duration", "days"), option("duration", "weeks", Urgency.ROUTINE))),
        Step(
            "medicines",
            said("Medicines?"),
            tuple(option("medicines", id) for id in ("pills", "drops", "spray")),
            many=True,
            lookup="medicines",
            shown=1,
        ),
        Step(
            "triggers",
            said("Triggers?"),
            (option("triggers", "coffee"), option("triggers", "stress")),
            many=True,
            below=Urgency.URGENT,
        ),
        Step("insulin", said("Insulin?"), (option("insulin", "yes_insulin"),), many=True, on_card=True),
    ),
    rules=(
        Rule(
            All((Ticked("background", frozenset({"surgery"})), Ticked("sudden", frozenset({"dull"})))),
            Urgency.URGENT,
            said("surgery and dull"),
        ),
    ),
    advice=(
        Advice(
            Ticked("triggers", frozenset({"coffee"})),
            frozenset({Urgency.SELF_CARE, Urgency.ROUTINE}),
            said("drink less"),
        ),
        Advice(Ticked("insulin", frozenset({"yes_insulin"})), frozenset({Urgency.EMERGENCY}), said("take sugar")),
    ),
    dispositions=dispositions({Urgency.SELF_CARE: (PLAN,), Urgency.ROUTINE: (PLAN,)}),
    digest="lip-1",
)

AGAIN = Flow(
    "again",
    "1",
    said("Again"),
    steps=(
        Step("sudden", said("Sudden now?"), (option("sudden", "droop", Urgency.EMERGENCY, "stroke"),), many=True),
        Step("background", said("Background?"), (option("background", "surgery"),), many=True, carry=True),
        Step(
            "course",
            said("How is it? You had ticked {before.triggers}."),
            (option("course", "gone"), option("course", "same"), option("course", "worse", Urgency.ROUTINE)),
        ),
    ),
    dispositions=dispositions(),
    closes=Ticked("course", frozenset({"gone"})),
    listed=False,
    digest="again-1",
)


class Alarmist:
    """A safety net for tests: the word "fire" means a stroke, "smoke" an airway."""

    def read(self, text: str) -> tuple[Alert, ...]:
        causes = {"fire": "stroke", "smoke": "airway"}
        return tuple(Alert(f"{word}_rule", cause) for word, cause in causes.items() if word in text)


def look_up(text: str) -> LookUp:
    """Knows "pills" and "drops"; "dops" may be either of two, "brand" is a name of two; the rest is unknown."""
    known = {"pills": Named("Pills", "pills"), "drops": Named("Drops", "drops")}
    found = tuple(named for name, named in known.items() if name in text)
    meant = {
        "dops": (Named("Drops", "drops"), Named("Spray", "spray")),
        "brand": (Named("Brand A", "drops"), Named("Brand B", "spray")),
    }
    unsure = tuple(means for name, means in meant.items() if name in text)
    return LookUp(found, unsure, 0 if found or unsure else 1)


def card(cause: str) -> EmergencyCard:
    return EmergencyCard(
        cause, said(f"call for {cause}"), said(f"do {cause}"), said(f"say {cause}"), said(f"also {cause}")
    )


def library(*flows: Flow) -> Library:
    return Library(
        flows={flow.id: flow for flow in flows or (LIP, AGAIN)},
        cards={"stroke": card("stroke"), "airway": card("airway")},
        topics={"twitch": Topic("twitch", said("Twitches"), said("All about twitches"))},
        medicines={"pills": MedicineClass("pills", "Pills", "About pills")},
        sources={"seed": Source("seed", "Seed", url="https://example.org/seed")},
        words=words(),
        safety_net=Alarmist(),  # type: ignore[arg-type]
        look_up=look_up,
        name_questions={(Named("Brand A", "drops"), Named("Brand B", "spray")): "which brand"},
    )


# ---- random flows -----------------------------------------------------------------------------------------------

OPTIONS = ("a", "b", "c")
LEVELS = st.sampled_from(Urgency)


def conditions(steps: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    """Conditions on these steps; on none of them, the one that always holds."""
    if not steps:
        return st.just(ALWAYS)
    step = st.sampled_from(steps)
    some = st.sets(st.sampled_from(OPTIONS), min_size=1).map(frozenset)
    leaf: st.SearchStrategy[Condition] = st.one_of(
        st.builds(Ticked, step, some, st.integers(1, 2)), st.builds(Something, step), st.builds(Nothing, step)
    )
    return st.recursive(
        leaf,
        lambda part: st.one_of(
            st.builds(Not, part),
            st.builds(All, st.lists(part, min_size=1, max_size=2).map(tuple)),
            st.builds(Either, st.lists(part, min_size=1, max_size=2).map(tuple)),
        ),
        max_leaves=3,
    )


@st.composite
def random_flows(draw: st.DrawFn, most_steps: int = 5) -> Flow:
    """Any flow that the language allows, emergencies and conditions included."""
    ids = tuple(f"s{index}" for index in range(draw(st.integers(1, most_steps))))
    steps = tuple(draw(_steps(id, ids[:index])) for index, id in enumerate(ids))
    rules = draw(st.lists(st.builds(Rule, conditions(ids), LEVELS, st.just(said("rule"))), max_size=3))
    return Flow("random", "1", said("Random"), steps, tuple(rules), dispositions=dispositions(), digest="r")


@st.composite
def _steps(draw: st.DrawFn, id: str, earlier: tuple[str, ...]) -> Step:
    options = tuple(
        option(id, name, draw(st.none() | LEVELS.filter(bool)), "stroke") for name in OPTIONS[: draw(st.integers(1, 3))]
    )
    return Step(
        id,
        said(f"{id}?"),
        options,
        many=draw(st.booleans()),
        when=draw(st.none() | conditions(earlier)) if earlier else None,
        below=draw(st.none() | st.sampled_from((Urgency.ROUTINE, Urgency.URGENT))),
    )
