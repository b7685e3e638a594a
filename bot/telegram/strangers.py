"""Who finds the webhook's address and is not Telegram: told once, then counted. A stranger must not fill the disk."""

from __future__ import annotations

import logging

from aiohttp import ClientPayloadError, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.service import without_content

log = logging.getLogger(__name__)

THEIRS = (HttpProcessingError, ClientPayloadError, web.PayloadAccessError)
"""What aiohttp raises where that which came is no HTTP, or not what its head says."""


class Strangers:
    """Counts them; and is the logger of aiohttp's server, which would tell of each with an address and a traceback."""

    def __init__(self) -> None:
        self.refused = 0  # posts without the secret
        self.garbled = 0  # requests that were no HTTP

    def refuse(self) -> None:
        self.refused += 1
        if self.refused == 1:
            log.warning("A post to the webhook without its secret was refused; further ones are only counted")

    def debug(self, *_: object, **__: object) -> None:
        """Nobody needs to know who hung up."""

    def exception(self, message: str, *_: object, exc_info: BaseException | None = None) -> None:
        """Something could not be read, or our own code failed. Never with the error's own words."""
        if not isinstance(exc_info, THEIRS):
            log.error("A fault of ours at the webhook: %s", without_content(exc_info) if exc_info else message)
            return
        self.garbled += 1
        if self.garbled == 1:
            log.warning("A request to the webhook that is no HTTP was refused; further ones are only counted")
