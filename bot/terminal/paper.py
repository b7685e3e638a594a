"""Draws screens with rich: in colour on a terminal, plain where the output is piped. A Messenger, as Telegram is."""

from __future__ import annotations

from itertools import count

from rich.console import Console
from rich.markdown import Markdown
from rich.panel import Panel
from rich.text import Text

from bot.triage.screen import Button, Document, Kind, Screen

FRAMES = {Kind.ALARM: "bold red", Kind.DISPOSITION: "bold cyan", Kind.CHECK_IN: "bold green"}


class Paper:
    """A roll of paper: what was written stays, so an edited question is written again."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.buttons: tuple[Button, ...] = ()  # those that can be chosen now, numbered from one
        self._message = 0
        self._ids = count(1)

    async def send(self, chat_id: int, screen: Screen) -> int:
        message_id = next(self._ids)
        self._draw(screen, message_id)
        return message_id

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> None:
        self._draw(screen, message_id)

    async def strip(self, chat_id: int, message_id: int) -> None:
        if message_id == self._message:
            self.buttons = ()

    def _draw(self, screen: Screen, message_id: int) -> None:
        self.console.print()
        self._write(Markdown(screen.text, hyperlinks=self.console.is_terminal), FRAMES.get(screen.kind))
        if isinstance(screen.document, Document):
            self.console.print(Text(screen.document.text))
        if screen.rows:
            self.buttons, self._message = tuple(button for row in screen.rows for button in row), message_id
            self.console.print()
        for number, button in enumerate(self.buttons if screen.rows else (), start=1):
            self.console.print(Text.assemble((f"{number:>3}  ", "bold magenta"), button.label))

    def _write(self, text: Markdown, frame: str | None) -> None:
        """In a frame on a terminal; plain, without the spaces that fill a line up, where it is piped."""
        if self.console.is_terminal:
            self.console.print(Panel(text, border_style=frame) if frame else text)
            return
        with self.console.capture() as captured:
            self.console.print(text)
        for line in captured.get().splitlines():
            self.console.out(line.rstrip(), highlight=False)
