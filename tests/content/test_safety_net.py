"""safety_net.yaml: what its patterns mean, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load
from bot.triage.safety_net import SafetyNet
from tests.content.folders import SAFETY_NET, check_reported, folder

FILE = "safety_net.yaml"


def with_rule(says: str, unless: str = "") -> str:
    """The little net with one more rule."""
    more = f", unless: {unless}" if unless else ""
    return f"{SAFETY_NET.rstrip()[:-1]},\n  more: {{cause: stroke, kind: sign, says: {says}, source: nhs{more}}}}}\n"


def net(root: Path, text: str) -> SafetyNet:
    return load(folder(root, {FILE: text})).safety_net


@pytest.mark.parametrize(
    ("pattern", "text", "fires"),
    [
        ("numb arm", "a numb arm", True),
        ("numb arm", "numb the arm", True),
        ("numb arm", "numb left arm", False),
        ("numb arm", "arm numb", False),
        ("numb .. arm", "numb in my arm", True),
        ("numb .. arm", "numb one two three arm", False),
        ("numb ... arm", "numb one two three four five six arm", True),
        ("numb ... arm", "numb. My arm", False),
        ("arm & numb", "numb in the arm", True),
        ("arm & numb", "my arm is numb", True),
        ("left & arm & numb", "numb arm, the left", True),
        ("<face> ... tingl*", "my lips? my lip tingl", True),
        ("drop*", "dropping", True),
        ("drop*", "dropped", False),
        ("shake*", "shaking", True),
        ("go* down", "goes, going down", True),
        ("20-42 weeks", "31 weeks", True),
        ("20-42 weeks", "19 weeks", False),
        ("0.5-3.9", "sugar 2,4", True),
        ("^ stroke $", "Stroke!", True),
        ("^ stroke $", "a stroke of luck", False),
        ("can't", "cant", True),
        ("😭", "oh 😭", True),
        ("hängt schräg", "hängt schräg", True),
        ("hängt schräg", "haengt schraeg", True),
        ("hängt schräg", "hangt schrag", True),
        ("hängt schräg", "hangt schraeg", True),
        ("heiß", "heiss", True),
        ("heiss", "HEIẞ", True),
        ("blue", "blu", False),
        ("{all: [numb, [arm, leg]]}", "numb. My leg", False),
        ("{all: [numb, [arm, leg]]}", "my leg is numb", True),
        ("{all: [numb, leg], anywhere: yes}", "numb. My leg", True),
        ("[one, [two, three]]", "three", True),
    ],
)
def test_a_pattern_means_what_its_guide_says(tmp_path: Path, pattern: str, text: str, fires: bool) -> None:
    """As bot/content/patterns.py and the head of the file tell."""
    written = pattern if pattern[0] in "[{" else f"'{pattern.replace(chr(39), chr(39) * 2)}'"
    more = with_rule(f"[{written}]").replace("endings: [s]", "endings: [s, ing]")
    assert ("more" in [alert.rule for alert in net(tmp_path, more).read(text)]) is fires


def test_the_last_one_named_is_the_sign(tmp_path: Path) -> None:
    """A "no" before the body part alone denies nothing; one before the sign does, in either order."""
    made = net(tmp_path, with_rule("[arm & numb]"))
    assert made.read("no numb arm") == ()
    assert made.read("arm is no numb") == ()
    assert [alert.rule for alert in made.read("numb, no arm")] == ["more"]


def test_words_written_by_ear_are_read_as_what_is_meant(tmp_path: Path) -> None:
    """They are listed under the word that is meant."""
    text = with_rule("[die]") + "by_ear: {die: [dye]}\n"
    assert [alert.rule for alert in net(tmp_path, text).read("I want to dye")] == ["more"]


def test_umlauts_in_lists_of_words_are_read_in_both_spellings(tmp_path: Path) -> None:
    """Words that are skipped, and those that are meant by others, as well as those of patterns."""
    text = with_rule("[über hängt]").replace("small: [", "small: [völlig, ") + "by_ear: {über: [iba]}\n"
    for said in ("ueber völlig haengt", "uber voellig hangt", "iba vollig hängt"):
        assert [alert.rule for alert in net(tmp_path, text).read(said)] == ["more"]


def test_a_rule_knows_where_it_stands_and_whence_it_comes(tmp_path: Path) -> None:
    """For whoever explains an alert."""
    (rule,) = net(tmp_path, SAFETY_NET).rules
    assert (rule.id, rule.cause, rule.sources) == ("droop", "stroke", ("seed",))
    assert rule.mark.startswith("flows/safety_net.yaml:")


@pytest.mark.parametrize(
    ("says", "messages"),
    [
        ("[‸<fase> droops]", ["no words are listed as <fase>; did you mean `face`?"]),
        ("[‸really bad]", ["`really` is a small word: it is not read, leave it out"]),
        (
            "[‸pre-eclampsia]",
            ["`pre-eclampsia` is never read as one word: letters, or figures, or one sign stand together"],
        ),
        ("[‸... numb]", ["words are missing beside `..`, `...` or `&`"]),
        ("[‸numb ..]", ["words are missing beside `..`, `...` or `&`"]),
        ("[‸'numb &']", ["words are missing beside `..`, `...` or `&`"]),
        ("[‸'a & b & c & d & e']", ["`&` joins at most 4 sides"]),
        ("‸[]", ["the list is empty"]),
        ("[‸' ']", ["nothing stands here"]),
        ("[{all: ‸[]}]", ["the list is empty"]),
        ("[‸{‸al: [one]}]", ["`all` is missing", "unknown key `al`; did you mean `all`?"]),
        ("[{all: [one], anywhere: ‸maybe}]", ["expected yes or no, found `maybe`"]),
    ],
)
def test_what_is_wrong_with_a_pattern_is_reported(tmp_path: Path, says: str, messages: list[str]) -> None:
    """At its place, with a suggestion for a near miss."""
    check_reported(tmp_path, FILE, with_rule(says), *messages)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("cause: stroke", "cause: ‸strok", "unknown cause `strok`; did you mean `stroke`?"),
        ("source: seed", "source: ‸sead", "unknown source `sead`; did you mean `seed`?"),
        ("kind: sign", "kind: ‸sing", "unknown kind `sing`; did you mean `sign`?"),
        ("sign: [denied]", "sign: [‸denid]", "unknown context `denid`; did you mean `denied`?"),
        ("{face: [face, lip]}", "{face: [face, lip], ‸arm: [arm]}", "nothing uses <arm>"),
        ("{face: [face, lip]}", "{face: [face, ‸<lips>]}", "no words are listed as <lips>"),
        ("{before: [no]}", "{‸befor: [no]}", "unknown key `befor`; did you mean `before`?"),
        ("idioms: [face the music]", "idioms: ‸[]", "the list is empty"),
        ("{droop:", "{‸Droop:", "`Droop` is no id: 1 to 24 of a-z, 0-9 and _"),
        ("joins: [and], ", "", "`joins` is missing"),
    ],
)
def test_what_is_wrong_in_the_file_is_reported(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Unknown and missing things, and words that nothing uses."""
    assert old in SAFETY_NET
    text = SAFETY_NET.replace(old, new)
    if message == "`joins` is missing":
        text = text.replace("clauses: {", "clauses: ‸{")
    check_reported(tmp_path, FILE, text, message)


def test_every_problem_is_reported_at_once(tmp_path: Path) -> None:
    """Not only the first."""
    text = with_rule("[‸<fase> droops, ‸really]").replace(
        "cause: stroke, kind: sign, says: [<face>", "cause: ‸strok, kind: sign, says: [<face>"
    )
    check_reported(
        tmp_path,
        FILE,
        text,
        "unknown cause `strok`; did you mean `stroke`?",
        "no words are listed as <fase>; did you mean `face`?",
        "`really` is a small word: it is not read, leave it out",
    )
