"""`checkback flows review` and `sign`: the page for the clinician who signs, and the signature."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import __version__
from bot.content.conversations import every_test
from bot.content.folder import SIGNED, read_folder
from bot.content.load import load, load_flows, packaged_flows
from bot.content.revisions import NoRevision, at_revision, last_change
from bot.content.signed import Record, content_of, last_signed
from bot.content.signed import sign as signed
from bot.exits import errors_told
from bot.proofs.coverage import failures
from bot.proofs.prove import prove
from bot.proofs.spoken import spoken_of
from bot.proofs.verdict import Proof
from bot.review.page import FILE, Material, page
from bot.review.since import Signed, since
from bot.review.written import written
from bot.triage.errors import FlowError
from bot.triage.flow import Claim, Flow, Mark
from bot.triage.library import Library, Signature

folder_argument = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False
)


@click.command()
@folder_argument
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help=f"{FILE} is written there."
)
@click.option("--country", help="Show the emergency numbers of this country (ISO code).")
def review(folder: Path | None, out: Path, country: str | None) -> None:
    """Write one page with all that the bot may say and why, for the clinician who signs."""
    folder = folder or packaged_flows()
    with errors_told():
        library = load(folder, country)
        content, record = last_signed(folder)
        then = _signed_then(folder, record) if record and record.content.digest != content.digest else None
    now = read_folder(folder, [])
    changed = since(then, library, now) if then else None
    proofs = _proofs(library)
    material = Material(
        library, written(now), content, record, proofs, _counts, _today(), __version__, changed, country
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / FILE).write_text(page(material), encoding="utf-8")
    click.echo(f"{out / FILE}: {len(library.flows)} flows, digest {content.digest}")


@click.command()
@folder_argument
@click.option("--by", metavar="NAME", required=True, help="The clinician who has read it all.")
@click.option("--registration", metavar="NUMBER", default="", help="With which a register knows the clinician.")
def sign(folder: Path | None, by: str, registration: str) -> None:
    """Write down that NAME has read and signed just this content: SIGNED.yaml. Refused if a proof or a test fails."""
    folder = folder or packaged_flows()
    signature = Signature(" ".join(by.split()), _today(), " ".join(registration.split()))
    if not signature.name:
        raise click.BadParameter("a name", param_hint="--by")
    with errors_told():
        wrong = list(_wrong(folder, load(folder)))
        if not wrong:
            content = signed(folder, signature)
            click.echo(f"Signed by {signature.name} on {signature.date}: digest {content.digest}")
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        click.echo(f"Not signed: {len(wrong)} problems", err=True)
        sys.exit(1)


def _signed_then(folder: Path, record: Record) -> Signed | None:
    """What was signed, from the git history: it stood beside the signature when that was committed."""
    try:
        with at_revision(last_change(folder / f"{SIGNED}.yaml"), folder) as then:
            before = read_folder(then, [])
            if content_of(before).digest == record.content.digest:
                return Signed(load_flows(then), before)
            told = "it was not committed together with its signature"
    except (NoRevision, FlowError) as error:
        told = str(error).splitlines()[0]
    click.echo(f"What was signed cannot be shown beside what stands there now: {told}", err=True)
    return None


def _wrong(folder: Path, library: Library) -> Iterator[str]:
    """What must be put right before anybody may sign."""
    for proof in _proofs(library).values():
        yield from map(str, proof.broken)
    yield from failures(every_test(folder, library), library)


def _proofs(library: Library) -> Mapping[str, Proof]:
    found = {}
    for flow in library.flows.values():
        click.echo(f"Proving {flow.id}...", err=True)
        found[flow.id] = prove(flow)
    return found


def _counts(flow: Flow, claims: Sequence[Claim]) -> Mapping[Mark, int]:
    click.echo(f"Counting what the claims of {flow.id} speak of...", err=True)
    return spoken_of(flow, claims)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
