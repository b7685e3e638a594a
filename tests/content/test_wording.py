"""Texts that changed, old and new, by their place."""

from __future__ import annotations

from pathlib import Path

from bot.content.folder import read_folder
from bot.content.wording import Reworded, reworded
from tests.content.folders import flow, folder, step


def changed(root: Path, old: str, new: str) -> dict[str, tuple[str | None, str | None]]:
    """Place -> both texts, where the flow was written so and now is written so."""
    before, now = (
        read_folder(folder(root / name, {"twitch.yaml": text}), []) for name, text in (("old", old), ("new", new))
    )
    return {each.place: (said(each, "old"), said(each, "new")) for each in reworded(before, now)}


def said(text: Reworded, which: str) -> str | None:
    found = text.old if which == "old" else text.new
    return found.text if found else None


def test_a_changed_question_is_told_with_both_texts(tmp_path: Path) -> None:
    """By its id, and that of the option."""
    old = step("{ask: more, text: More?, why: It helps., one: {a: A, b: {label: B}}}")
    new = step("{ask: more, text: Any more?, why: It helps., one: {a: Aa, b: {label: Bb}}}")
    assert changed(tmp_path, old, new) == {
        "twitch.yaml#steps.more.text": ("More?", "Any more?"),
        "twitch.yaml#steps.more.one.a": ("A", "Aa"),
        "twitch.yaml#steps.more.one.b.label": ("B", "Bb"),
    }


def test_what_is_new_or_gone_has_one_text(tmp_path: Path) -> None:
    """New ones first."""
    old, new = flow(closes="{who: me}", title="A"), step("{ask: more, text: More?, many: {when: W}}")
    assert changed(tmp_path, old, new) == {
        "twitch.yaml#title": ("A", "Twitching lip"),
        "twitch.yaml#steps.more.text": (None, "More?"),
        "twitch.yaml#steps.more.many.when": (None, "W"),
    }


def test_what_decides_is_no_wording(tmp_path: Path) -> None:
    """Levels, conditions, sources, versions, claims and tests are compared otherwise."""
    rule = "[{if: {signs: numb}, raises: routine, because: So., source: seed}]"
    old = flow(rules=rule, claims="[{questions: 3}]", tests="[{answers: {}, ends: self_care}]")
    assert changed(tmp_path, old, flow(version="2", rules=rule.replace("routine", "urgent"))) == {}


def test_a_rule_is_known_again_by_its_condition(tmp_path: Path) -> None:
    """A new one before it changes nothing of it."""
    first = "{if: {signs: numb}, raises: routine, because: So., source: seed}"
    second = "{if: {signs: [ache, weak]}, raises: routine, because: Because., source: seed}"
    new = second.replace("Because.", "As it aches.")
    assert changed(tmp_path, flow(rules=f"[{second}]"), flow(rules=f"[{first}, {new}]")) == {
        "twitch.yaml#rules.if {signs: numb}.because": (None, "So."),
        "twitch.yaml#rules.if {signs: [ache, weak]}.because": ("Because.", "As it aches."),
    }
