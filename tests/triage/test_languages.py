"""The language of a chat: taken from the person's app, chosen, changed in the middle; the level is the same in all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.chat import Chat
from bot.triage.commands import COMMANDS
from bot.triage.conversation import advance
from bot.triage.flow import Say
from bot.triage.inputs import Commanded, Said, Tapped
from bot.triage.library import Library, MedicineClass, speaking
from bot.triage.turn import Turn
from bot.triage.words import Words
from tests.content.pseudo import CODE, shipped

NOW = 1_700_000_000


def starts(language: str = "", library: Library | None = None) -> Turn:
    return advance(library or shipped(), None, Commanded("start", "lip_twitch"), NOW, "fresh", language)


def taps(turn: Turn, data: str, library: Library | None = None) -> Turn:
    """By what the button carries, as labels differ."""
    return advance(library or shipped(), turn.chat, Tapped(data), NOW, "fresh")


def shown(turn: Turn) -> str:
    """All that can be read, on buttons too."""
    labels = (button.label for screen in turn.screens for row in screen.rows for button in row)
    return "\n".join((turn.toast, *(screen.text for screen in turn.screens), *labels))


def carried(turn: Turn) -> list[str]:
    return [button.data for screen in turn.screens for row in screen.rows for button in row]


def known(chat: Chat | None) -> Chat:
    assert chat is not None
    return chat


def test_the_first_screen_is_in_the_language_of_the_app() -> None:
    """And where that is not spoken, in the first one."""
    assert "Héllo" in shown(starts("eo"))
    assert "Héllo" in shown(starts("eo-XX"))
    assert "Hello" in shown(starts("fr"))


def test_consent_is_given_in_the_language_in_which_it_was_asked_for() -> None:
    """It is kept, so a check-in two weeks later comes in it too, whatever the app then says."""
    agreed = taps(starts(CODE), f"y.lip_twitch.{CODE}.agree")
    assert known(agreed.chat).language == CODE
    again = advance(shipped(), agreed.chat, Commanded("start"), NOW, "fresh", "en")
    assert "Wélcomé back" in shown(again)


def test_before_consent_another_language_can_be_chosen_and_nothing_is_kept() -> None:
    """The first screen offers the others, by their own names; its buttons then carry the choice."""
    turn = starts()
    assert f"g.{CODE}.lip_twitch" in carried(turn)
    turn = taps(turn, f"g.{CODE}.lip_twitch")
    assert turn.chat is None
    assert "Héllo" in shown(turn)
    assert known(taps(turn, f"y.lip_twitch.{CODE}.agree").chat).language == CODE


def test_a_button_of_before_there_were_languages_still_agrees() -> None:
    """Old messages stay in the chat."""
    assert known(taps(starts(), "y.lip_twitch.agree").chat).conversation is not None


def test_the_language_is_changed_in_the_middle() -> None:
    """/language lists them; the open question comes again in the new one, with its buttons."""
    first = taps(starts(), "y.lip_twitch.en.agree")
    listed = advance(shipped(), first.chat, Commanded("language"), NOW, "fresh")
    assert {"g.en.-", f"g.{CODE}.-"} <= set(carried(listed))
    changed = taps(listed, f"g.{CODE}.-")
    assert "Quéstion 1" in shown(changed)
    assert carried(first) == carried(changed)


def test_a_language_that_is_not_spoken_changes_nothing() -> None:
    """A button of a language that the operator has taken away."""
    first = taps(starts(), "y.lip_twitch.en.agree")
    turn = taps(first, "g.xx.-")
    assert known(turn.chat).language == "en"
    assert "Question 1" in shown(turn)


def test_where_a_language_was_taken_away_the_first_one_is_spoken() -> None:
    """Nobody is left without an answer."""
    agreed = taps(starts(CODE), f"y.lip_twitch.{CODE}.agree")
    english = speaking([shipped()])
    alone = replace(english, spoken={})
    assert "Question 1" in shown(advance(alone, agreed.chat, Commanded("start"), NOW, "fresh"))


def test_an_emergency_is_understood_in_every_language_spoken() -> None:
    """People write in another language than their app's."""
    agreed = taps(starts(CODE), f"y.lip_twitch.{CODE}.agree")
    turn = advance(shipped(), agreed.chat, Said("one side of my face is drooping"), NOW, "fresh")
    assert turn.alerts
    assert "This can bé a stroké." in shown(turn)


def test_every_text_can_be_translated() -> None:
    """None is passed over, wherever it stands."""
    tongue = shipped().in_language(CODE)
    found = list(texts(tongue.flows, tongue.cards, tongue.topics, tongue.medicines, tongue.name_questions))
    found += [said for word in fields(Words) for said in texts(getattr(tongue.words, word.name))]
    assert len(found) > 1000
    assert [text for text in found if english(text)] == []


def texts(*values: object) -> Iterator[str]:
    """What is said in these, at any depth: first-match lists, plain texts and labels."""
    for value in values:
        match value:
            case Say(text):
                yield text
            case MedicineClass(_, label, text):
                yield from (label, text)
            case Mapping():
                yield from texts(*value.values())
            case tuple():
                yield from (text for part in value if not isinstance(part, str) for text in texts(part))
            case str():
                yield value
            case _ if is_dataclass(value):
                parts = (getattr(value, field.name) for field in fields(value))
                yield from texts(*(part for part in parts if not isinstance(part, str)))


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("language", "export")])
@pytest.mark.parametrize("known", [False, True])
def test_what_a_command_says_is_in_the_language(command: str, known: bool) -> None:
    """To strangers and to those with a chat: no sentence stands in the program."""
    chat = taps(starts(CODE), f"y.lip_twitch.{CODE}.agree").chat if known else None
    assert not untranslated(advance(shipped(), chat, Commanded(command), NOW, "fresh", CODE))


