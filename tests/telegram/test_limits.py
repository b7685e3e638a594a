"""Screens in their longest state, held against what Telegram allows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.load import load, packaged_flows
from bot.telegram.limits import too_long
from bot.telegram.longest import at_its_longest
from bot.telegram.markup import length, messages
from tests.content.folders import FILES, LOOKS_UP, flow, folder, medicine, step, words

LONG = " ".join(["word"] * 480)  # 2,399 characters


def told(root: Path, **files: str) -> list[str]:
    names = {name.replace("_yaml", ".yaml"): text for name, text in files.items()}
    return [str(problem) for problem in sorted(too_long(load(folder(root, names))))]


def test_every_screen_of_the_shipped_flows_fits() -> None:
    """With all reasons, notices, ticks and advice that there can be."""
    assert too_long(load(packaged_flows())) == ()


def test_a_small_folder_fits(tmp_path: Path) -> None:
    """Nothing is told of screens that fit."""
    assert told(tmp_path, twitch_yaml=LOOKS_UP) == []


def test_a_question_that_outgrows_a_message_when_it_says_why(tmp_path: Path) -> None:
    """The question and its reason fit alone, but not on one screen."""
    (problem,) = told(tmp_path, twitch_yaml=step(f"{{ask: more, text: {LONG}, why: {LONG}, many: {{x: X}}}}"))
    assert problem.startswith("flows/twitch.yaml:8:5: the question `more` can have ")
    assert problem.endswith(" characters: a message has at most 4096")


def test_the_longest_line_of_a_text_counts(tmp_path: Path) -> None:
    """Where only a child's question is too long, it is."""
    text = f"[{{if: {{who: child}}, say: {LONG}}}, {{say: Short.}}]"
    problems = told(tmp_path, twitch_yaml=step(f"{{ask: more, text: {text}, why: {LONG}, many: {{x: X}}}}"))
    assert len(problems) == 1


def test_an_outcome_that_outgrows_a_message(tmp_path: Path) -> None:
    """What to do, what to say and the safety net each fit alone."""
    parts = f"{{use: common, urgent: {{now: {LONG}, safety_net: {LONG}}}}}"
    (problem,) = told(tmp_path, twitch_yaml=flow(dispositions=parts))
    assert problem.startswith("flows/twitch.yaml:1:1: the outcome `urgent` can have ")


def test_an_outcome_with_its_longest_reasons(tmp_path: Path) -> None:
    """Two reasons of 2,400 characters each stand on the same screen."""
    rule = f"\n  - {{if: {{signs: numb}}, raises: urgent, because: {LONG}, source: seed}}"
    other = f"\n  - {{if: {{signs: ache}}, raises: urgent, because: {LONG} too, source: seed}}\n"
    problems = told(tmp_path, twitch_yaml=flow(rules=rule + other))
    assert any("the outcome `urgent` can have" in problem for problem in problems)
    assert any("the question `signs` can have" in problem for problem in problems)  # after Back, they stand there
    assert not any("the outcome `routine`" in problem for problem in problems)


def test_each_of_three_long_blocks_of_advice_is_told(tmp_path: Path) -> None:
    """Advice is parted into screens between its blocks; a block that outgrows a screen is told where it stands."""
    advice = "".join(f"\n  - {{if: {{signs: {sign}}}, say: {LONG}, source: seed}}" for sign in ("numb", "ache", "weak"))
    problems = told(tmp_path, twitch_yaml=flow(advice=advice + "\n"))
    assert [problem.split(": ", 1)[0] for problem in problems] == [f"flows/twitch.yaml:{n}:5" for n in (10, 11, 12)]
    assert all(problem.endswith("characters: a screen of it holds 900") for problem in problems)


def test_a_card_a_topic_and_a_medicine_that_are_too_long(tmp_path: Path) -> None:
    """What belongs to no flow is told where it stands."""
    card = FILES["emergencies.yaml"].replace("now: Wait.", f"now: {LONG}").replace("Say it.", LONG)
    problems = told(
        tmp_path,
        emergencies_yaml=card,
        topics_yaml=f"lip: {{title: Lip, text: {'x' * 3096}, source: seed}}\n",
        medicines_yaml=medicine(about=LONG, advice=LONG),
        twitch_yaml=LOOKS_UP,
    )
    told_of = [problem.split(" can have ")[0] for problem in problems]
    assert "flows/emergencies.yaml:2:3: the card `stroke`" in told_of
    assert any(each.endswith("what is told of `colds`") for each in told_of)


def test_what_stands_around_conversations_is_told_too(tmp_path: Path) -> None:
    """The welcome and the question of consent come together; an invitation says that one reminder comes."""
    problems = told(tmp_path, words_yaml=words(welcome=LONG, consent_ask=LONG, greeting=LONG, nudge_to_come=LONG))
    assert {problem.split(" can have ")[0] for problem in problems} == {
        *(f"flows/words.yaml:1:1: the answer to /{command}" for command in ("start", "check")),
        "flows/words.yaml:1:1: the check-in that is invited",
    }


def test_characters_are_counted_as_telegram_counts(tmp_path: Path) -> None:
    """After entities: neither stars nor addresses count; in UTF-16 units: an emoji is two."""
    assert length("**Bold** [page](https://example.org/long)") == len("Bold page")
    assert length("😀") == 2
    text = "\n\n".join(["- One\n- Two", "**Three** words here"] * 9)
    assert messages(text, length(text)) == messages(text, 10_000)
    assert len(messages(text, length(text) - 1)) == 2


@pytest.mark.parametrize("size", [24, 25])
def test_what_a_button_carries_is_counted_in_bytes(size: int) -> None:
    """An id of the longest kind fits; one of letters that are two bytes each would not."""
    library = at_its_longest(load(packaged_flows()))
    flow = library.flows["lip_twitch"]
    first = flow.steps[0]
    wide = replace(first.options[0], id="é" * size if size > 24 else "e" * size)
    steps = (replace(first, options=(wide,)), *flow.steps[1:])
    problems = too_long(replace(library, flows={flow.id: replace(flow, steps=steps)}))
    assert bool(problems) is (size > 24)
    assert all("bytes, at most 64 are allowed" in problem.message for problem in problems)
