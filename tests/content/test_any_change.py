"""Whatever somebody writes into a content file, it loads or is refused with problems: never another error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.compose import compose
from bot.content.load import load, packaged_flows
from bot.content.nodes import Node
from tests.content.folders import FILES, STEPS, flow, folder, medicine, problems

Tree = Any

WHOLE = {
    **FILES,
    "medicines.yaml": medicine(
        rules="[{if: {signs: numb}, raises: emergency, because: B., source: seed, cause: stroke}]",
        long_term="urgent",
        because="It is.",
    ),
    "twitch.yaml": flow(
        steps=f"{STEPS}\n  - {{use: flags}}\n  - {{ask: medicines, text: M?, lookup: {{from: medicines, show: 1}}}}",
        rules="[{if: {signs: {at_least: 1, of: [numb]}, not: {who: me}}, raises: urgent, because: B., source: nhs}]",
        advice="[{if: [{also: pen}, {signs: any}], at: [emergency], say: [{if: {who: me}, say: A}], source: [seed]}]",
        dispositions="{use: common, urgent: {check_in: [{after: 2d, flow: again, nudge: 3d, if: {who: me}}]}}",
        claims="[{if: {signs: numb}, at_least: self_care}, {questions: 9}]",
        tests="[{answers: {who: me, signs: [numb]}, ends: routine, says: [Rest], causes: [stroke]}]",
    ),
    "again.yaml": flow("again", listed="no", closes="{before.signs: none, before.round: [1, 2]}"),
    "modules/flags.yaml": "module: flags\nsteps:\n- {ask: sudden, text: Sudden?, why: W., when: {who: me}, carry: yes,"
    " below: urgent, many: {droop: {label: D, raises: urgent, because: B., source: seed}}, none: {label: No}}\n",
}
"""A folder that uses the whole language."""

IDS = ("who", "signs", "numb", "seed", "stroke", "urgent", "medicines", "again", "flags", "common", "before.signs")
ODD = (
    "",
    "none",
    "any",
    "not",
    "no",
    "2d",
    "99",
    "{",
    "{emergency}",
    "{before.signs}",
    "\x00",
    "é🙂",
    "\n\n",
    "x " * 2000,
)
NAMES = ("if", "say", "use", "ask", "text", "one", "many", "lookup", "all", "at_least", "of", "label", "raises")
WORDS = st.sampled_from(IDS + ODD)
KEYS = st.sampled_from(IDS + ODD + NAMES)
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)


def plain(node: Node) -> Tree:
    """What stands in a file, as Python's own words, lists and mappings."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    return {key: plain(value) for key, (_, value) in node.value.items()}


def paths(tree: Tree, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in the tree."""
    yield path
    inner = tree.items() if isinstance(tree, Mapping) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inner:
        yield from paths(value, (*path, key))


def changed(tree: Tree, path: tuple[Any, ...], new: Tree) -> Tree:
    """The tree with something else at one place; None takes away what stands there."""
    if not path:
        return new
    parts = dict(tree) if isinstance(tree, Mapping) else list(tree)
    parts[path[0]] = changed(tree[path[0]], path[1:], new)
    if parts[path[0]] is None:
        del parts[path[0]]
    return parts


def check_loads_or_refuses(path: Path) -> None:
    """Loading ends in a library or in problems, each one line that can be printed."""
    assert all("\n" not in problem and len(problem) < 400 for problem in problems(path))


def test_the_whole_folder_loads(tmp_path: Path) -> None:
    """What is changed in the next tests is sound."""
    load(folder(tmp_path, WHOLE))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_one_change_loads_or_is_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Something is replaced or taken away anywhere in any file."""
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    tree = plain(compose(WHOLE[name], name, []))
    path = data.draw(st.sampled_from(sorted(paths(tree), key=str)))
    new = data.draw(TREES | st.none())
    text = yaml.safe_dump(changed(tree, path, new), allow_unicode=True, sort_keys=False)
    check_loads_or_refuses(folder(tmp_path_factory.getbasetemp(), {**WHOLE, name: text}))


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_lost_line_of_the_shipped_flows_loads_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """As when somebody deletes a line too many."""
    shipped = {str(file.relative_to(packaged_flows())): file.read_text() for file in packaged_flows().rglob("*.yaml")}
    name = data.draw(st.sampled_from(sorted(shipped)))
    lines = shipped[name].splitlines(keepends=True)
    lost = data.draw(st.integers(0, len(lines) - 1))
    shipped[name] = "".join(lines[:lost] + lines[lost + 1 :])
    root = tmp_path_factory.mktemp("shipped")
    for file, text in shipped.items():
        (root / file).parent.mkdir(exist_ok=True)
        (root / file).write_text(text)
    check_loads_or_refuses(root)
