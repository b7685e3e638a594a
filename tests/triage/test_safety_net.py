"""The safety net by itself, with a few rules: what counts, what does not, and how far a "no" reaches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage.contexts import Context, Grammar
from bot.triage.phrases import Number, OneOf, Part, Pattern, Patterns
from bot.triage.safety_net import Alert, Line, Rule, SafetyNet


def words(*phrases: str) -> OneOf:
    return OneOf(frozenset(tuple(phrase.split()) for phrase in phrases))


def group(*patterns: str | Pattern) -> Patterns:
    """Plain phrases, or patterns."""
    made = (pattern if isinstance(pattern, Pattern) else Pattern((Part(words(pattern)),)) for pattern in patterns)
    return frozenset(made)


def rule(id: str, *groups: Patterns, **parts: object) -> Rule:
    """A rule of one line. It heeds every context of the net below."""
    made = Rule(id, cause=f"cause of {id}", says=(Line(groups),), heeds=frozenset({"denied", "past", "asked"}))
    return replace(made, **parts)  # type: ignore[arg-type]


DROOP = Pattern((Part(words("face", "mouth")), Part(words("drooping", "hanging"), apart=6)))
NO_FEELING = Pattern((Part(words("no feeling", "cant feel")), Part(words("hand", "arm"), apart=6)))
NET = SafetyNet(
    rules=(
        rule("droop", group(DROOP, "droop")),
        rule("numb", group(NO_FEELING, "numb")),
        rule("slur", group("slurring")),
        rule("many", group(Pattern((Part(words("took")), Part(Number(8, 999), apart=2), Part(words("pills")))))),
        rule("hit", group("hit my head"), group("vomiting"), unless=group("long ago")),
        replace(rule("toxic"), says=(Line((group("sertraline"), group("fever")), anywhere=True),)),
    ),
    contexts=(
        Context(
            "denied",
            before=group("no", "not", "never", "isnt"),
            after=group("ruled out", "? $ ^ no"),
            but_not=group("not sure"),
        ),
        Context("past", around=group("years ago"), unless=group("now")),
        Context("asked", before=group("what is")),
    ),
    idioms=group("drooping with boredom"),
    grammar=Grammar(
        small=frozenset({"a", "the", "really"}),
        ends=frozenset({"but", "however"}),
        subjects=frozenset({"i", "my"}),
        begins=frozenset({"it"}),
        carries=frozenset({"in", "or", "think"}),
        joins=frozenset({"and", "or"}),
        listed=group(Pattern((Part(words("arm")), Part(words("numb"))))),
    ),
    by_ear={"nummed": ("numb",)},
    ordinary=frozenset({"slurping"}),
)


def read(text: str) -> list[str]:
    return [alert.rule for alert in NET.read(text)]


def test_an_alert_names_its_rule_and_the_cause() -> None:
    """So that a log needs no text, and a card can be shown."""
    assert NET.read("My mouth is hanging.") == (Alert("droop", "cause of droop"),)


def test_alerts_come_in_the_order_of_the_file() -> None:
    """However the signs are ordered in the message."""
    assert read("slurring, numb, face drooping") == ["droop", "numb", "slur"]


@pytest.mark.parametrize("text", ["", " ", "hello", "my face", "drooping", "?", "\n\n"])
def test_nothing_alarming_is_no_alert(text: str) -> None:
    """A part of a sign is not the sign."""
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "fired"),
    [
        ("no droop", []),
        ("no droop, numb arm or slurring", []),
        ("not slurring and not numb", []),
        ("my face isn't really drooping", []),
        ("I never had the face drooping or hanging", []),
        ("no droop but numb", ["numb"]),
        ("no pain, however slurring", ["slur"]),
        ("no droop. Slurring", ["slur"]),
        ("no droop\nslurring", ["slur"]),
        ("no droop, my arm is numb", ["numb"]),
        ("no droop and my arm is numb", ["numb"]),
        ("not well my face is drooping", ["droop"]),
        ("no droop, arm numb", ["numb"]),
        ("no pain it is numb", ["numb"]),
        ("no droop in my face or numb", []),
        ("i do not think my face is drooping", []),
        ("not sure if slurring", ["slur"]),
    ],
)
def test_a_no_covers_its_own_clause(text: str, fired: list[str]) -> None:
    """It goes on over commas and "or" of a list, and ends where somebody or something else begins."""
    assert read(text) == fired


def test_a_no_does_not_reach_over_a_long_clause() -> None:
    """People leave out the commas; after some words a "no" is forgotten, but not within a list."""
    assert read("no one two three four five six seven eight slurring") == ["slur"]
    assert read("no one two three four or five six seven or eight nine slurring") == []


@pytest.mark.parametrize("text", ["no feeling in my hand", "I can't feel the arm", "cant really feel my hand"])
def test_a_no_may_be_the_sign(text: str) -> None:
    """The words of the pattern itself deny nothing."""
    assert read(text) == ["numb"]


def test_a_no_before_such_a_sign_denies_it() -> None:
    """It is another word than those of the pattern."""
    assert read("not numb, never no feeling in my hand") == []


@pytest.mark.parametrize("text", ["slurring was ruled out", "droop? no", "face drooping ruled out"])
def test_what_is_denied_afterwards_is_denied(text: str) -> None:
    """As in an answered list."""
    assert read(text) == []


def test_long_ago_is_no_alarm_unless_now_is_said_too() -> None:
    """In the same clause; the next clause is another matter."""
    assert read("slurring years ago") == []
    assert read("slurring years ago and now") == ["slur"]
    assert read("slurring years ago. Numb") == ["numb"]


def test_a_question_about_a_word_is_no_alarm() -> None:
    """But what was said before the question is."""
    assert read("what is slurring?") == []
    assert read("slurring, what is it?") == ["slur"]


def test_an_idiom_is_no_alarm_but_does_not_hide_another_sign() -> None:
    """Only its own words are taken out."""
    assert read("my face is drooping with boredom") == []
    assert read("my face is drooping with boredom and numb") == ["numb"]


def test_a_rule_counts_only_where_it_heeds_no_context_that_covers_it() -> None:
    """A wish to die asked about is still a wish to die."""
    careless = replace(NET, rules=(rule("slur", group("slurring"), heeds=frozenset({"past"})),))
    assert [alert.rule for alert in careless.read("what is slurring")] == ["slur"]
    assert careless.read("slurring years ago") == ()


def test_signs_that_belong_together_stand_in_one_sentence() -> None:
    """Or, where the rule says so, anywhere."""
    assert read("I hit my head and am vomiting") == ["hit"]
    assert read("I hit my head. Vomiting.") == []
    assert read("On sertraline. Since friday. Fever.") == ["toxic"]
    assert read("On sertraline. No fever.") == []


def test_unless_speaks_against_a_rule_in_its_sentence() -> None:
    """And only there."""
    assert read("long ago I hit my head vomiting") == []
    assert read("long ago. I hit my head vomiting") == ["hit"]


@pytest.mark.parametrize(
    ("text", "fired"), [("took 20 pills", True), ("took about 12 pills", True), ("took 2 pills", False)]
)
def test_numbers_count(text: str, fired: bool) -> None:
    """Eight or more are too many in this net."""
    assert (read(text) == ["many"]) is fired


@pytest.mark.parametrize(
    "text",
    ["SLURRING", "sluring", "slurrring", "slurringggg", "slrrng", "ＳＬＵＲＲＩＮＧ", "slúrring", "s\u200blurring"],
)
def test_spelling_does_not_hide_a_sign(text: str) -> None:
    """Case, accents, invisible marks, held and missing letters."""
    assert read(text) == ["slur"]


def test_words_known_to_be_others_are_not_corrected() -> None:
    """Slurping is one letter off; a word written by ear is listed."""
    assert read("slurping my tea") == []
    assert read("nummed") == ["numb"]


def test_a_net_without_rules_reads_nothing() -> None:
    """As in tests of other parts."""
    assert SafetyNet().read("my face is drooping") == ()
