"""Reminders on python-telegram-bot's JobQueue: `python -m tests.bench.peers.job_queue COUNT`.

It keeps jobs in memory, so a bot with pending reminders has to queue each anew when it starts. Prints as JSON the
seconds that this takes, the milliseconds from a moment at which thirty are due until all have run, and the memory.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from datetime import timedelta

from telegram.ext import Application, ContextTypes

from tests.bench.processes import memory_mib

DUE = 30
SOON = 1.0  # seconds


async def main(count: int) -> None:
    application = Application.builder().token("1:none").build()
    queue = application.job_queue
    assert queue is not None, "python-telegram-bot[job-queue] is installed"
    waited_for, all_ran = DUE, asyncio.Event()

    async def remind(context: ContextTypes.DEFAULT_TYPE) -> None:
        nonlocal waited_for
        waited_for -= 1
        if not waited_for:
            all_ran.set()

    memory, begun = memory_mib(os.getpid()), time.monotonic()
    for number in range(count):
        queue.run_once(remind, timedelta(days=1, seconds=number), chat_id=number)
    await queue.start()
    seconds, memory = time.monotonic() - begun, memory_mib(os.getpid()) - memory
    due = time.monotonic() + SOON
    for number in range(DUE):
        queue.run_once(remind, due - time.monotonic(), chat_id=number)
    await all_ran.wait()
    print(json.dumps({"seconds": seconds, "due_ms": 1000 * (time.monotonic() - due), "mib": memory}))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
