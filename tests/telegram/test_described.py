"""What Telegram says of an error may quote a message: the log does not."""

from __future__ import annotations

import pytest
from telegram.error import BadRequest

from bot.telegram.described import described


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Message is too long", "Message is too long"),
        ('Can\'t parse entities: start tag "my lip" at byte 5', "Can't parse entities: start tag … at byte 5"),
        ("Unsupported start tag `fever` here", "Unsupported start tag … here"),
        ("Group migrated to supergroup -1001234567890", "Group migrated to supergroup -…"),
    ],
)
def test_quotes_and_ids_are_left_out(said: str, told: str) -> None:
    """The rest is told: an operator must know what went wrong."""
    assert described(BadRequest(said)) == told
