"""Logs: to standard error, no secret and nobody's id in any line. Of an error that is none of ours only its kind and
place are told: its words may be a person's. Libraries that would write addresses or texts keep quiet."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType
from typing import Final
from urllib.parse import quote

from bot.triage.errors import CheckbackError

FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
HIDDEN: Final = "[hidden]"
QUIET: Final = ("aiohttp", "aiosqlite", "asyncio", "httpcore", "httpx", "markdown_it", "telegram")
_TOKEN: Final = re.compile(r"(?<!\d)\d{5,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
_ID: Final = re.compile(r"(?<![\w.])\d{7,}(?!\w)")
"""A number that may be a chat's. Nothing else in our lines is so long."""

_SHORTEST: Final = 6
"""Anything shorter would be found by chance in harmless words."""

log = logging.getLogger(__name__)

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Redacting(logging.Formatter):
    """Hides secrets wherever they stand: message, arguments, traceback. Anything like a bot's token too."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__(FORMAT)
        told = {form for secret in secrets if len(secret) >= _SHORTEST for form in (secret, quote(secret, safe=""))}
        self._secrets = sorted(told, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be read by anybody."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return _ID.sub(HIDDEN, _TOKEN.sub(HIDDEN, line))

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - the name is logging's
        return _without_words(ei[1]) if ei[1] else ""


def setup(level: str, secrets: Sequence[str]) -> None:
    """Log from `level` on; libraries only warnings. What nobody caught is logged too, and so redacted."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    sys.excepthook = _uncaught


def _without_words(error: BaseException) -> str:
    """Where it happened, and what led there. Only errors that we or the system worded are quoted."""
    worded = isinstance(error, CheckbackError | OSError)
    kind = f"{type(error).__name__}: {error}" if worded else type(error).__name__
    within = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    told = [_without_words(before)] if before else []
    told += ["".join(traceback.format_tb(error.__traceback__)) + kind, *map(_without_words, within)]
    return "\n".join(told)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("Checkback failed", exc_info=(kind, error, trace))
