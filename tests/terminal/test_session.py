"""`checkback chat` as a process, its input piped."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEALTHY = ("i agree", "me", *["none"] * 6, "up to two weeks", "coffee", "done")


def chat(*lines: str, arguments: tuple[str, ...] = (), **settings: str) -> str:
    """What was written when these lines were typed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHECKBACK_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", *arguments],
        input="\n".join(lines),
        cwd=ROOT,
        env=kept | {f"CHECKBACK_{name.upper()}": value for name, value in settings.items()},
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


def test_a_check_in_outlives_the_terminal(tmp_path: Path) -> None:
    """Opened again, the chat goes on where it stands: nothing begins anew, and the check-in is still planned."""
    kept = ("--db", str(tmp_path / "data" / "chat.db"), "--key", str(tmp_path / "key" / "chat.key"))
    chat(*HEALTHY, "yes", arguments=kept)
    told = chat("/status", arguments=kept)
    assert "Question 1" not in told
    assert "I will next write in" in told


def test_an_offer_waits_for_its_answer(tmp_path: Path) -> None:
    """Who left without one is asked again."""
    kept = ("--db", str(tmp_path / "data" / "chat.db"), "--key", str(tmp_path / "key" / "chat.key"))
    chat(*HEALTHY, arguments=kept)
    assert "I will write in 2 weeks" in chat("yes", arguments=kept)


def test_due_while_nobody_was_there_comes_at_the_start(tmp_path: Path) -> None:
    """Before anything else, once, and it can be answered."""
    kept = ("--db", str(tmp_path / "data" / "chat.db"), "--key", str(tmp_path / "key" / "chat.key"))
    chat(*HEALTHY, "yes", arguments=kept, check_in_after="1s")
    time.sleep(1.5)
    told = chat("answer now", arguments=kept)
    assert told.split("> answer now")[0].count("Hello again") == 1
    assert "What would you like" not in told
    assert "Question 1 of about" in told


def test_a_file_can_be_read_from(tmp_path: Path) -> None:
    """Not only a pipe; the last line needs no end."""
    (tmp_path / "lines").write_text("i agree\n\nme")
    with (tmp_path / "lines").open() as lines:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "chat"], stdin=lines, capture_output=True, text=True, cwd=ROOT
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Question 2 of about" in done.stdout.split("> me")[1]


def test_a_wrong_number_is_told_and_changes_nothing() -> None:
    """The help line comes again."""
    assert chat("i agree", "77").count("/later 14d moves the clock") == 2


def test_quit_leaves() -> None:
    """What comes after it is not read."""
    assert "Question 1" not in chat("/quit", "i agree")
