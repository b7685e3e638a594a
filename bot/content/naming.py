"""The names of the medicine table, made ready for the look-up: which class each stands for, and which mean several."""

from __future__ import annotations

from bot.content.medicines import Table
from bot.content.names import Trap
from bot.content.nodes import Node
from bot.content.scope import Known
from bot.content.texts import LONGEST_LABEL, read_plain
from bot.triage.library import Named


def read_names(table: Table, known: Known) -> dict[str, str]:
    """Name -> class. A name of two classes is reported: that is what name traps are for."""
    found: dict[str, str] = {}
    classes: dict[str, str] = {}
    for id, fields in table.classes.items():
        for node in fields["names"].each():
            name = read_plain(node, known, longest=LONGEST_LABEL)
            other = classes.setdefault(name.casefold(), id)
            if other != id:
                node.wrong(f"`{name}` is a name of `{other}` too; a name of two meanings belongs into `name_traps`")
            found[name] = id
    return found


def read_trap(node: Node, table: Table, known: Known) -> Trap:
    fields = node.fields(("names", "ask", "means"))
    ask = read_plain(fields["ask"], known)
    names = tuple(read_plain(name, known, longest=LONGEST_LABEL) for name in fields["names"].each())
    return Trap(names, ask, tuple(_meaning(item, table, known) for item in fields["means"].items()))


def _meaning(node: Node, table: Table, known: Known) -> Named:
    fields = node.fields(("label", "class"))
    label = read_plain(fields["label"], known, longest=LONGEST_LABEL)
    return Named(label, fields["class"].choice(table.classes, "class of medicines"))
