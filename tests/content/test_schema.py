"""The JSON Schema that editors are given says of a file what the loader says, as far as one file can tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.content.load import packaged_flows
from bot.content.schema.files import schemas
from tests.content.folders import MEDICINES, folder, problems

ROOT = packaged_flows()
OTHERS = {"words", "medicines", "safety_net", "countries", "SIGNED"}  # files that have no schema
FILES = [
    path
    for path in sorted([*ROOT.rglob("*.yaml"), *(ROOT.parent / "tests" / "conversations").glob("*.yaml")])
    if (path.parent != ROOT or path.stem not in OTHERS) and path.parent != ROOT / "locale"
]

WHOLE = """
flow: twitch
version: 1
title: Twitching lip
listed: no
steps:
  - use: flags
  - ask: who
    text: [{if: {signs: none}, say: "Whose?"}, {say: "Who is it about?"}]
    why: It matters.
    carry: yes
    source: seed
    one:
      me: Me
      child: {label: A child, raises: emergency, because: So it is., source: [seed, nhs], cause: stroke}
  - {ask: medicines, text: "Which?", lookup: {from: medicines, show: 1}}
  - {ask: also, after: emergency, text: "What else is true?", many: {pen: A pen}}
  - {ask: habits, when: [{who: me}, {not: {signs: any}}], below: urgent, text: Now,
     many: {tea: Tea}, none: {label: No}}
rules:
  - {if: {signs: {at_least: 2, of: [numb, ache]}}, raises: urgent, because: Both., source: seed}
  - {if: {signs: {all: [numb, ache]}, who: me}, raises: emergency, because: Both., source: seed, cause: stroke}
advice:
  - {if: {habits: tea}, at: [self_care], say: Drink less., source: seed}
closes: {habits: tea}
dispositions:
  use: common
  self_care: {headline: All is well., check_in: [{after: 14d, flow: twitch, rounds: 2, nudge: 3d, if: {who: me}}]}
claims:
  - {if: {who: child}, at_least: emergency}
  - {if: {who: me}, at_most: urgent}
  - {questions: 9}
tests:
  - {answers: {who: child}, before: {who: me}, ends: emergency, causes: stroke, says: [Call],
     not_asked: [habits]}
"""
FLAGS = """
module: flags
steps:
  - ask: signs
    text: Which signs?
    many: {numb: Numb, ache: {label: Ache, raises: urgent, because: Ache., source: nhs}}
claims:
  - {if: {signs: ache}, at_least: urgent}
"""


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(schemas()[kind])


def refused(content: Any, kind: str = "flow") -> list[str]:
    """What the schema says against it."""
    return [error.message for error in validator(kind).iter_errors(content)]


def words(text: str) -> Any:
    """As the loader reads it: every scalar is a word."""
    return yaml.load(text, Loader=yaml.BaseLoader)


@pytest.mark.parametrize("kind", [*schemas()])
def test_each_schema_is_one(kind: str) -> None:
    """It follows draft 2020-12."""
    Draft202012Validator.check_schema(schemas()[kind])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_shipped_fits_its_schema(path: Path) -> None:
    """Flows, modules, golden conversations, dispositions, cards, topics, sources."""
    kind = path.stem if path.stem in schemas() else "flow"
    assert refused(words(path.read_text(encoding="utf-8")), kind) == []


def test_numbers_as_an_editor_reads_them_fit() -> None:
    """An editor takes `version: 1` for a number."""
    content = words(WHOLE)
    content["version"], content["claims"][2]["questions"] = 1, 9
    assert refused(content) == []


def test_the_schema_beside_the_flows_is_the_present_one() -> None:
    """`checkback flows schema > flows/schema.json` after a change of the language."""
    assert json.loads((ROOT / "schema.json").read_text(encoding="utf-8")) == schemas()["flow"]


def mappings(content: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in the content, itself included."""
    if isinstance(content, dict):
        yield content
    for inner in content.values() if isinstance(content, dict) else content if isinstance(content, list) else ():
        yield from mappings(inner)


ODD: tuple[Any, ...] = (None, "zzz", {})  # None: the key is gone


def changed(content: Any) -> Iterator[tuple[str, Any]]:
    """The content with one mapping changed: a key too many, one too few, one with another value."""
    for index, original in enumerate(mappings(content)):
        for key in [*original, "zzz"]:
            for value in ODD:
                copy = deepcopy(content)
                place = list(mappings(copy))[index]
                place.pop(key, None)
                yield f"{key}: {value}", copy if value is None else _with(copy, place, key, value)


def _with(content: Any, place: dict[str, Any], key: str, value: Any) -> Any:
    place[key] = value
    return content


def loaded(path: Path, content: Any) -> list[str]:
    """What the loader says against the flow."""
    (path / "twitch.yaml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return problems(path)


def test_the_schema_and_the_loader_say_the_same(tmp_path: Path) -> None:
    """Over every small change of a flow with all of the language: what the schema refuses, the loader refuses; unknown
    and missing keys, which one file shows, the schema refuses as the loader does."""
    content = words(WHOLE)
    path = folder(tmp_path, {"twitch.yaml": WHOLE, "modules/flags.yaml": FLAGS, "medicines.yaml": MEDICINES})
    assert loaded(path, content) == []
    assert refused(content) == []
    both = [(what, refused(copy), loaded(path, copy)) for what, copy in changed(content)]
    strict = [what for what, by_schema, by_loader in both if by_schema and not by_loader]
    shown = re.compile("unknown key|is missing")
    lax = [(what, by_loader) for what, by_schema, by_loader in both if not by_schema and shown.search(str(by_loader))]
    assert (strict, lax) == ([], [])
