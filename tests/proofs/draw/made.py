"""A flow made by hand for tests of its pictures."""

from __future__ import annotations

from datetime import timedelta

from bot.triage.conditions import All, Condition, Nothing, Ticked
from bot.triage.flow import CheckInPlan, Disposition, Flow, Option, Rule, Say, Step, Text, Urgency


def said(text: str) -> Text:
    return (Say(text),)


def ticked(step: str, *options: str, at_least: int = 1) -> Ticked:
    return Ticked(step, frozenset(options), at_least)


def option(step: str, id: str, label: str, raises: Urgency | None = None, cause: str | None = None) -> Option:
    rule = Rule(ticked(step, id), raises, said(f"because {id}"), cause=cause) if raises else None
    return Option(id, said(label), rule)


def rule(condition: Condition, urgency: Urgency, cause: str | None = None) -> Rule:
    return Rule(condition, urgency, said("because"), cause=cause)


WHO = Step(
    "who", (Say("And you?", ticked("x", "y")), Say("Who?")), (option("who", "me", "Me"), option("who", "kid", "Child"))
)
SIGNS = Step(
    "signs",
    said("Which signs?"),
    (
        option("signs", "droop", "Droop", Urgency.EMERGENCY, "stroke"),
        option("signs", "blank", "Blank spell", Urgency.EMERGENCY, "seizure"),
        option("signs", "weak", "Weak, thin", Urgency.URGENT),
        option("signs", "ache", "Ache"),
        option("signs", "itch", "Itch"),
    ),
    many=True,
    carry=True,
)
LAST = Step(
    "last",
    said("How long?"),
    (option("last", "days", "Days"), option("last", "weeks", "Weeks"), option("last", "years", "Years")),
    when=ticked("signs", "ache"),
    below=Urgency.URGENT,
)
CARD = Step("card", said("Also true?"), (option("card", "pen", "A pen"),), many=True, on_card=True)
TAKEN = Step(
    "taken",
    said("What do you take?"),
    tuple(option("taken", f"m{number}", f"Medicine {number}") for number in range(1, 13)),
    many=True,
    lookup="medicines",
    shown=4,
)
RULES = (
    rule(ticked("taken", "m1"), Urgency.ROUTINE),
    rule(All((ticked("taken", "m2"), ticked("last", "weeks", "years"))), Urgency.URGENT),
    rule(All((ticked("taken", "m3"), ticked("last", "weeks", "years"))), Urgency.URGENT),
    rule(All((ticked("taken", "m4"), ticked("signs", "ache", "itch", at_least=2))), Urgency.EMERGENCY, "low_sugar"),
    rule(All((Nothing("signs"), ticked("who", "kid"))), Urgency.ROUTINE),
)
FLOW = Flow(
    "twitch",
    "3",
    said("Twitching <lip> & “more”"),
    (WHO, SIGNS, CARD, LAST, TAKEN),
    RULES,
    dispositions={
        Urgency.SELF_CARE: Disposition(
            Urgency.SELF_CARE,
            said("Rest."),
            said("Do."),
            check_ins=(CheckInPlan(timedelta(days=2), "again"), CheckInPlan(timedelta(days=14), "again", rounds=2)),
        ),
        Urgency.EMERGENCY: Disposition(Urgency.EMERGENCY, said("Call."), said("Do.")),
    },
    digest="abc123",
)
