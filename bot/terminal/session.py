"""A conversation at the prompt: a line is read, understood, received, and what comes of it is drawn before the next."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable

from rich.console import Console

from bot.clock import ShiftedClock
from bot.service import Arrival, Service
from bot.terminal.paper import Paper
from bot.terminal.typed import Later, NotUnderstood, Quit, meaning
from bot.triage.inputs import Commanded, Input

CHAT_ID = 1  # there is one person at a terminal


async def converse(
    service: Service,
    paper: Paper,
    help: str,
    flow: str,
    clock: ShiftedClock,
    look: Callable[[], Awaitable[object]],
    emptied: Callable[[], Awaitable[None]],
) -> None:
    """Talk until /quit or the end of the input.

    help: how to; flow: what to begin with; look: the clock's look for what is due; emptied: returns when all is
    delivered.
    """
    paper.console.print(help, style="dim", soft_wrap=True)
    await _receive(service, paper, emptied, Commanded("start", flow))
    async for line in _lines(paper.console):
        match meaning(line, paper.buttons):
            case Quit():
                return
            case Later(by):
                clock.ahead += by.total_seconds()
                await look()
                await emptied()
            case NotUnderstood():
                paper.console.print(help, style="dim", soft_wrap=True)
            case inputs:
                await _receive(service, paper, emptied, *inputs)


async def _receive(service: Service, paper: Paper, emptied: Callable[[], Awaitable[None]], *inputs: Input) -> None:
    """Several boxes at once are drawn once."""
    for receipt in await service.receive([Arrival(CHAT_ID, input) for input in inputs]):
        if receipt.toast:
            paper.console.print(f"\n{receipt.toast}", style="italic", markup=False)
    await emptied()


async def _lines(console: Console) -> AsyncIterator[str]:
    """What is typed or piped in, a line at a time. A piped line is shown, so that the transcript can be read."""
    shown = "" if sys.stdin.isatty() else "> "
    while line := await asyncio.to_thread(_read, console):
        if line.strip():
            if shown:
                console.print(f"\n{shown}{line.strip()}", markup=False)
            yield line


def _read(console: Console) -> str:
    if sys.stdin.isatty():
        console.print("\n[bold magenta]>[/] ", end="")
    return sys.stdin.readline()
