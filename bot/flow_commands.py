"""`checkback flows ...`: what authors and clinicians do with the flows, each command in a few lines."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from bot.content.load import load, packaged_flows
from bot.proofs.draw.mermaid import mermaid
from bot.proofs.draw.picture import picture
from bot.triage.errors import FlowError
from bot.workbench import server as workbench

folder_argument = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False
)


@click.group()
def flows() -> None:
    """Check the flows, try them, read them and sign them."""


@flows.command()
@folder_argument
def check(folder: Path | None) -> None:
    """Load every file of FOLDER and tell all problems, each with its place."""
    with _problems_told():
        library = load(folder or packaged_flows())
        click.echo(f"{len(library.flows)} flows, no problems")


@flows.command()
@folder_argument
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of 127.0.0.1; 0: any that is free.")
def serve(folder: Path | None, port: int) -> None:
    """Try the flows of FOLDER in a browser, as in a phone. They are read again as they are saved."""
    with suppress(KeyboardInterrupt):
        try:
            asyncio.run(workbench.serve(folder or packaged_flows(), load, port, click.echo))
        except OSError as error:
            raise click.ClickException(f"--port: cannot listen there: {error.strerror}") from None


@flows.command()
@click.argument("flow")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="FILE.svg or FILE.mmd.")
def draw(flow: str, out: Path | None) -> None:
    """Draw FLOW: a flow that is shipped, or the file of another. Without --out, Mermaid is printed."""
    file = Path(flow) if flow.endswith(".yaml") else packaged_flows() / f"{flow}.yaml"
    drawings = {".svg": picture, ".mmd": mermaid}
    if out and out.suffix not in drawings:
        raise click.BadParameter("a name that ends in .svg or .mmd", param_hint="--out")
    with _problems_told():
        known = load(file.parent).flows
    if file.stem not in known:
        raise click.BadParameter(f"one of {', '.join(known)}", param_hint="FLOW")
    drawn = drawings[out.suffix if out else ".mmd"](known[file.stem], known.values())
    if out:
        out.write_text(drawn, encoding="utf-8")
    else:
        click.echo(drawn, nl=False)


@contextmanager
def _problems_told() -> Iterator[None]:
    """All problems of the files, one a line; exit code 1."""
    try:
        yield
    except FlowError as error:
        click.echo(error, err=True)
        sys.exit(1)
