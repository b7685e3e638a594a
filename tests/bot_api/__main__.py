"""`python -m tests.bot_api [PORT]`: a Bot API of one's own, to chat with the real bot without Telegram."""

from __future__ import annotations

import asyncio
import sys

from tests.bot_api import BotApi
from tests.bot_api.control import console


async def main(port: int) -> None:
    """Serve until the input ends; without a terminal, until stopped."""
    async with BotApi(port=port) as server:
        print(f"CHECKBACK_API_URL={server.url}\nCHECKBACK_TOKEN={server.token}", flush=True)
        if sys.stdin.isatty():
            await console(server)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8081))
