"""What is typed or piped in, a line at a time. No thread sits in a read: Ctrl-C ends at once, and time may pass."""

from __future__ import annotations

import asyncio
import os


class Lines:
    """The lines of an open file, pipe or terminal, by its descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._waiting = b""
        self._ended = False

    async def next(self, within: float) -> str | None:
        """The next line; "" at the end of the input; None where so many seconds passed without one."""
        while not (self._ended or b"\n" in self._waiting):
            if not await self._is_readable(within):
                return None
            read = os.read(self._descriptor, 65536)
            self._ended = not read
            self._waiting += read
        line, newline, self._waiting = self._waiting.partition(b"\n")
        return (line + newline).decode(errors="replace")

    async def _is_readable(self, within: float) -> bool:
        """Whether a read would return at once, now or within so many seconds."""
        loop, readable = asyncio.get_running_loop(), asyncio.Event()
        try:
            loop.add_reader(self._descriptor, readable.set)
        except PermissionError:  # a file is never waited for
            return True
        try:
            async with asyncio.timeout(within):
                await readable.wait()
        except TimeoutError:
            return False
        finally:
            loop.remove_reader(self._descriptor)
        return True
