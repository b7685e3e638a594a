"""`checkback chat` as a process, its input piped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEALTHY = ("i agree", "me", *["none"] * 6, "up to two weeks", "coffee", "done")


def chat(*lines: str, arguments: tuple[str, ...] = ()) -> str:
    """What was written when these lines were typed."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", *arguments],
        input="\n".join(lines),
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("CHECKBACK_")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


def test_a_conversation_from_the_first_line_to_the_check_in() -> None:
    """The same way as on Telegram: outcome, offer, two weeks, invitation, red flags again, what was ticked."""
    told = chat(*HEALTHY, "yes", "/later 14d", "answer now", *["none"] * 5, "better")
    for said in ("Question 1 of about 9", "look after this at home", "Hello again", "coffee", "Question 1 of about"):
        assert said in told


def test_piped_output_is_plain() -> None:
    """No colours, no frames, and each line typed is shown."""
    told = chat("i agree", "me")
    assert "\x1b" not in told
    assert "╭" not in told
    assert "> me" in told
    assert not any(line.endswith(" ") for line in told.splitlines())


def test_an_emergency_in_words_is_answered_at_once() -> None:
    """Before consent, too."""
    assert "112" in chat("my face is drooping on one side").split("> my face", 1)[1]


def test_a_chat_can_be_kept_in_a_file(tmp_path: Path) -> None:
    """With --db it goes on where it was; nothing of it can be read in the file."""
    kept = ("--db", str(tmp_path / "data" / "chat.db"), "--key", str(tmp_path / "key" / "chat.key"))
    chat("i agree", "me", arguments=kept)
    assert "Question 2 of about 9" in chat(arguments=kept)
    assert b"sudden" not in (tmp_path / "data" / "chat.db").read_bytes()


def test_a_wrong_number_is_told_and_changes_nothing() -> None:
    """The help line comes again."""
    assert chat("i agree", "77").count("/later 14d moves the clock") == 2


def test_quit_leaves() -> None:
    """What comes after it is not read."""
    assert "Question 1" not in chat("/quit", "i agree")
