"""Drafts of flows: modules and the medicine table are woven in and the steps are known, but nothing is read yet.

All flows of a folder are drafted before any is read, as a check-in's flow mentions the steps of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.content.medicines import Table, draft_lookup
from bot.content.nodes import Fields, Node
from bot.content.scope import Known, Outline, Scope, merged
from bot.content.steps import Draft, draft_step
from bot.content.weave import PARTS, Modules, Woven, weave

NEEDED = ("flow", "version", "title", "steps", "dispositions")
OPTIONAL = ("listed", "closes", *PARTS)
MODULE = ("module", "steps")
LATER = "is not asked yet at this place"
ON_CARD = "stands on the emergency card, after all else"


@dataclass(frozen=True, slots=True)
class FlowDraft:
    """A flow that knows its steps."""

    id: str
    fields: Fields
    woven: Woven
    steps: tuple[Draft, ...]
    listed: bool
    table: Table | None  # None: it cannot be read
    complete: bool  # False: some steps are missing

    @property
    def asked(self) -> tuple[Draft, ...]:
        """The questions that rules may mention: not those on the emergency card."""
        return tuple(step for step in self.steps if not step.on_card)

    @property
    def lookup(self) -> tuple[Table, Draft, Draft] | None:
        """The table, the step that looks names up in it, and the question of timing after it."""
        pairs = zip(self.steps, self.steps[1:], strict=False)
        return next(((self.table, which, when) for which, when in pairs if self.table and which.lookup), None)

    def before(self, step: Draft) -> tuple[Draft, ...]:
        """The steps that were asked when this one is: those on the card come after all others."""
        order = sorted(self.steps, key=lambda each: each.on_card)
        return tuple(order[: order.index(step)])

    def scope(self, known: Known, earlier: Mapping[str, Outline], asked: Iterable[Draft]) -> Scope:
        """What may be mentioned where these steps have been asked."""
        steps = {step.id: step.outline for step in asked}
        barred = {step.id: ON_CARD if step.on_card else LATER for step in self.steps if step.id not in steps}
        return Scope(known, steps, barred, None if self.listed else earlier, self.complete)


def draft_flow(name: str, node: Node, modules: Modules, table: Table | None) -> FlowDraft:
    """The flow in the file of this name. table: None where medicines.yaml cannot be read."""
    fields = node.fields(NEEDED, OPTIONAL)
    check_name(fields, "flow", name)
    woven = weave(fields, modules)
    steps = [draft_step(step) for step in woven.steps]
    looks_up = any("lookup" in step.fields for step in steps)
    listed = fields.get("listed")
    return FlowDraft(
        id=name,
        fields=fields,
        woven=woven,
        steps=tuple(_without_duplicates(_looked_up(steps, table))),
        listed=listed.yes() if listed else True,
        table=table,
        complete=woven.complete and (table is not None or not looks_up),
    )


def draft_module(name: str, node: Node | None) -> Fields | None:
    if node is None:
        return None
    fields = node.fields(MODULE, PARTS)
    check_name(fields, "module", name)
    return fields


def check_name(fields: Fields, key: str, name: str) -> None:
    """A file says its own name, so that a copied file is noticed."""
    if key in fields and fields[key].word() != name:
        fields[key].wrong(f"the file is called `{name}.yaml`, so `{key}: {name}` must stand here")


def anywhere(drafts: Iterable[FlowDraft], known: Known) -> Scope:
    """What may be mentioned where no flow is known: the steps of all."""
    drafts = tuple(drafts)
    steps = {outline.id: outline for outline in merged(step.outline for draft in drafts for step in draft.asked)}
    barred = {step.id: ON_CARD for draft in drafts for step in draft.steps if step.id not in steps}
    return Scope(known, steps, barred, complete=known.whole)


def _looked_up(steps: Iterable[Draft], table: Table | None) -> Iterator[Draft]:
    """The steps, with what the table makes of the one that looks names up; without it where there is no table."""
    looked_up = False
    for step in steps:
        if "lookup" not in step.fields:
            yield step
        elif looked_up:
            step.fields["lookup"].wrong("a flow asks for medicines, and since when they are taken, only once")
        elif table:
            looked_up = True
            yield from draft_lookup(step, table)


def _without_duplicates(drafts: Iterable[Draft]) -> Iterator[Draft]:
    found: dict[str, Draft] = {}
    for draft in drafts:
        same = found.setdefault(draft.id, draft)
        if same is draft:
            yield draft
        elif draft.id:
            draft.fields["ask"].wrong(f"a second step `{draft.id}`; the first stands at {same.fields['ask'].mark}")
