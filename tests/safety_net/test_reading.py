"""The shipped rules, on what anybody may write."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.load import load, packaged_flows
from bot.triage.spelling import Spelling
from tests.safety_net.labelled import SETS, emergencies, messages, shipped

LABELLED = [message.text for name in SETS for message in messages(name)]
ALARMING = [message.text for name in SETS if name != "phrases" for message in emergencies(messages(name))]

texts = st.sampled_from(LABELLED)
anything = st.text(max_size=4096) | st.lists(st.sampled_from(sorted(shipped().words)), max_size=600).map(" ".join)
relaxed = settings(deadline=None, max_examples=60)


@relaxed
@given(anything)
def test_any_text_may_be_read(text: str) -> None:
    """Whatever it is, the answer is alerts of the rules, in their order, each once."""
    order = [rule.id for rule in shipped().rules]
    fired = [alert.rule for alert in shipped().read(text)]
    assert fired == sorted(set(fired), key=order.index)


@pytest.mark.parametrize(
    "piece", ["no fit ", "my face & arm droop, ", "?!. ", "a", "\ud800", "ﷺ", "1,", "''", "\n", "took 20 "]
)
def test_a_message_as_long_as_telegram_allows_is_read(piece: str) -> None:
    """Also one without any sense."""
    shipped().read((piece * 4096)[:4096])


@relaxed
@given(texts)
def test_reading_is_the_same_each_time(text: str) -> None:
    """Also for rules that were loaded anew."""
    assert shipped().read(text) == shipped().read(text) == _loaded_anew.read(text)


_loaded_anew = load(packaged_flows()).safety_net


@relaxed
@given(texts, st.sampled_from([str.upper, str.title, str.swapcase]))
def test_case_does_not_matter(text: str, change: Callable[[str], str]) -> None:
    """Shouting is read as speaking."""
    assert shipped().read(change(text)) == shipped().read(text)


@relaxed
@given(texts, st.sampled_from(["  ", "\t", "   "]))
def test_the_width_of_a_space_does_not_matter(text: str, space: str) -> None:
    """A new line is another matter: it ends what a "no" covers."""
    assert shipped().read(space + text.replace(" ", space) + space) == shipped().read(text)


@relaxed
@given(texts, st.sampled_from(["", "’", "`", "‘"]))
def test_apostrophes_do_not_matter(text: str, apostrophe: str) -> None:
    """cant, can't and can’t are one word."""
    assert shipped().read(text.replace("'", apostrophe)) == shipped().read(text)


@pytest.mark.parametrize("before", ["Hello. ", "No pain. ", "no pain but ", "I don't know why, ", "nothing else.\n"])
def test_what_stands_before_does_not_hide_an_emergency(before: str) -> None:
    """A greeting, another sign denied, doubt."""
    assert [text for text in ALARMING if not shipped().read(before + text)] == []


@pytest.mark.parametrize(
    "after",
    [" Thanks.", "\nhelp me", " 😭", " what should i do", ", it has gone now", ". No pain", " sorry for my english"],
)
def test_what_stands_after_does_not_hide_an_emergency(after: str) -> None:
    """Nor does the sign having cleared."""
    assert [text for text in ALARMING if not shipped().read(text.rstrip(".!?") + after)] == []


SIGNS = (
    "drooping face",
    "slurred speech",
    "weakness in my arm",
    "numbness of my face",
    "chest pain",
    "seizures",
    "swelling of my tongue",
    "trouble breathing",
    "suicidal thoughts",
    "overdose",
)


@pytest.mark.parametrize("sign", SIGNS)
def test_no_before_a_sign_denies_it(sign: str) -> None:
    """Each alarms, and none does when denied: alone, in a list, and not beyond "but"."""
    assert shipped().read(sign)
    assert shipped().read(f"no {sign}") == ()
    assert shipped().read(f"no cough, cold or {sign}") == ()
    assert shipped().read(f"I have not had any {sign}") == ()
    assert shipped().read(f"no cough but {sign}")


@pytest.mark.parametrize(
    "sign", ["can't find my words", "couldn't feel my hand", "can't breathe", "don't want to live"]
)
def test_a_negation_that_is_the_sign_alarms(sign: str) -> None:
    """It denies something that healthy people can."""
    assert shipped().read(f"I {sign}")


@pytest.mark.parametrize(
    "text", ["hes not breathing", "my baby stopped breathing", "not breathing", "she isn't breathing and is blue"]
)
def test_whoever_does_not_breathe_is_resuscitated_first(text: str) -> None:
    """The card that leads is the one with CPR, before that of a blocked airway."""
    causes = {alert.cause for alert in shipped().read(text)}
    assert next(cause for cause in load(packaged_flows()).cards if cause in causes) == "collapse"


@pytest.mark.parametrize("text", ["I'm not breathing well", "my breathing is noisy", "I can't breathe"])
def test_whoever_writes_about_their_own_breath_is_not_resuscitated(text: str) -> None:
    """They are awake: the card is that of the airway alone."""
    assert {alert.cause for alert in shipped().read(text)} == {"airway"}


@pytest.mark.parametrize(
    "said", ["{}", "{} 50 mg", "I take {}", "took {} this morning", "my doctor put me on {} and my lip twitches"]
)
def test_the_name_of_a_medicine_is_no_alarm(said: str) -> None:
    """Each name of the table, typed at the question or told in a plain sentence."""
    table = yaml.safe_load(packaged_flows().joinpath("medicines.yaml").read_text(encoding="utf-8"))
    names = [name for group in _lists_of_names(table) for name in group]
    assert len(names) > 500
    assert [name for name in names if shipped().read(said.format(name))] == []


def _lists_of_names(table: object) -> Iterator[list[str]]:
    """Every list under `names`, wherever it stands."""
    parts = table.values() if isinstance(table, dict) else table if isinstance(table, list) else ()
    for part in parts:
        yield from _lists_of_names(part)
    if isinstance(table, dict) and isinstance(table.get("names"), list):
        yield table["names"]


def test_no_common_word_is_taken_for_a_misspelling() -> None:
    """If this fails, list the words under `ordinary` in flows/safety_net.yaml."""
    spelling = Spelling(shipped().words, shipped().by_ear, shipped().ordinary)
    easy = files("textstat").joinpath("resources/en/easy_words.txt").read_text(encoding="utf-8").split()
    common = {word for word in easy if set(word) <= set(string.ascii_lowercase)}
    unknown = common - shipped().words - shipped().by_ear.keys()
    assert {word: meant for word in unknown if (meant := spelling.read(word))} == {}
