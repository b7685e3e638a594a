"""`checkback chat` at a real terminal: a pseudo-terminal, with somebody at it who may be slow."""

from __future__ import annotations

import fcntl
import os
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEALTHY = ("i agree", "me", *["none"] * 6, "up to two weeks", "coffee", "done")
PATIENCE = 30.0  # seconds
CTRL_C, CTRL_D = "\x03", "\x04"


class Terminal:
    """A window in which the chat runs."""

    def __init__(self, **settings: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CHECKBACK_")}
        self._ours, theirs = os.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat"],
            cwd=ROOT,
            env=kept | {"COLUMNS": "100", **{f"CHECKBACK_{name.upper()}": text for name, text in settings.items()}},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C becomes a signal
        )
        os.close(theirs)
        self.said = ""

    def types(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def sees(self, text: str) -> str:
        """What was drawn until this showed, without colours."""
        until = time.monotonic() + PATIENCE
        while text not in self.said:
            assert time.monotonic() < until, f"{text!r} did not show:\n{self.said}"
            self._read()
        seen, self.said = self.said.split(text, 1)
        return seen

    def ends(self) -> tuple[int, float]:
        """The exit code, and how many seconds it took."""
        begun = time.monotonic()
        code = self.process.wait(PATIENCE)
        took = time.monotonic() - begun
        while self._read():
            pass
        return code, took

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def _read(self) -> bool:
        if not select.select([self._ours], [], [], 0.2)[0]:
            return False
        try:
            read = os.read(self._ours, 65536).decode(errors="replace")
        except OSError:  # the other side is closed
            return False
        self.said += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", read)
        return bool(read)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal(check_in_after="3s")
    yield terminal
    terminal.close()


def test_ctrl_c_ends_at_once(terminal: Terminal) -> None:
    """No Enter is needed; the exit code is a shell's for Ctrl-C, and nothing is told of our code."""
    terminal.sees("> ")
    terminal.types(CTRL_C)
    code, took = terminal.ends()
    assert code == 130
    assert took < 3
    assert "Traceback" not in terminal.said
    assert "Aborted" not in terminal.said


def test_the_end_of_the_input_leaves(terminal: Terminal) -> None:
    """Ctrl-D, as in a shell."""
    terminal.sees("> ")
    terminal.types(CTRL_D)
    assert terminal.ends()[0] == 0


def test_what_is_due_comes_while_nobody_types(terminal: Terminal) -> None:
    """The check-in arrives by itself, with a new prompt, and is answered by the next line."""
    for line in HEALTHY:
        terminal.sees("> ")
        terminal.types(f"{line}\n")
    terminal.sees("May I write to you")
    terminal.sees("> ")
    terminal.types("yes\n")
    terminal.sees("I will write in")
    terminal.sees("Hello again")
    terminal.sees("> ")
    terminal.types("answer now\n")
    terminal.sees("Question 1 of about")
