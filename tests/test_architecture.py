"""The house rules that a program can hold: imports run one way, the core is pure, words for people stand in flows/."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BOT = ROOT / "bot"

FLOORS = (
    {"triage", "clock"},
    {"content", "proofs", "store", "files", "logs"},
    {"turns", "pace", "proven"},
    {"service"},
    {"check_ins", "delivery", "health", "retention"},
    {"telegram", "terminal", "review", "workbench"},
    {"diff_commands"},
    {"flow_commands"},
    {"setting_values"},
    {"settings"},
    {"exits"},
    {"running", "db_commands", "review_commands"},
    {"cli"},
    {"__main__"},
)
"""Who stands where. Each may import its own parts and those of the floors below."""

PURE = {
    "__future__",
    "abc",
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "difflib",
    "enum",
    "functools",
    "heapq",
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "string",
    "types",
    "typing",
    "unicodedata",
}
"""What the core may import: nothing in it can see the world, but the clock of `datetime`, which has its own test."""

AT_HOME = {
    "aiohttp": ("health", "telegram", "workbench"),
    "cryptography": ("store",),
    "fpdf": ("files",),
    "jinja2": ("review",),
    "rapidfuzz": ("content",),
    "rich": ("terminal",),
    "sqlite3": ("store",),
    "svg": ("proofs", "review"),
    "telegram": ("telegram",),
    "yaml": ("content",),
}
"""Libraries that one part alone knows (three parts are servers), so that only that part changes with them."""

SPEAKING = ("triage", "turns", "service", "check_ins", "delivery", "files", "telegram", "terminal", "workbench")
"""The parts through which a person is spoken to."""

WORDS = 4
"""A literal with a capital at its beginning and this many words is taken for a sentence."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def part(path: Path) -> str:
    """The part of the house that a file belongs to: `triage` for bot/triage/walk.py."""
    return path.relative_to(BOT).parts[0].removesuffix(".py")


def sources(*parts: str) -> list[Path]:
    """Every file of these parts, or of the whole bot."""
    return sorted(path for path in BOT.rglob("*.py") if not parts or part(path) in parts)


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a file imports; `from bot import x` is bot.x."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import hides who imports whom"
            module = node.module or ""
            yield from ((f"bot.{alias.name}" for alias in node.names) if module == "bot" else (module,))


def floor(part: str) -> int:
    return next((height for height, parts in enumerate(FLOORS) if part in parts), 0)


def said(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of each literal that may reach a person.

    Docstrings, log lines, errors and patterns do not: they are for who runs or reads the program.
    """
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Raise() | ast.Assert():
            return
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "logger" | "re"))):
            return
        case ast.Call(func=ast.Attribute(attr="__init__" | "_later")):  # of an error; the helper that logs and waits
            return
        case ast.JoinedStr(values=values):
            yield node.lineno, "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in values)
        case ast.Constant(value=str(text)):
            yield node.lineno, text
        case _:
            for child in ast.iter_child_nodes(node):
                yield from said(child)


def test_every_part_has_its_floor() -> None:
    """A new file at the top of bot/ says where it stands before anyone imports it."""
    unknown = {part(path) for path in sources()} - set().union(*FLOORS) - {"__init__"}
    assert not unknown


def test_imports_run_one_way() -> None:
    """triage <- content, proofs, store <- service <- check_ins, delivery, telegram, terminal <- cli."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources()
        if part(path) != "__init__"
        for name in imported(path)
        if name.startswith("bot.")
        if (other := name.split(".")[1]) != part(path) and floor(other) >= floor(part(path))
    ]
    assert not wrong


def test_the_core_imports_nothing_that_can_see_the_world() -> None:
    """Same values in, same values out: no files, no network, no randomness, no library."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources("triage")
        for name in imported(path)
        if name.split(".")[0] not in PURE and not name.startswith("bot.triage")
    ]
    assert not wrong


def test_the_core_has_no_clock_and_opens_nothing() -> None:
    """Time is passed in, so that a test can jump two weeks; reading and printing are others' work."""
    names = {"now", "utcnow", "today", "open", "print", "eval", "exec", "__import__"}
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} calls {name}"
        for path in sources("triage")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        if (name := getattr(node.func, "attr", getattr(node.func, "id", ""))) in names
    ]
    assert not wrong


@pytest.mark.parametrize("library", AT_HOME)
def test_a_library_is_known_to_one_part(library: str) -> None:
    """Telegram, SQL, encryption, YAML, fuzzy matching and PDF each have one home; cli.py builds with them too."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources()
        for name in imported(path)
        if name.split(".")[0] == library and part(path) not in (*AT_HOME[library], "cli")
    ]
    assert not wrong


def test_no_sentence_for_a_person_stands_in_python() -> None:
    """Who reads and translates the words finds all of them in flows/."""
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in sources(*SPEAKING)
        for line, text in said(parsed(path))
        if text.lstrip("*{}- ")[:1].isupper()
        if len([word for word in text.split() if word.strip(".,:;!?").isalpha()]) >= WORDS
    ]
    assert not wrong


def test_every_file_says_what_it_is_about() -> None:
    """The first line of each module is its subject."""
    files = [path for folder in ("bot", "tests") for path in (ROOT / folder).rglob("*.py")]
    silent = [
        str(path.relative_to(ROOT)) for path in files if parsed(path).body and not ast.get_docstring(parsed(path))
    ]
    assert not silent


def test_the_rules_would_notice() -> None:
    """A sentence in a call is found; in a docstring, a log line, an error or a pattern it is not one for a person."""
    module = ast.parse(
        '"""A docstring of many words here."""\n'
        'log.info("a line of the log for %s", name)\n'
        'raise ValueError("this is for who runs it")\n'
        'WORD = re.compile("one or two or three")\n'
        'send(f"Hello {name} how are you")\n'
    )
    assert list(said(module)) == [(5, "Hello {} how are you")]
