"""Questions. First a draft, which knows the ids of step and options, so that conditions anywhere can be checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.content.conditions import RESERVED, optional_condition
from bot.content.nodes import Fields, Node
from bot.content.raises import RAISING, read_raise, read_sources
from bot.content.scope import RAISED, Outline, Scope
from bot.content.texts import optional_text, read_label, read_text
from bot.triage.conditions import Condition, Ticked
from bot.triage.flow import Option, Step, Text

MOST_BOXES = 8
KINDS = ("one", "many", "lookup")
NEEDED = ("ask", "text")
OPTIONAL = ("why", "when", "below", "carry", "after", "source", "none", *KINDS)
LABEL = ("label",)
TAKEN = frozenset({"not", "urgency", "round"})
"""What stands where a step stands in a condition, so that no step can be called so."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question whose texts and conditions are not read yet."""

    id: str
    fields: Fields
    options: Mapping[str, Node]
    many: bool = False
    on_card: bool = False
    lookup: str | None = None
    shown: int | None = None
    when: Condition | None = None  # where nobody wrote it: the timing of medicines

    @property
    def outline(self) -> Outline:
        return Outline(self.id, tuple(self.options), self.many)


def draft_step(node: Node) -> Draft:
    """A question as it stands in a file; the options of a `lookup` are still to be filled in."""
    fields = node.fields(NEEDED, OPTIONAL)
    kinds = [kind for kind in KINDS if kind in fields]
    if fields.found and len(kinds) != 1:
        node.wrong("a step has exactly one of `one`, `many` and `lookup`")
    kind = kinds[0] if kinds else "one"
    options = {} if kind == "lookup" else draft_options(fields[kind])
    after = fields.get("after")
    on_card = after is not None and after.choice(("emergency",), "moment") == "emergency"
    return Draft(read_step_id(fields["ask"]), fields, options, kind != "one", on_card)


def read_step_id(node: Node) -> str:
    id = node.id()
    if id in TAKEN:
        node.wrong(f"no step can be called `{id}`: it means something else in a condition")
    return id


def draft_options(node: Node) -> dict[str, Node]:
    """Option id -> its label or mapping."""
    options = {key.id(): value for key, value in node.entries()}
    for key, _ in node.entries():
        if key.value in RESERVED:
            key.wrong(f"no option can be called `{key.value}`: it means something else in a condition")
    if len(options) > MOST_BOXES:
        node.wrong(f"{len(options)} boxes are too many for a phone: at most {MOST_BOXES}")
    return options


def read_step(draft: Draft, here: Scope, whole: Scope) -> Step:
    """here: the steps asked before this one; whole: all steps of the flow, in order."""
    fields = draft.fields
    if draft.on_card:
        _check_on_card(draft)
    read_sources(fields, here.known)
    below, carry = fields.get("below"), fields.get("carry")
    options = tuple(_option(draft.id, id, node, here, whole) for id, node in draft.options.items())
    none_label = _none_label(draft, here)
    _check_labels(draft, options, none_label)
    return Step(
        id=draft.id,
        text=read_text(fields["text"], here),
        options=options,
        many=draft.many,
        none_label=none_label,
        why=optional_text(fields.get("why"), here),
        when=draft.when or optional_condition(fields.get("when"), here),
        below=RAISED.get(below.choice(RAISED, "level")) if below else None,
        on_card=draft.on_card,
        carry=carry.yes() if carry else False,
        lookup=draft.lookup,
        shown=draft.shown,
        mark=fields.node.mark,
    )


def _option(step: str, id: str, node: Node, here: Scope, whole: Scope) -> Option:
    if node.kind != "mapping":
        return Option(id, read_label(node, here), mark=node.mark)
    fields = node.fields(LABEL, RAISING)
    label = read_label(fields["label"], here)
    if "raises" in fields:
        return Option(id, label, read_raise(fields, Ticked(step, frozenset({id})), whole), node.mark)
    for name in fields.found.keys() - {"label"}:
        fields[name].wrong(f"`{name}` says nothing without `raises`")
    return Option(id, label, mark=node.mark)


def _none_label(draft: Draft, here: Scope) -> Text:
    none = draft.fields.get("none")
    if none is None:
        return ()
    if not draft.many:
        none.wrong("`none` stands only beside `many` and `lookup`")
    return read_label(none.fields(LABEL)["label"], here)


def _check_labels(draft: Draft, options: Sequence[Option], none_label: Text) -> None:
    """Two buttons that say the same are one to who reads them."""
    found = {(line.text.lower(), line.condition): "none" for line in none_label if line.text}
    for option in options:
        for line in option.label:
            same = found.setdefault((line.text.lower(), line.condition), option.id)
            if same != option.id and line.text:
                draft.options[option.id].wrong(f"`{option.id}` has the same label as `{same}`: {line.text}")


def _check_on_card(draft: Draft) -> None:
    """What is asked on the emergency card is asked once, of everybody there, and never changes the level."""
    for name in ("below", "carry"):
        if name in draft.fields:
            draft.fields[name].wrong(f"`{name}` means nothing on the emergency card")
    for option in draft.options.values():
        if isinstance(option.value, Mapping) and "raises" in option.value:
            option.value["raises"][0].wrong("a question on the emergency card never changes the level")
