"""The German safety net: what it notices, and that neither net takes the other's language for an emergency."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bot.triage.safety_net import Alert
from tests.safety_net.labelled import (
    ANY,
    GERMAN_SETS,
    NONE,
    SETS,
    Message,
    Reader,
    both,
    emergencies,
    english,
    german,
    harmless,
    measured,
    messages,
)

SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
LEFT_OUT = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U", "ß": "ss"})

ALL = [message for name in GERMAN_SETS for message in messages(name)]
ENGLISH = [message for name in SETS for message in messages(name)]


@pytest.mark.parametrize("message", emergencies(ALL), ids=lambda message: message.text[:60])
def test_every_german_emergency_is_noticed(message: Message) -> None:
    """The cause that the label names is among the alerts of the two nets."""
    assert message.noticed(both()), both().read(message.text)


@pytest.mark.parametrize("name", GERMAN_SETS)
def test_at_most_one_harmless_german_message_in_ten_alarms(name: str) -> None:
    """So that an alarm is still believed."""
    figures = measured(messages(name), both())
    assert figures.alarmed <= figures.harmless / 10, figures


@pytest.mark.parametrize("message", emergencies(ALL), ids=lambda message: message.text[:60])
def test_umlauts_spelt_out_or_left_out_hide_no_emergency(message: Message) -> None:
    """As on a keyboard without umlauts, or by somebody in haste."""
    for spelling in (_spelt_out(message.text), _left_out(message.text)):
        assert Message(spelling, message.alarm).noticed(both()), spelling


def test_both_nets_know_the_same_causes() -> None:
    """A cause that the English rules can name can be noticed in German, and each is labelled in the German sets."""
    causes = {rule.cause for rule in english().rules}
    assert {rule.cause for rule in german().rules} == causes
    assert {message.alarm for message in ALL} - {ANY, NONE} == causes


def test_ordinary_german_does_not_set_off_the_english_net() -> None:
    """None of the harmless German messages does."""
    assert _alarming(english(), (message.text for message in harmless(ALL))) == {}


def test_ordinary_english_does_not_set_off_the_german_net() -> None:
    """None of the harmless English messages does."""
    assert _alarming(german(), (message.text for message in harmless(ENGLISH))) == {}


@pytest.mark.parametrize(
    "text",
    [
        "ich will die Tabletten nehmen",
        "I will die Tabletten nehmen",
        "i will die tabletten ned nehmen",
        "seit wann die lippe zuckt weiß ich nicht",
        "wann die tabletten nehmen?",
        "ich bin fit",
        "fit bin ich, gehe 30 minuten laufen",
        "Diabetes Typ 1, sonst fit",
        "die hand ist operiert worden",
        "die hand ist wieder locker",
        "das knie ist hart",
        "ich nehme sogar 50 mg",
        "vielen dank für diese app",
        "das half mir nicht, ich hänge am kaffee",
        "kaffee ist gift für die augen",
        "not am mann, bad besetzt, hat also keine eile",
        "der akku ist tot",
        "ich bin arm dran",
        "hand aufs herz",
    ],
)
def test_german_words_that_are_spelt_as_english_ones_alarm_nobody(text: str) -> None:
    """die, fit, worden (wooden), hart (heart), sogar (sugar), dank (drank), diese (diesel) and others."""
    assert both().read(text) == ()


SIGNS = (
    "hängender Mundwinkel",
    "verwaschene Sprache",
    "Lähmung im Arm",
    "Taubheit im Gesicht",
    "Brustschmerzen",
    "Krampfanfälle",
    "Schwellung der Zunge",
    "Atemnot",
    "Suizidgedanken",
)


@pytest.mark.parametrize("sign", SIGNS)
def test_kein_before_a_sign_denies_it(sign: str) -> None:
    """Each alarms, and none does when denied: alone, in a list, and not beyond "aber"."""
    assert german().read(sign)
    assert german().read(f"kein {sign}") == ()
    assert german().read(f"kein Husten, keine Erkältung oder {sign}") == ()
    assert german().read(f"ich habe keine {sign}") == ()
    assert german().read(f"kein Husten aber {sign}")


@pytest.mark.parametrize("sign", ["finde die Worte", "spüre meine Hand", "kann sprechen", "bekomme Luft", "will leben"])
def test_nicht_mehr_is_the_sign_itself(sign: str) -> None:
    """It denies something that healthy people can, wherever the sentence puts it."""
    first, *rest = sign.split()
    assert german().read(f"ich {sign} nicht mehr") or german().read(f"ich {first} nicht mehr {' '.join(rest)}")


@pytest.mark.parametrize(
    "before", ["Hallo. ", "Kein Schmerz. ", "kein schmerz aber ", "Weiß nicht warum, ", "sonst nichts.\n"]
)
def test_what_stands_before_does_not_hide_a_german_emergency(before: str) -> None:
    """A greeting, another sign denied, doubt."""
    assert [text for text in ALARMING if not german().read(before + text)] == []


@pytest.mark.parametrize(
    "after", [" Danke.", "\nhilfe", " 😭", " was soll ich machen", ", jetzt ist es weg", ". Kein Schmerz"]
)
def test_what_stands_after_does_not_hide_a_german_emergency(after: str) -> None:
    """Nor does the sign having cleared."""
    assert [text for text in ALARMING if not german().read(text.rstrip(".!?") + after)] == []


ALARMING = (
    "mein mundwinkel hängt runter",
    "meine mutter kann nicht mehr richtig sprechen",
    "mein linker arm ist taub",
    "krieg keine luft",
    "meine zunge ist geschwollen",
    "hab 30 tabletten geschluckt",
    "ich will nicht mehr leben",
    "mein sohn krampft",
    "er ist bewusstlos",
    "druck auf der brust",
)


def _alarming(net: Reader, texts: Iterable[str]) -> dict[str, tuple[Alert, ...]]:
    return {text: alerts for text in texts if (alerts := net.read(text))}


def _spelt_out(text: str) -> str:
    return text.translate(SPELT_OUT)


def _left_out(text: str) -> str:
    return text.translate(LEFT_OUT)
