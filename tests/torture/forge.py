"""Makes bot processes quickly: a parent that has imported everything forks, and each child is `checkback run`.

Only the seconds of importing, and of proving the shipped flows, are saved, so that there is time for more deaths; from
there on all is the real thing.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import bot.running  # noqa: F401 - cli imports it only when it runs, and so each child would
from bot import cli
from bot.content.load import packaged_flows
from bot.proven import Proven
from tests.bot_api import BotApi
from tests.end_to_end.process import ROOT, BotProcess


class ForgedProcess(BotProcess):
    """A BotProcess that is forked from a parent, made at the first start."""

    def __init__(self, telegram: BotApi, folder: Path, **settings: str) -> None:
        super().__init__(telegram, folder, **settings)
        self._forge: asyncio.subprocess.Process | None = None
        self._pid = 0

    async def start(self) -> None:
        if self._forge is None:
            with self.log.open("ab") as log:
                self._forge = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "tests.torture.forge"),
                    cwd=ROOT,
                    env=self._environment,
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=log,
                )
        self._pid = await self._ask("start")

    async def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code, or less than 0 for a signal."""
        os.kill(self._pid, number)
        return await asyncio.wait_for(self._ask("wait"), 15)

    async def close(self) -> None:
        """No more starts."""
        if self._forge and self._forge.stdin:
            self._forge.stdin.close()
            await self._forge.wait()

    async def _ask(self, what: str) -> int:
        assert self._forge is not None, "it was started"
        assert self._forge.stdin is not None
        assert self._forge.stdout is not None
        self._forge.stdin.write(f"{what}\n".encode())
        return int(await self._forge.stdout.readline())


def serve() -> None:
    """Answers "start" with the number of a new process and "wait" with how the last one ended, until the input ends."""
    proven, child = Proven(), 0
    proven.load(packaged_flows())
    setattr(cli, "Proven", lambda: proven)  # noqa: B010 - it is a class, and this gives the one that knows the flows
    for line in sys.stdin:
        if line == "start\n":
            child = os.fork()
            if not child:
                _run()
            print(child, flush=True)
        else:
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
            child = 0
    if child:
        os.kill(child, signal.SIGKILL)


def _run() -> None:
    """Be the bot, and end as it does."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    try:
        cli.main(["run"])
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    os._exit(0)


if __name__ == "__main__":
    serve()