def test_what_was_told_before_is_said_in_the_new_language() -> None:
    """A reason of an answer taken back, which still counts, stands above the question."""
    asked = taps(starts(), "y.lip_twitch.en.agree")
    for data in ("q.fresh.0.=me", "q.fresh.1.+droop", "q.fresh.1.done", "q.fresh.2.=days", "q.fresh.3.back"):
        asked = taps(asked, data)
    assert known(asked.chat).conversation
    changed = taps(asked, f"g.{CODE}.-")
    assert "Éarliér" in shown(changed)
    assert not untranslated(changed)
    assert shown(taps(changed, "g.en.-")).endswith(shown(asked))


def test_an_emergency_on_record_is_summed_up_in_the_new_language() -> None:
    """Whether it was told in words or by a tap: one page for the doctor, in one language."""
    told = advance(shipped(), taps(starts(), "y.lip_twitch.en.agree").chat, Said("my face is drooping"), NOW, "fresh")
    ended = taps(told, "a.stroke.happening")
    assert known(ended.chat).episodes[0].visits[0].level.reasons
    changed = taps(ended, f"g.{CODE}.-")
    summed = advance(shipped(), changed.chat, Commanded("summary"), NOW, "fresh")
    assert not untranslated(summed)


def test_what_to_do_is_told_again_in_the_new_language() -> None:
    """Who could not read the emergency card reads it now, before what is asked beside it."""
    asked = taps(starts(), "y.lip_twitch.en.agree")
    for data in ("q.fresh.0.=me", "q.fresh.1.+limb", "q.fresh.1.done"):
        asked = taps(asked, data)
    changed = taps(asked, f"g.{CODE}.-")
    card, *_, question = changed.screens
    assert card.text.startswith("**Call 112 now. This can bé a stroké.**")
    assert question.text.startswith("From now on I writé in this languagé.")
    assert not untranslated(changed)
    assert known(changed.chat).episodes[0].visits == known(taps(changed, f"g.{CODE}.-").chat).episodes[0].visits


def test_an_alarm_that_ended_a_conversation_is_told_again_too() -> None:
    """And nothing is filed twice."""
    told = advance(shipped(), taps(starts(), "y.lip_twitch.en.agree").chat, Said("my face is drooping"), NOW, "fresh")
    ended = taps(told, "a.stroke.happening")
    changed = taps(ended, f"g.{CODE}.-")
    assert "Call 112 now. This can bé a stroké." in changed.screens[0].text
    assert len(known(changed.chat).episodes[0].visits) == 1


def test_what_a_name_may_mean_is_asked_in_the_new_language() -> None:
    """With the question of its own, and its answers."""
    chat = known(taps(starts(), "y.lip_twitch.en.agree").chat)
    assert chat.conversation
    (meant, *_) = shipped().look_up("inhaler").unsure
    open_ = replace(chat, conversation=replace(chat.conversation, unsure=(meant,)))
    changed = advance(shipped(), open_, Tapped(f"g.{CODE}.-"), NOW, "fresh")
    assert "Which kind of inhalér is it?" in shown(changed)
    assert not untranslated(changed)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_conversation_is_the_same_in_each_language(data: st.DataObject) -> None:
    """The same taps lead to the same questions and the same level, and whatever is read is in the person's language;
    a change of the language at any moment changes neither."""
    english, other = taps(starts(), "y.lip_twitch.en.agree"), taps(starts(CODE), f"y.lip_twitch.{CODE}.agree")
    for _ in range(data.draw(st.integers(1, 25))):
        buttons = [each for each in carried(english) if each.startswith(("q.", "c."))]
        if not buttons:
            break
        tapped = data.draw(st.sampled_from(buttons))
        english, other = taps(english, tapped), taps(other, tapped)
        assert carried(english) == carried(other)
        assert not untranslated(other)
        assert floor(english) == floor(other)
        there_and_back = taps(taps(english, f"g.{CODE}.-"), "g.en.-")
        assert floor(there_and_back) == floor(english)
        assert same_reasons(there_and_back, english)


def untranslated(turn: Turn) -> list[str]:
    return english(shown(turn))


def english(text: str) -> list[str]:
    """Words that are not translated, but for placeholders, commands, titles of sources and a language's own name."""
    left = re.sub(r'\[[^]]*\]\([^)"]*("[^"]*")?\)|/\w+|\{[^}]*\}|\bEnglish\b', "", text)
    return re.findall(r"\w*[eE]\w*", left)


def floor(turn: Turn) -> object:
    """The level reached, and for which causes."""
    conversation = known(turn.chat).conversation
    return conversation and (conversation.floor.urgency, set(conversation.floor.causes))


def same_reasons(one: Turn, other: Turn) -> bool:
    """Whether the same is said of why, in any order."""
    first, second = (known(turn.chat).conversation for turn in (one, other))
    return (first and set(first.floor.reasons)) == (second and set(second.floor.reasons))
