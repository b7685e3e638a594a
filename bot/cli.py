"""The command line, and the composition root: the only place that builds things and wires them."""

from __future__ import annotations

import asyncio
import gc
import secrets
import sys
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from rich.console import Console

from bot import __version__, check_ins, logs
from bot.clock import ShiftedClock, clock_from
from bot.content.current import Current
from bot.content.load import packaged_flows
from bot.delivery import Delivery
from bot.exits import errors_told
from bot.pace import Pace
from bot.proven import Proven
from bot.service import Advance, Service
from bot.settings import Settings, TelegramSettings, read, rows
from bot.store.store import open_in_memory, open_store
from bot.terminal.paper import Paper
from bot.terminal.session import converse
from bot.triage.conversation import advance

Kind = TypeVar("Kind", bound=Settings)
PACKAGED = "the packaged flows"


def _flows() -> click.Command:
    from bot.diff_commands import diff
    from bot.flow_commands import flows
    from bot.review_commands import review, sign

    for command in (diff, review, sign):
        flows.add_command(command)
    return flows


def _db() -> click.Command:
    from bot.db_commands import db

    return db


class Late(click.Group):
    """Groups that are imported when they are asked for: `run` and `chat` need no pictures and no web pages."""

    late: Final = {"db": _db, "flows": _flows}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self.late})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self.late[cmd_name]() if cmd_name in self.late else super().get_command(ctx, cmd_name)


@click.group(cls=Late, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Checkback screens for red flags, advises, and checks back two weeks later."""


def _settings_table() -> str:
    """Every setting, for `run --help`."""
    lines = (f"{row.name}\n    {row.help}" + (f" [{row.default}]" if row.default else "") for row in rows())
    return "\b\nSettings (environment, .env, or files in a folder of secrets):\n" + "\n".join(lines)


@main.command(epilog=_settings_table())
def run() -> None:
    """Run the bot on Telegram until SIGTERM or Ctrl-C; SIGHUP reads the flows again."""
    from bot import running  # here, as Telegram's library would cost each `chat` a quarter of a second

    with errors_told():
        settings = read(TelegramSettings)
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
        logs.setup(settings.log_level, [settings.token.get_secret_value(), secret])
        content = _content(settings)
        gc.collect()
        gc.freeze()  # what was loaded stays: looking through it for garbage is up to a tenth of a tap's CPU
        with open_store(settings.database, settings.key_file) as store:
            clock = clock_from(settings.clock_file)
            service = Service(store, _advance(content), clock, _token)
            _run_loop(running.serve(settings, content, service, clock))


@main.command()
@click.option("--db", type=click.Path(path_type=Path), help="Keep the chat in this file; else it is gone at the end.")
@click.option("--key", type=click.Path(path_type=Path), help="The key of that file; made on the first run.")
@click.option(
    "--flow", default="lip_twitch", show_default=True, help="What a new chat begins with; another word shows the list."
)
def chat(db: Path | None, key: Path | None, flow: str) -> None:
    """Talk to the bot here: no token, no network."""
    with errors_told():
        settings = read(Settings)
        content = _content(settings)
        clock = ShiftedClock()
        with open_store(db, key or settings.key_file) if db else open_in_memory() as store:
            asyncio.run(_chat(content, clock, Service(store, _advance(content), clock, _token), flow))


async def _chat(content: Current, clock: ShiftedClock, service: Service, flow: str) -> None:
    paper = Paper(Console(highlight=False, width=None if sys.stdout.isatty() else 100))
    async with service:
        delivery = Delivery(service, paper, Pace(0, 0))
        help = content.library.words.terminal_help
        await converse(service, paper, help, flow, clock, partial(check_ins.tick, service), delivery.emptied)


def _content(settings: Settings) -> Current:
    read = partial(Proven().load, settings.flows or packaged_flows(), settings.country, settings.languages)
    return Current(read, settings.check_in_after)


def _advance(content: Current) -> Advance:
    """The core on the content in use at that moment."""
    return lambda chat, input, now, token, language: advance(content.library, chat, input, now, token, language)


def _token() -> str:
    return secrets.token_urlsafe(6)


def _run_loop(main: Coroutine[Any, Any, None]) -> None:
    """On uvloop where it installs: about a third less CPU."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(main)
    else:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(main)
