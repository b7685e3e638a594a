"""flows/README.md, run: each example of it loads, proves and ends as it says, and each command is named."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.cli import main
from bot.content.conversations import read_conversations
from bot.content.load import load, packaged_flows
from bot.content.schema.files import schemas
from bot.proofs.coverage import failures
from bot.proofs.idle import idle
from bot.proofs.prove import prove
from bot.triage.library import Library

README = (packaged_flows() / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
WHOLE, *PARTS = EXAMPLES
FLOW = "eyelid_first"


def commands() -> Mapping[str, click.Command]:
    """All of `checkback flows`."""
    group = main.get_command(click.Context(main), "flows")
    assert isinstance(group, click.Group)
    return group.commands


def words(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


def laid_over(part: Mapping[str, Any]) -> dict[str, Any]:
    """The example flow with this part of another: questions come after its own, unless it brings all of them."""
    whole: dict[str, Any] = words(WHOLE)
    steps = part.get("steps", [])
    own = [] if any("use" in step for step in steps) else whole["steps"]
    kept = {} if steps and not own else {"claims": whole["claims"]}
    return {**whole, "claims": [], **kept, **part, "steps": [*own, *steps]}


def loaded(tmp_path: Path, flow: Mapping[str, Any]) -> Library:
    """The shipped content with this flow beside it."""
    folder = tmp_path / "flows"
    shutil.copytree(packaged_flows(), folder, ignore=shutil.ignore_patterns("SIGNED.yaml"))
    content = {key: value for key, value in flow.items() if value}
    (folder / f"{FLOW}.yaml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return load(folder)


def test_there_are_examples_of_all_of_the_language() -> None:
    """Every key of a flow is shown."""
    shown = {key for example in EXAMPLES if isinstance(words(example), dict) for key in words(example)}
    assert shown == set(schemas()["flow"]["$defs"]["flow"]["properties"])


def test_nothing_in_the_first_example_is_idle(tmp_path: Path) -> None:
    """`flows check` has nothing to say of it."""
    assert idle(loaded(tmp_path, words(WHOLE))) == ()


@pytest.mark.parametrize("example", [part for part in EXAMPLES if isinstance(words(part), dict)])
def test_an_example_loads_and_its_tests_pass(tmp_path: Path, example: str) -> None:
    """As it stands, or laid over the first one where it is only a part; the schema takes it too."""
    flow = laid_over(words(example)) if example != WHOLE else words(WHOLE)
    library = loaded(tmp_path, flow)
    assert list(failures([(library.flows[FLOW], test) for test in library.flows[FLOW].tests], library)) == []
    filled = {key: value for key, value in flow.items() if value}
    assert list(Draft202012Validator(schemas()["flow"]).iter_errors(filled)) == []


def test_the_smallest_flow_and_the_claims_are_proven(tmp_path: Path) -> None:
    """What the guide begins with could be shipped."""
    (claims,) = (words(part) for part in PARTS if part.startswith("claims:"))
    flow = loaded(tmp_path, laid_over(claims)).flows[FLOW]
    assert prove(flow, earlier=()).broken == ()


def test_the_golden_conversations_end_as_written(tmp_path: Path) -> None:
    """The list of conversations is a file of tests/conversations."""
    (example,) = (part for part in EXAMPLES if isinstance(words(part), list))
    (tmp_path / "readme.yaml").write_text(example, encoding="utf-8")
    library = load(packaged_flows())
    golden = read_conversations(tmp_path, library)
    assert golden
    assert list(failures([(library.flows[each.flow], each.test) for each in golden], library)) == []


def test_every_command_is_named() -> None:
    """None is kept from authors."""
    assert set(commands()) <= set(re.findall(r"checkback flows\s+([a-z]+)", README))


def test_every_module_is_in_its_table() -> None:
    """Who writes a flow sees what is there already."""
    modules = {path.stem for path in (packaged_flows() / "modules").glob("*.yaml")}
    assert modules <= set(re.findall(r"`([a-z_]+)`", README))


def test_each_command_can_be_typed_as_it_is_named() -> None:
    """A newcomer who types what the table at the top says is not told that an option is missing."""
    hour, _ = README.split("## 1.")
    for typed in re.findall(r"`checkback flows ([^`]+)`", hour):
        name, *rest = shlex.split(typed)
        commands()[name].make_context(name, rest)
