"""Fixtures: a folder of flows, and what can be tried of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.load import load
from bot.workbench.view import Asked, Trial, view
from bot.workbench.watch import Watched
from tests.workbench.made import NOW, flows

Try = Callable[..., Trial]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder of flows."""
    return flows(tmp_path)


@pytest.fixture
def attempt(folder: Path) -> Try:
    """Play moves in the small folder as it now is, and tap the button with this label."""

    def played(*moves: str, flow: str = "twitch", label: str = "") -> Trial:
        content = Watched(folder, load).content
        trial = view(content, Asked(flow, moves), NOW).trial
        if label:
            trial = view(content, Asked(flow, moves, button(trial, label)), NOW).trial
        assert trial is not None, content.problems
        return trial

    return played


def button(trial: Trial | None, label: str) -> str:
    """What the button carries that has these words."""
    assert trial is not None, "nothing could be loaded"
    buttons = [button for message in trial.messages for row in message.rows for button in row]
    return next(button.data for button in buttons if label in button.label)


def said(trial: Trial) -> str:
    """All that stands in the messages of the phone."""
    return "\n".join(
        "".join(span.text for span in block.spans) for message in trial.messages for block in message.blocks
    )
