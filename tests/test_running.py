"""The bot from start to end: what it says of the content it runs on."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.content.current import Current
from bot.content.load import load
from bot.content.signed import sign
from bot.running import say_whether_signed
from bot.triage.library import Signature
from tests.content.folders import folder, words


def test_the_log_says_whether_what_runs_is_signed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """By nobody, by whom and when, and no longer once a word has changed."""
    caplog.set_level(logging.INFO)
    path = folder(tmp_path)
    content = Current(lambda: load(path))
    say_whether_signed(content)
    sign(path, Signature("Dr A", "2031-02-03"))
    content.reload()
    say_whether_signed(content)
    (path / "words.yaml").write_text(words(help="I help."), encoding="utf-8")
    content.reload()
    say_whether_signed(content)
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "No clinician has signed these flows"),
        ("INFO", "The flows were signed by Dr A on 2031-02-03"),
        ("WARNING", "No clinician has signed these flows"),
    ]
