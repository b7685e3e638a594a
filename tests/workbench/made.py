"""A small folder of flows to try: a question about whom, signs, how long; an emergency, a rule and a check-in."""

from __future__ import annotations

from pathlib import Path

from tests.content.folders import folder

TWITCH = """\
flow: twitch
version: 1
title: Twitching lip
steps:
  - ask: who
    text: Who is it about?
    why: The advice fits the person.
    one:
      me: Me
      child: {label: A child, raises: routine, because: A child should be seen., source: nhs}
  - ask: signs
    text: Which of these signs?
    many:
      droop:
        label: The face droops
        raises: emergency
        because: A face that droops can be a stroke.
        source: nhs
        cause: stroke
      numb: {label: A numb lip, raises: urgent, because: A numb lip should be seen today., source: nhs}
      ache: An ache
  - ask: since
    text: How long is it there?
    one: {days: Some days, weeks: Some weeks}
  - {ask: medicines, text: Which medicines?, lookup: {from: medicines, show: 1}}
  - {ask: also, after: emergency, text: What else is true?, many: {pen: A pen at hand}}
rules:
  - if: {signs: ache, since: weeks}
    raises: routine
    because: An ache for weeks should be looked at.
    source: nhs
advice:
  - if: {since: days}
    say: Rest **well**.
    source: nhs
dispositions: {use: common, self_care: {check_in: [{after: 14d, flow: again, nudge: 3d}]}}
"""

AGAIN = """\
flow: again
version: 1
title: Check-in
listed: no
steps:
  - {ask: who, carry: yes, text: Who is it about?, one: {me: Me, child: A child}}
  - {ask: course, text: How is it now?, one: {gone: It is gone, same: The same}}
dispositions: {use: common}
closes: {course: gone}
"""

HEALTHY = ("who=me", "signs=", "since=days", "medicines=")
"""All answers of somebody with nothing to raise."""

NOW = 1_700_000_000


def flows(root: Path) -> Path:
    """The folder, written below `root`."""
    return folder(root, {"twitch.yaml": TWITCH, "again.yaml": AGAIN})


def place(words: str, text: str = TWITCH, file: str = "twitch.yaml") -> str:
    """Where these words begin in the file, as a mark."""
    before = text[: text.index(words)].split("\n")
    return f"flows/{file}:{len(before)}:{len(before[-1]) + 1}"


def edit(folder: Path, old: str, new: str, file: str = "twitch.yaml") -> None:
    """Save the file with these words in the place of others."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, "an edit that changes nothing"
    path.write_text(text.replace(old, new), encoding="utf-8")
