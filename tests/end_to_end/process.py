"""The bot as an operator runs it: a process with settings in its environment, ended kindly or with kill -9."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.bot_api import BotApi

ROOT = Path(__file__).parents[2]


class BotProcess:
    """One process at a time, on the same database from start to start."""

    def __init__(self, telegram: BotApi, folder: Path, **settings: str) -> None:
        """settings: without CHECKBACK_ and in lower case, over those that a test wants anyway."""
        self.folder = folder
        self.log = folder / "log"
        self.clock = folder / "clock"
        self.database = folder / "data" / "checkback.db"
        wanted = {
            "token": telegram.token,
            "api_url": telegram.url,
            "database": str(self.database),
            "key_file": str(folder / "key" / "checkback.key"),
            "clock_file": str(self.clock),
            "chat_send_rate": "0",
            **settings,
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CHECKBACK_")}
        self._environment = kept | {f"CHECKBACK_{name.upper()}": value for name, value in wanted.items()}
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=self._environment, stderr=log, stdout=log
            )

    async def command(self, *words: str) -> tuple[int, str]:
        """Another command with the same settings, as `db check`: its exit code and all that it says."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            cwd=ROOT,
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await asyncio.wait_for(process.communicate(), 30)
        return process.returncode or 0, said.decode()

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code. SIGKILL is the kill -9."""
        assert self._process is not None, "it was started"
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await asyncio.wait_for(self._process.wait(), 40)

    async def again(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it and start it anew."""
        await self.end(number)
        await self.start()

    async def exit_code(self) -> int:
        """Wait until it ends by itself."""
        assert self._process is not None, "it was started"
        return await asyncio.wait_for(self._process.wait(), 40)

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None, "it was started"
        self._process.send_signal(number)

    def later(self, seconds: float) -> None:
        """Move its clock ahead by so much, from the beginning of the test on."""
        self.clock.write_text(str(seconds))

    async def says(self, text: str, times: int = 1, within: float = 30) -> None:
        """Wait until it has logged this so many times."""
        for _ in range(int(within / 0.05)):
            if self.said.count(text) >= times:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"did not say: {text}")

    @property
    def said(self) -> str:
        """What it logged so far."""
        return self.log.read_text() if self.log.exists() else ""
