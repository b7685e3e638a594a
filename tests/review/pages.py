"""A page of a folder, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from bot.content.folder import read_folder
from bot.content.load import load
from bot.content.signed import last_signed
from bot.proofs.prove import prove
from bot.proofs.spoken import spoken_of
from bot.proofs.verdict import Proof
from bot.review.page import Material, page
from bot.review.written import written
from bot.triage.flow import Claim, Flow, Mark

VOID = {"meta", "br", "link", "img", "input", "hr"}


def page_of(path: Path, *, proven: bool = True) -> str:
    """The page of a folder. proven: else the proofs are left out, as if all held."""
    library = load(path)
    content, record = last_signed(path)
    proofs = {id: prove(flow) if proven else held(flow) for id, flow in library.flows.items()}
    counts = spoken_of if proven else uncounted
    return page(Material(library, written(read_folder(path, [])), content, record, proofs, counts, "2031-02-03", "1.2"))


def held(flow: Flow) -> Proof:
    return Proof(flow.id, 1234567890123, 1, 1)


def uncounted(flow: Flow, claims: Sequence[Claim]) -> dict[Mark, int]:
    return {}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text within but that of pictures, one space between words."""
        return " ".join(" ".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag != "svg":
                yield from child._texts()

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element within of these tags; without any, every one."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def by_id(self, id: str) -> Element:
        (found,) = (element for element in self.all() if element.attributes.get("id") == id)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"<{self.at.tag}> is closed by </{tag}>"
        assert self.at.parent
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read(html: str) -> Element:
    """The tree of a page. Every element must be closed, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.at.tag == "", f"<{reader.at.tag}> is never closed"
    return reader.at
