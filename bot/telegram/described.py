"""What Telegram says of an error, as it may stand in a log: without what it quotes of a message, and without ids."""

from __future__ import annotations

import re
from typing import Final

from telegram.error import TelegramError

_THEIRS: Final = re.compile(r"""(["'`]).*?\1|\d{5,}""", re.DOTALL)


def described(error: TelegramError) -> str:
    return _THEIRS.sub("…", error.message)
