"""medicines.yaml: the table of medicine classes, and what a `lookup` step makes of it in a flow.

A step with a `lookup` becomes two: which classes, and whether one was started or changed lately. A class raises its
level when long taken, another when recent, and what its own rules say; its advice is shown where it is ticked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.content.conditions import mentioned, read_condition
from bot.content.nodes import Fields, Node, did_you_mean
from bot.content.raises import RAISING, read_raise, read_sources
from bot.content.scope import RAISED, Scope
from bot.content.steps import MOST_BOXES, Draft, draft_options, read_step_id
from bot.content.texts import optional_text, read_text
from bot.triage.conditions import All, Condition, Ticked
from bot.triage.flow import Advice, Rule, Text, Urgency, pick
from bot.triage.library import MedicineClass

TABLE = "medicines"
NEEDED = ("label", "names", "evidence", "advice", "about", "source")
OPTIONAL = ("recent", "long_term", "because", "rules")
LOOKUP = ("from", "show")
EVIDENCE = ("strong", "moderate", "weak")
ADVISED_AT = frozenset({Urgency.SELF_CARE, Urgency.ROUTINE, Urgency.URGENT})


@dataclass(frozen=True, slots=True)
class Table:
    """The table, its texts and rules not read yet."""

    node: Node
    timing: Fields
    classes: Mapping[str, Fields]  # commonest first
    traps: tuple[Node, ...] = ()  # names of several meanings


def outline_table(node: Node) -> Table:
    fields = node.fields(("timing", "classes"), ("name_traps",))
    timing = fields["timing"].fields(("ask", "text", "one", "recent"), ("why", "source"))
    classes = {id: value.fields(NEEDED, OPTIONAL) for key, value in fields["classes"].entries() if (id := key.id())}
    return Table(node, timing, classes, tuple(fields.each("name_traps")))


def draft_lookup(draft: Draft, table: Table) -> tuple[Draft, Draft]:
    """The look-up step with the table's classes as its options, and the question of timing after it."""
    lookup = draft.fields["lookup"].fields(LOOKUP)
    lookup["from"].choice((TABLE,), "table")
    labels = {id: fields["label"] for id, fields in table.classes.items()}
    which = replace(draft, options=labels, lookup=TABLE, shown=lookup["show"].number(1, MOST_BOXES))
    carried = {"carry": draft.fields["carry"]} if "carry" in draft.fields else {}
    when = Draft(
        read_step_id(table.timing["ask"]),
        Fields(table.timing.node, {**table.timing.found, **carried}),
        draft_options(table.timing["one"]),
        when=Ticked(draft.id, frozenset(id for id, fields in table.classes.items() if _matters_when_recent(fields))),
    )
    return which, when


def read_rules(table: Table, which: Draft, when: Draft, asked: Collection[str], scope: Scope) -> tuple[Rule, ...]:
    """The rules of all classes. Those that mention a step that the flow does not ask are left out."""
    recently = Ticked(when.id, _recent_options(table, when))
    return tuple(
        rule
        for id, fields in table.classes.items()
        for ticked in [Ticked(which.id, frozenset({id}))]
        for rule in (*_level_rules(fields, ticked, recently, scope), *_own_rules(fields, ticked, asked, scope))
    )


def read_advice(table: Table, which: Draft, scope: Scope) -> tuple[Advice, ...]:
    return tuple(
        Advice(
            Ticked(which.id, frozenset({id})),
            ADVISED_AT,
            optional_text(fields["advice"], scope),
            read_sources(fields, scope.known),
            fields.node.mark,
        )
        for id, fields in table.classes.items()
    )


def read_classes(table: Table, scope: Scope) -> dict[str, MedicineClass]:
    """The classes as /medicines shows them, in words for everybody."""
    found = {}
    for id, fields in table.classes.items():
        fields["evidence"].choice(EVIDENCE, "grade of evidence")
        label, about, advice = (read_text(fields[name], scope) for name in ("label", "about", "advice"))
        text = f"{_for_everybody(about)}\n\n{_for_everybody(advice)}"
        found[id] = MedicineClass(id, _for_everybody(label), text, read_sources(fields, scope.known), fields.node.mark)
    return found


def check_rules(table: Table, flows: Sequence[Collection[str]]) -> None:
    """Report rules that are left out everywhere. flows: the steps of each flow that uses the table."""
    for fields in table.classes.values():
        for rule in fields.each("rules"):
            condition = rule.fields(("if", "raises"), RAISING)["if"]
            steps = mentioned(condition)
            if flows and not any(steps <= set(asked) for asked in flows):
                condition.wrong(f"no flow asks all that this mentions: {_explained(steps, flows)}")


def _explained(steps: set[str], flows: Sequence[Collection[str]]) -> str:
    asked = sorted({step for flow in flows for step in flow})
    return ", ".join(f"`{step}`{'' if step in asked else did_you_mean(step, asked)}" for step in sorted(steps))


def _level_rules(fields: Fields, ticked: Condition, recently: Condition, scope: Scope) -> Iterator[Rule]:
    """What it raises when taken for long, and when started or changed lately."""
    long_term, recent = _level(fields, "long_term"), _level(fields, "recent")
    if not long_term and not recent:
        return
    fields.need("because")
    because, sources = read_text(fields["because"], scope), read_sources(fields, scope.known)
    if long_term:
        yield Rule(ticked, long_term, because, sources, mark=fields["long_term"].mark)
    if recent > long_term:
        yield Rule(All((ticked, recently)), recent, because, sources, mark=fields["recent"].mark)


def _own_rules(fields: Fields, ticked: Condition, asked: Collection[str], scope: Scope) -> Iterator[Rule]:
    for node in fields.each("rules"):
        rule = node.fields(("if", "raises"), RAISING)
        if mentioned(rule["if"]) <= set(asked):
            yield read_raise(rule, All((ticked, read_condition(rule["if"], scope))), scope)


def _matters_when_recent(fields: Fields) -> bool:
    return _level(fields, "recent") > _level(fields, "long_term")


def _level(fields: Fields, name: str) -> Urgency:
    """`null` or nothing: it raises nothing. An emergency never rests on a medicine alone: that is for its rules."""
    node = fields.get(name)
    word = node.choice(("null", "routine", "urgent"), "level of a medicine") if node else ""
    return RAISED.get(word, Urgency.SELF_CARE)


def _recent_options(table: Table, when: Draft) -> frozenset[str]:
    nodes = table.timing["recent"].each()
    return frozenset(node.choice(tuple(when.options), f"option of `{when.id}`:") for node in nodes)


def _for_everybody(text: Text) -> str:
    return pick(text, {})
