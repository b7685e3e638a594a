"""SQL is written out whole: whatever comes from outside goes in as a parameter."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parents[2] / "bot"
EXECUTES = {"execute", "executemany", "executescript"}
OURS = {
    ("database.py", "migrate"): "the shipped migrations and their number",
    ("database.py", "no_patience"): "a number of ours",
    ("checking.py", "_opened"): "one of two statements of ours",
    ("checking.py", "_broken"): "a number of ours",
    ("rotation.py", "_all"): "the statements of a table of ours",
}
"""Functions that put a statement together, of nothing but our own words; and of which."""


def made_up(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Function and line of each statement that is not one literal."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            literals = {name for name, value in _assigned(function) if _is_literal(value, set())}
            for call in _executions(function):
                if not _is_literal(call.args[0], literals):
                    yield function.name, call.lineno


def _executions(function: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in EXECUTES:
            yield node


def _assigned(function: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))


def _is_literal(statement: ast.expr, literals: set[str]) -> bool:
    if isinstance(statement, ast.Name):
        return statement.id in literals
    return isinstance(statement, ast.Constant) and isinstance(statement.value, str)


@pytest.mark.parametrize("file", sorted(BOT.rglob("*.py")), ids=lambda file: file.relative_to(BOT).as_posix())
def test_no_statement_is_put_together(file: Path) -> None:
    """No f-string, no format, no sum, nothing from elsewhere, but for what is named here."""
    found = [(file.name, function) for function, _ in made_up(ast.parse(file.read_text("utf-8")))]
    assert set(found) <= OURS.keys()


@pytest.mark.parametrize("bad", ['f"DELETE {x}"', '"DELETE " + x', '"DELETE {}".format(x)', '"DELETE %s" % x', "x"])
def test_one_put_together_would_be_found(bad: str) -> None:
    """In a call, or in a name before it."""
    assert list(made_up(ast.parse(f"def f(c, x):\n c.execute({bad})")))
    assert list(made_up(ast.parse(f"def f(c, x):\n sql = {bad}\n c.execute(sql)")))
    assert not list(made_up(ast.parse('def f(c, x):\n sql = "DELETE ?"\n c.execute(sql, (x,))')))
