"""Small content folders for tests. In their texts `‸` marks where a problem is expected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from bot.content.load import load
from bot.triage.errors import FlowError
from bot.triage.words import Words

HERE = "‸"

STEPS = """
  - {ask: who, text: Who is it about?, one: {me: Me, child: A child}}
  - {ask: signs, text: Which signs?, many: {numb: Numb, ache: Ache, weak: Weak}}
  - {ask: also, after: emergency, text: What else is true?, many: {pen: A pen}}"""

MEDICINES = """\
timing: {ask: when, text: Started when?, one: {lately: Lately, long: Long ago}, recent: [lately]}
name_traps:
- {names: [Benadryl], ask: Which one?, means: [{label: Benadryl in the US, class: sleep}]}
classes:
  sleep: {label: Sleep aids, names: [Nytol, diphenhydramine], recent: routine, because: It is new., evidence: weak,
    advice: Ask a pharmacist., about: It can matter., source: seed}
"""


def flow(name: str = "twitch", **parts: str) -> str:
    """A flow file; `parts` take the place of its own ones or are added."""
    own = {"flow": name, "version": "1", "title": "Twitching lip", "steps": STEPS, "dispositions": "{use: common}"}
    return "".join(f"{key}: {value}\n" for key, value in {**own, **parts}.items())


def step(text: str) -> str:
    """A flow with one more question."""
    return flow(steps=f"{STEPS}\n  - {text}")


def medicine(**parts: str) -> str:
    """A medicine table with one more class, last in the file."""
    own = {
        "label": "Colds",
        "names": "[Afrin]",
        "evidence": "weak",
        "advice": "Ask.",
        "about": "It can.",
        "source": "seed",
    }
    lines = "".join(f"    {key}: {value}\n" for key, value in {**own, **parts}.items())
    return f"{MEDICINES}  colds:\n{lines}"


def words(**changed: str) -> str:
    """A words.yaml in which each word says its own name and what fills it."""
    said = {
        field.name: " ".join((field.name, *(f"{{{name}}}" for name in sorted(field.metadata["with"]))))
        for field in fields(Words)
        if "with" in field.metadata
    }
    own = {"commands": "{start: Begin}"} | {name: f'"{text}"' for name, text in said.items()}
    return "".join(f"{name}: {text}\n" for name, text in {**own, **changed}.items())


SAFETY_NET = """\
articles: [a, the]
small: [really]
ordinary: [fit]
endings: [s]
words: {face: [face, lip]}
clauses: {ends: [but], begins: [i], carries: [in], joins: [and], listed: [<face> drooping],
  subjects: [he]}
contexts: {denied: {before: [no]}}
kinds: {sign: [denied]}
idioms: [face the music]
rules: {droop: {cause: stroke, kind: sign, says: [<face> drooping], source: seed}}
"""

LOOKS_UP = step("{ask: medicines, text: Which medicines?, lookup: {from: medicines, show: 1}}")
"""A flow that asks for medicines."""

FILES = {
    "countries.yaml": 'default: {emergency: "112", poisons: a poisons line}\nGB: {emergency: "999"}\n',
    "sources.yaml": "seed: {title: The seed}\n"
    "nhs: {title: Twitching, url: https://www.nhs.uk/twitching, checked: direct, checked_on: 2031-02-03}\n",
    "emergencies.yaml": "stroke:\n"
    "  {headline: 'Call {emergency}.', now: Wait., calling: Say it., also: A stroke., source: nhs}\n",
    "topics.yaml": "lip: {title: The lip, text: A twitch., source: seed}\n",
    "dispositions.yaml": "common:"
    + "".join(
        f"\n  {level}: {{headline: Say {level}., now: Do this., source: seed}}"
        for level in ("self_care", "routine", "urgent", "emergency")
    ),
    "medicines.yaml": MEDICINES,
    "safety_net.yaml": SAFETY_NET,
    "words.yaml": words(),
    "twitch.yaml": flow(),
    "again.yaml": flow("again", listed="no"),
}


def folder(root: Path, files: Mapping[str, str] | None = None) -> Path:
    """A folder of all that a bot needs, with these files in place of its own."""
    path = root / "flows"
    for name, text in {**FILES, **(files or {})}.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    """What is wrong with the folder, as it is reported."""
    try:
        load(path)
    except FlowError as error:
        return [str(problem) for problem in error.problems]
    return []


def check_reported(root: Path, file: str, text: str, *messages: str, **others: str) -> None:
    """Exactly these problems are reported, in this order, each at its mark in the text."""
    places = list(_marked(text))
    assert len(places) == len(messages), "one mark for each message"
    path = folder(root, {file: text.replace(HERE, ""), **others})
    expected = [
        f"flows/{file}:{line}:{column}: {message}" for (line, column), message in zip(places, messages, strict=True)
    ]
    assert problems(path) == expected


def _marked(text: str) -> list[tuple[int, int]]:
    """Line and column of each mark, as if the marks were not there."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        found += [(number, mark.start() - index + 1) for index, mark in enumerate(re.finditer(HERE, line))]
    return found
