"""Load a content folder: the one way from files to a Library."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.content.cards import read_cards, read_sources_file, read_topics
from bot.content.catalog import WRITTEN, own_name
from bot.content.countries import read_numbers
from bot.content.drafts import FlowDraft, anywhere, draft_flow, draft_module
from bot.content.flows import Shared, read_flow
from bot.content.folder import LOCALE, SPEAKING, Folder, read_folder
from bot.content.languages import in_language, languages_of
from bot.content.medicines import Table, check_rules, outline_table, read_classes
from bot.content.names import look_up_in
from bot.content.naming import read_names, read_trap
from bot.content.nodes import Node
from bot.content.safety_net import read_safety_net
from bot.content.scope import Known, earlier
from bot.content.signed import signature_of
from bot.content.words import read_words
from bot.triage.errors import FlowError, Problem
from bot.triage.library import Language, Library, speaking


def packaged_flows() -> Path:
    """The flows shipped with the code: within the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "flows"
    return installed if installed.is_dir() else package.parent / "flows"


def load(folder: Path, country: str | None = None, languages: Sequence[str] = ()) -> Library:
    """Everything in the folder, with the numbers of the country (an ISO code; None: those for all other countries).

    languages: those to speak, by their codes; the first is spoken to whoever's own is none of them. (): all.

    Raises FlowError with all problems of all files; UnknownCountry, UnknownLanguage. What holds on every path is not
    looked at here but in `proofs`.
    """
    problems: list[Problem] = []
    read = read_folder(folder, problems)
    written = _library(read, country)
    tongues = [_translated(written, read, code, country) for code in languages or languages_of(read)]
    if problems:
        raise FlowError(tuple(set(problems)))  # a module's own problems come up in each flow that uses it
    return speaking(tongues)


def _translated(written: Library, folder: Folder, code: str, country: str | None) -> Library:
    """The same flows in other words: their digests are those of what is written, and so is the signature."""
    if code == WRITTEN:
        return written
    said = _library(in_language(folder, code), country)
    flows = {id: replace(flow, digest=written.flows[id].digest) for id, flow in said.flows.items()}
    return replace(said, flows=flows, signed=written.signed, language=Language(code, own_name(code)))


def load_flows(folder: Path) -> Library:
    """What an earlier version asked and how urgent it was, though it lacks words that are needed by now.

    Raises FlowError only with the problems of what decides that: flows, modules and medicines.
    """
    problems: list[Problem] = []
    library = _library(read_folder(folder, problems), None)
    deciding = {problem for problem in problems if _decides(Path(problem.file))}
    if deciding:
        raise FlowError(tuple(deciding))
    return library


def _decides(file: Path) -> bool:
    """Whether what stands there can change what is asked and how urgent it is."""
    return file.parent.name != LOCALE and file.stem not in (*SPEAKING, "sources")


def _library(folder: Folder, country: str | None) -> Library:
    sources = read_sources_file(folder["sources"])
    table = outline_table(folder["medicines"])
    drafts = _drafts(folder, table if "medicines" in folder else None)
    whole = None not in folder.flows.values() and all(draft.complete for draft in drafts)
    known = _known(folder, country, [draft.id for draft in drafts if draft.listed], whole)
    scope = anywhere(drafts, known)
    before = earlier(step.outline for draft in drafts for step in draft.asked)
    sets = _by_name(folder["dispositions"]) if "dispositions" in folder else None
    check_rules(table, [{step.id for step in draft.asked} for draft in drafts if draft.lookup and whole])
    traps = [read_trap(trap, table, known) for trap in table.traps]
    return Library(
        flows={draft.id: read_flow(draft, Shared(known, sets, scope, before)) for draft in drafts},
        cards=read_cards(folder["emergencies"], scope),
        topics=read_topics(folder["topics"], known),
        medicines=read_classes(table, scope),
        sources=sources,
        words=read_words(folder["words"], known),
        safety_net=read_safety_net(folder["safety_net"], known),
        look_up=look_up_in(read_names(table, known), traps),
        name_questions={trap.means: trap.ask for trap in traps},
        signed=signature_of(folder),
    )


def _known(folder: Folder, country: str | None, listed: Collection[str], whole: bool) -> Known:
    return Known(
        numbers=read_numbers(folder["countries"], country) if "countries" in folder else None,
        sources=tuple(_by_name(folder["sources"])) if "sources" in folder else None,
        causes=tuple(_by_name(folder["emergencies"])) if "emergencies" in folder else None,
        flows=tuple(folder.flows),
        listed=listed,
        whole=whole,
    )


def _drafts(folder: Folder, table: Table | None) -> list[FlowDraft]:
    modules = {name: draft_module(name, node) for name, node in folder.modules.items()}
    return [draft_flow(name, node, modules, table) for name, node in folder.flows.items() if node]


def _by_name(node: Node) -> Mapping[str, Node]:
    return {key.word(): value for key, value in node.entries()}
