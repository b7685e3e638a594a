"""Logs that anybody may read."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest

from bot import logs
from bot.store.errors import StoreUnavailable

TOKEN = "7000000001:TEST-of-Checkback_aBcDeFgHiJkLmNoPq"
KEY = "s3cr3t/key+of=the/store"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Logging is the whole process's; each test gives it back as it was."""
    root, hook = logging.getLogger(), sys.excepthook
    level, handlers = root.level, list(root.handlers)
    levels = {name: logging.getLogger(name).level for name in logs.QUIET}
    yield
    logging.captureWarnings(capture=False)
    root.setLevel(level)
    root.handlers[:] = handlers
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    sys.excepthook = hook


def written(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


@pytest.mark.parametrize("secret", [TOKEN, KEY, "s3cr3t%2Fkey%2Bof%3Dthe%2Fstore", "7000000002:another_" + "x" * 30])
def test_no_secret_in_any_line(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In the message, its arguments or an error; in a URL too; and no token, even one we were not told."""
    logs.setup("DEBUG", [TOKEN, KEY])
    log = logging.getLogger("anything")
    log.info("at https://api.telegram.org/bot%s/getMe", secret)
    try:
        raise OSError(secret)
    except OSError:
        log.exception("It failed: " + secret)  # noqa: G003 - as careless as can be
    told = written(capsys)
    assert secret not in told
    assert told.count(logs.HIDDEN) == 3


def test_what_somebody_said_is_not_told_by_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Nor by what led to it, nor within a group: only its kind and its place are. What we worded ourselves is told."""
    logs.setup("DEBUG", [])
    log = logging.getLogger("anything")
    try:
        try:
            raise KeyError("my lip twitches")
        except KeyError as error:
            raise ExceptionGroup("my lip", [ValueError("twitches"), StoreUnavailable("disk full")]) from error
    except ExceptionGroup:
        log.exception("It failed")
    told = written(capsys)
    assert "KeyError" in told
    assert "ValueError" in told
    assert "test_logs.py" in told
    assert "StoreUnavailable: disk full" in told
    assert told.count("twitches") == 2, "in our own lines of code alone"
    assert "KeyError: " not in told


def test_nobodys_id_is_in_any_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever writes one by mistake; the time of day and a hash are no id."""
    logs.setup("DEBUG", [])
    for text in ("7123456789", "chat_id=7123456789", "(-1001234567890)", "of 7123456789: gone"):
        logging.getLogger("anything").error(text)
    logging.getLogger("anything").error("chat 1234567a of 200 000")
    told = written(capsys)
    assert told.count(logs.HIDDEN) == 4
    assert "23456789" not in told
    assert "chat 1234567a of 200 000" in told


def test_libraries_keep_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    """At DEBUG they would write addresses and what people say."""
    logs.setup("DEBUG", [])
    for name in logs.QUIET:
        logging.getLogger(name).info("chatter of %s", name)
        logging.getLogger(name + ".inner").warning("trouble of %s", name)
    told = written(capsys)
    assert "chatter" not in told
    assert told.count("trouble") == len(logs.QUIET)


def test_the_level_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """Names are taken in either case."""
    logs.setup("error", [])
    logging.getLogger("bot").warning("small")
    logging.getLogger("aiohttp").warning("small")
    logging.getLogger("bot").error("big")
    assert "small" not in (told := written(capsys))
    assert "big" in told


def test_what_nobody_caught_is_redacted_too(capsys: pytest.CaptureFixture[str]) -> None:
    """A crash must not tell the token."""
    logs.setup("INFO", [TOKEN])
    error = ValueError(f"bad token {TOKEN}")
    sys.excepthook(ValueError, error, None)
    assert TOKEN not in (told := written(capsys))
    assert "CRITICAL" in told


def test_a_short_secret_hides_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty one would hide everything."""
    logs.setup("INFO", ["", "a"])
    logging.getLogger("bot").info("a plain line")
    assert "a plain line" in written(capsys)
