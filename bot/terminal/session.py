"""A conversation at the prompt: a line is read, understood, received, and what comes of it is drawn before the next."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Awaitable, Callable

from rich.console import Console

from bot.clock import ShiftedClock
from bot.service import Arrival, Service
from bot.terminal.lines import Lines
from bot.terminal.paper import Paper
from bot.terminal.typed import Later, NotUnderstood, Quit, meaning
from bot.triage import buttons
from bot.triage.inputs import Commanded, Input, Tapped

CHAT_ID = 1  # there is one person at a terminal
LOOK = 1.0  # seconds between two looks at the clock while nobody types


async def converse(
    service: Service,
    paper: Paper,
    help: str,
    flow: str,
    clock: ShiftedClock,
    look: Callable[[], Awaitable[int]],
    emptied: Callable[[], Awaitable[None]],
) -> None:
    """Talk until /quit or the end of the input. What is due comes before the first screen and before each line.

    help: how to; flow: what a new chat begins with; look: the clock's look for what is due, which tells how much was;
    emptied: returns when all is delivered.
    """

    async def due() -> bool:
        found = await look()
        await emptied()
        return found > 0

    paper.console.print(help, style="dim", soft_wrap=True)
    await due()
    if not paper.buttons:  # nothing waits to be answered
        await _receive(service, paper, emptied, await _first(service, flow))
    async for line in _lines(paper.console, due):
        match meaning(line, paper.buttons):
            case Quit():
                return
            case Later(by):
                clock.ahead += by.total_seconds()
            case NotUnderstood():
                paper.console.print(help, style="dim", soft_wrap=True)
            case inputs:
                await _receive(service, paper, emptied, *inputs)


async def _first(service: Service, flow: str) -> Input:
    """A new chat begins with the flow; one that is kept goes on where it stands, its check-in too."""
    kept = await service.knows(CHAT_ID)
    return Tapped(buttons.return_to_question("").data) if kept else Commanded("start", flow)


async def _receive(service: Service, paper: Paper, emptied: Callable[[], Awaitable[None]], *inputs: Input) -> None:
    """Several boxes at once are drawn once."""
    for receipt in await service.receive([Arrival(CHAT_ID, input) for input in inputs]):
        if receipt.toast:
            paper.console.print(f"\n{receipt.toast}", style="italic", markup=False)
    await emptied()


async def _lines(console: Console, due: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
    """What is typed or piped in. A piped line is shown, so that the transcript can be read."""
    lines, typed = Lines(sys.stdin.fileno()), sys.stdin.isatty()
    while True:
        await due()
        _prompt(console, typed)
        while (line := await lines.next(LOOK)) is None:
            if await due():
                _prompt(console, typed)
        if not line:
            return
        if line.strip():
            if not typed:
                console.print(f"\n> {line.strip()}", markup=False)
            yield line


def _prompt(console: Console, typed: bool) -> None:
    if typed:
        console.print("\n[bold magenta]>[/] ", end="")
