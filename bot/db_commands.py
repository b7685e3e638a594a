"""`checkback db ...`: what an operator does with the database, each command in a few lines. None tells of a person."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.exits import errors_told
from bot.settings import Settings, read
from bot.store import copies
from bot.store.key_file import check_apart
from bot.store.rotation import rotate

file_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.group()
def db() -> None:
    """Back the database up, put a copy back, check it, change its key. Which database and key, the settings say."""


@db.command()
@file_argument
def backup(file: Path) -> None:
    """Copy the database into FILE, which must be new. The bot may run.

    The copy is encrypted as the database is: keep the key, and keep it elsewhere.
    """
    with errors_told():
        settings = read(Settings)
        check_apart(settings.key_file, file)
        copies.back_up(settings.database, file)
        click.echo(f"{file}: {copies.checked(file, settings.key_file)}")


@db.command()
@file_argument
def restore(file: Path) -> None:
    """Put the copy FILE in the place of the database. The bot must be stopped.

    The copy is checked first. What stood there is kept beside it: delete it when all is well, people are in it.
    """
    with errors_told():
        settings = read(Settings)
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        aside = copies.restore(settings.database, settings.key_file, file, moment)
        click.echo(f"{settings.database}: {copies.checked(settings.database, settings.key_file)}")
        if aside:
            click.echo(f"What stood there is now {aside}; delete it when all is well")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def check(file: Path | None) -> None:
    """Look at every page of the database, or of the copy FILE, and open every value. The bot may run."""
    with errors_told():
        settings = read(Settings)
        findings = copies.checked(file or settings.database, settings.key_file)
        click.echo(f"{file or settings.database}: {findings}")
        sys.exit(not findings.sound)


@db.command()
def rotate_key() -> None:
    """Seal everything with a new key, which is added to the key file. The bot must be stopped.

    If it is killed, run it again. The earlier keys stay in the key file, below the new one, for old backups.
    """
    with errors_told():
        settings = read(Settings)
        done = rotate(settings.database, settings.key_file)
        click.echo(
            f"{done.rows} values are sealed with the new key" + f"; {done.damaged} are damaged" * bool(done.damaged)
        )
        click.echo(
            f"Copy {settings.key_file} to where its copy lies; take the earlier keys out with the last old backup"
        )
