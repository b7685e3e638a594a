"""`checkback flows ...`: what authors and clinicians do with the flows, each command in a few lines."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from bot.content.conversations import add_to, every_test, written
from bot.content.languages import unfinished, update
from bot.content.load import load, packaged_flows
from bot.content.po import read_po
from bot.content.schema.files import schemas
from bot.content.undated import undated_sources
from bot.content.unused import unused_modules
from bot.diff_commands import against_the_last_tag
from bot.proofs.coverage import coverage, failures
from bot.proofs.draw.mermaid import mermaid
from bot.proofs.draw.picture import picture
from bot.proofs.idle import idle
from bot.proofs.prove import prove
from bot.proofs.verdict import Proof
from bot.proven import Proven
from bot.telegram.limits import too_long
from bot.terminal.recording import record as recorded
from bot.triage.errors import FlowError, Problem
from bot.triage.flow import Flow
from bot.workbench import server as workbench
from bot.workbench.watch import Watched

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
folder_argument = click.argument("folder", type=FOLDER, required=False)


@click.group()
def flows() -> None:
    """Check the flows, try them, read them and sign them."""


@flows.command()
@folder_argument
def check(folder: Path | None) -> None:
    """Load every file of FOLDER, prove every flow, tell all problems with their places; then what is idle or long."""
    folder = folder or packaged_flows()
    with _problems_told():
        library = Proven().load(folder)
        _warn((*undated_sources(folder), *unfinished(folder)))
        problems = {*unused_modules(folder), *idle(library), *too_long(library)}
        if problems:
            raise FlowError(tuple(problems))
        against_the_last_tag(folder, library)
        click.echo(f"{len(library.flows)} flows, no problems")


def _warn(problems: Iterable[Problem]) -> None:
    """What should be seen to, and stops nobody."""
    for problem in sorted(problems):
        click.echo(f"{problem.mark}: warning: {problem.message}", err=True)


@flows.command()
@click.argument("language")
@folder_argument
def translate(language: str, folder: Path | None) -> None:
    """Bring locale/LANGUAGE.po of FOLDER up to date: new texts stand there empty, reworded ones fuzzy."""
    folder = folder or packaged_flows()
    with _problems_told():
        load(folder)
    try:
        file = update(folder, language)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="LANGUAGE") from None
    left = sum(entry.fuzzy or not entry.said for entry in read_po(file, file.name).entries.values())
    click.echo(f"{file.name}: {left} texts are to be translated")


@flows.command("prove")
@folder_argument
def prove_all(folder: Path | None) -> None:
    """Prove what must hold on every path of each flow of FOLDER; tell the shortest conversation that breaks it."""
    with _problems_told():
        library = load(folder or packaged_flows())
    gc.disable()  # a proof remembers until it ends: the collector would look through all of it, and find nothing
    proofs = [_proven(flow) for flow in library.flows.values()]
    sys.exit(0 if all(proof.holds for proof in proofs) else 1)


def _proven(flow: Flow) -> Proof:
    began = time.perf_counter()
    proof = prove(flow)
    took = time.perf_counter() - began
    found = "holds" if proof.holds else f"{len(proof.broken)} broken"
    asked = f"at most {proof.longest} questions"
    click.echo(f"{flow.id}: {found}; {proof.sequences} answer sequences, {proof.states} states, {asked}, {took:.2f} s")
    for broken in proof.broken:
        click.echo(f"\n{broken}\n")
    return proof


@flows.command()
@folder_argument
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of 127.0.0.1; 0: any that is free.")
def serve(folder: Path | None, port: int) -> None:
    """Try the flows of FOLDER in a browser, as in a phone. They are read again as they are saved."""
    with suppress(KeyboardInterrupt):
        try:
            asyncio.run(_serve(folder or packaged_flows(), port))
        except OSError as error:
            raise click.ClickException(f"--port: cannot listen there: {error.strerror}") from None


async def _serve(folder: Path, port: int) -> None:
    await workbench.serve(Watched(folder, load, Proven().unsafe), port, click.echo)


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


@flows.command()
@folder_argument
@click.option(
    "--conversations", type=FOLDER, help="Golden conversations; without it, tests/conversations beside FOLDER."
)
@click.option("--brief", is_flag=True, help="Do not list what was not touched.")
def test(folder: Path | None, conversations: Path | None, brief: bool) -> None:
    """Play the tests of each flow of FOLDER, and golden conversations; tell what they did not touch."""
    folder = folder or packaged_flows()
    with _problems_told():
        library = load(folder)
        tests = every_test(folder, library, conversations)
    wrong, touched = list(failures(tests, library)), coverage(library.flows.values(), tests)
    for line in (*wrong, *(() if brief else (f"{part} is never touched" for part in touched.untouched))):
        click.echo(line)
    click.echo(f"{len(tests)} conversations, {len(wrong)} failures; touched: {touched}")
    sys.exit(1 if wrong else 0)


@flows.command()
@click.argument("flow", required=False, default="")
@click.option("--folder", type=FOLDER, help="Where FLOW is; without it, the packaged flows.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Add it to this file of conversations.")
def record(flow: str, folder: Path | None, out: Path | None) -> None:
    """Talk through FLOW here until /quit; what was answered, and what it ended in, is written as a golden test."""
    with _problems_told():
        library = load(folder or packaged_flows())
    if flow and flow not in (listed := [each.id for each in library.listed]):
        raise click.BadParameter(f"one of {', '.join(listed)}", param_hint="FLOW")
    told = "".join(written(golden) for golden in asyncio.run(recorded(library, flow)))
    if not told:
        raise click.ClickException("nothing is recorded: no conversation came to its end")
    if out:
        add_to(out, told)
    click.echo(told, nl=False)


@flows.command()
@click.argument("kind", type=click.Choice([*schemas()]), default="flow")
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file, with which editors complete and check it."""
    click.echo(json.dumps(schemas()[kind], indent=2))


@contextmanager
def _problems_told() -> Iterator[None]:
    """All problems of the files, one a line; exit code 1."""
    try:
        yield
    except FlowError as error:
        click.echo(error, err=True)
        sys.exit(1)
