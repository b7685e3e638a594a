"""How a command ends: what an operator got wrong is told in plain lines, with an exit code that systemd understands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.settings import SettingsError
from bot.store.errors import BadKeyFile, DatabaseIsFolder, HalfRotated, MissingKey, WrongKey
from bot.triage.errors import CheckbackError, UnknownCountry, UnknownLanguage


@contextmanager
def errors_told() -> Iterator[None]:
    """Exit code 2 for settings and keys, which will be wrong again at the next start; 130, as a shell has it, for
    Ctrl-C; 1 for the rest."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(err=True)  # the shell's prompt on a line of its own
        sys.exit(130)
    except (SettingsError, BadKeyFile, DatabaseIsFolder, HalfRotated, MissingKey, WrongKey) as error:
        click.echo(error, err=True)
        sys.exit(2)
    except UnknownCountry as error:
        click.echo(f"CHECKBACK_COUNTRY: {error}", err=True)
        sys.exit(2)
    except UnknownLanguage as error:
        click.echo(f"CHECKBACK_LANGUAGES: {error}", err=True)
        sys.exit(2)
    except CheckbackError as error:
        click.echo(error, err=True)
        sys.exit(1)
