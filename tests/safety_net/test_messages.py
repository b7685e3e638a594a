"""Every emergency of the labelled messages is noticed, and few harmless ones alarm."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.content.load import load, packaged_flows
from tests.safety_net.labelled import (
    ANY,
    NONE,
    SETS,
    Message,
    emergencies,
    harmless,
    measured,
    messages,
    parts,
    shipped,
)

ALL = [message for name in SETS for message in messages(name)]


@pytest.mark.parametrize("message", emergencies(ALL), ids=lambda message: message.text[:60])
def test_every_emergency_is_noticed(message: Message) -> None:
    """The cause that the label names is among the alerts."""
    assert message.noticed(shipped()), shipped().read(message.text)


@pytest.mark.parametrize("part", parts())
def test_at_most_one_harmless_message_in_ten_alarms(part: str) -> None:
    """So that an alarm is still believed."""
    figures = measured(parts()[part])
    assert figures.alarmed <= figures.harmless / 10, figures


def test_the_first_set_is_large_and_half_of_it_is_harmless() -> None:
    """At least 300 messages, about half of them harmless, none twice."""
    some = messages(SETS[0])
    assert len(some) >= 300
    assert 0.4 < len(harmless(some)) / len(some) < 0.6
    assert [text for text, times in Counter(message.text for message in ALL).items() if times > 1] == []


def test_every_card_has_its_messages() -> None:
    """Each cause that a rule can name is labelled somewhere, and each label is a card."""
    library = load(packaged_flows())
    labels = {message.alarm for message in ALL} - {ANY, NONE}
    assert labels <= library.cards.keys()
    assert {rule.cause for rule in shipped().rules} == labels
