"""SIGNED.yaml: who signed the content, and whether it is still what was signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.load import load, packaged_flows
from bot.content.signed import Changes, changes, last_signed, sign
from bot.triage.errors import FlowError
from bot.triage.library import Signature
from tests.content.folders import FILES, flow, folder, problems, step, words

DR_A = Signature("Dr A. Physician: the “first”", "2031-02-03", "0123456")


def edit(path: Path, file: str, old: str, new: str) -> None:
    text = (path / file).read_text(encoding="utf-8")
    assert old in text
    (path / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_flows_are_not_signed() -> None:
    """A clinician signs for those who run the bot; nobody did so for all."""
    assert load(packaged_flows()).signed is None


def test_a_signature_is_read_back_as_it_was_given(tmp_path: Path) -> None:
    """Name, date and number, whatever characters they have, and leading zeros too."""
    path = folder(tmp_path)
    sign(path, DR_A)
    assert load(path).signed == DR_A


def test_a_signature_needs_no_registration_number(tmp_path: Path) -> None:
    """Not every country gives one."""
    path = folder(tmp_path)
    sign(path, Signature("Dr B", "2031-02-03"))
    assert load(path).signed == Signature("Dr B", "2031-02-03")


def test_signing_is_no_change_of_the_content(tmp_path: Path) -> None:
    """The signature is not part of what is signed: signing again gives the same digest."""
    path = folder(tmp_path)
    assert sign(path, DR_A) == sign(path, Signature("Dr B", "2032-01-01")) == last_signed(path)[0]


@pytest.mark.parametrize("file", [*FILES, "modules/flags.yaml"])
def test_any_changed_word_ends_the_signature(tmp_path: Path, file: str) -> None:
    """In whichever file: what runs is then not what was signed."""
    module = "module: flags\nsteps:\n- {ask: sudden, text: Sudden?, many: {yes: Really}}\n"
    path = folder(tmp_path, {"modules/flags.yaml": module, "twitch.yaml": step("{use: flags}")})
    before = sign(path, DR_A)
    old, new = {
        "countries.yaml": ("999", "998"),
        "sources.yaml": ("Twitching", "Twitches"),
        "emergencies.yaml": ("Wait", "Sit"),
        "topics.yaml": ("A twitch", "Any twitch"),
        "dispositions.yaml": ("Do this", "Do that"),
        "medicines.yaml": ("Ask a pharmacist", "Ask a doctor"),
        "safety_net.yaml": ("drooping", "hanging"),
        "words.yaml": ('"agree"', '"I agree"'),
        "modules/flags.yaml": ("Sudden?", "At once?"),
    }.get(file, ("Twitching lip", "A twitching lip"))
    edit(path, file, old, new)
    assert last_signed(path)[0].digest != before.digest
    assert load(path).signed is None


def test_a_comment_is_no_change(tmp_path: Path) -> None:
    """Nor is layout: what a person may be shown is the same."""
    path = folder(tmp_path)
    sign(path, DR_A)
    edit(path, "twitch.yaml", "flow: twitch", "# a note\nflow:   twitch  # another")
    assert load(path).signed == DR_A


def test_a_new_file_ends_the_signature(tmp_path: Path) -> None:
    """Another flow was not read by whoever signed."""
    path = folder(tmp_path)
    sign(path, DR_A)
    (path / "eyelid.yaml").write_text(flow("eyelid"), encoding="utf-8")
    assert load(path).signed is None


def test_the_record_tells_which_parts_changed_since(tmp_path: Path) -> None:
    """By question, word, card and class, so that only these need be read again."""
    path = folder(tmp_path)
    sign(path, DR_A)
    edit(path, "twitch.yaml", "text: Which signs?", "text: What signs?")
    edit(path, "twitch.yaml", "  - {ask: also,", "  - {ask: more, text: More?, many: {a: A}}\n  - {ask: also,")
    edit(path, "medicines.yaml", "label: Sleep aids", "label: For sleep")
    (path / "words.yaml").write_text(words(help="I help."), encoding="utf-8")
    edit(path, "topics.yaml", "lip:", "mouth:")
    now, record = last_signed(path)
    assert record is not None
    assert changes(record.content.items, now.items) == Changes(
        changed=("medicines.yaml#classes.sleep", "twitch.yaml#steps.signs", "words.yaml#help"),
        new=("topics.yaml#mouth", "twitch.yaml#steps.more"),
        gone=("topics.yaml#lip",),
    )


def test_every_change_is_in_some_part(tmp_path: Path) -> None:
    """No part, no change: the list of the parts covers the whole digest."""
    path = folder(tmp_path)
    now = sign(path, DR_A)
    assert not changes(now.items, last_signed(path)[0].items)
    edit(path, "twitch.yaml", "dispositions: {use: common}", "dispositions: {use: common, urgent: {now: Go.}}")
    assert changes(now.items, last_signed(path)[0].items).changed == ("twitch.yaml#dispositions",)


def test_a_broken_record_is_a_problem_with_its_place(tmp_path: Path) -> None:
    """Somebody who edits it by hand is told; it never counts as signed."""
    path = folder(tmp_path, {"SIGNED.yaml": "name: Dr A\ndate: 2031-02-03\nitems: {a: b}\n"})
    assert problems(path) == ["flows/SIGNED.yaml:1:1: `digest` is missing"]


def test_what_cannot_be_read_cannot_be_signed(tmp_path: Path) -> None:
    """Its digest would leave a file out."""
    path = folder(tmp_path, {"twitch.yaml": "flow: ["})
    with pytest.raises(FlowError):
        sign(path, DR_A)
    assert not (path / "SIGNED.yaml").exists()
