"""What is installed: the wheel holds all that the bot needs, and every dependency is pinned by version and hash."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PINNED = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt", "requirements-build.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built offline with the pinned build backend."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True)
    (built,) = folder.iterdir()
    return built


def pins(file: str) -> dict[str, str]:
    """Name -> version and marker of everything in a file of requirements."""
    text = (ROOT / file).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S.*?) \\$", text, re.MULTILINE))


def test_flows_and_migrations_are_in_the_wheel(wheel: Path) -> None:
    """Every file that the bot reads at run time goes where it looks for it when installed."""
    names = set(zipfile.ZipFile(wheel).namelist())
    flows = {f"bot/{path.relative_to(ROOT)}" for path in (ROOT / "flows").rglob("*.yaml")}
    migrations = {str(path.relative_to(ROOT)) for path in (ROOT / "bot").rglob("*.sql")}
    page = {str(path.relative_to(ROOT)) for path in (ROOT / "bot/workbench/page").iterdir()}
    assert flows
    assert migrations
    assert page
    assert flows | migrations | page | {"bot/cli.py", "bot/__main__.py"} <= names
    assert not [name for name in names if name.startswith("tests")]


def test_an_installed_bot_finds_its_flows(wheel: Path, tmp_path: Path) -> None:
    """Far from the repository, the packaged flows are those within the package, and they load."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    program = "from bot.content.load import load, packaged_flows as at; load(at()); print(at().resolve())"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    assert Path(done.stdout.strip()) == (tmp_path / "bot/flows").resolve()


def test_the_wheel_brings_the_command(wheel: Path) -> None:
    """`checkback` on the command line is the same as `python -m bot`."""
    with zipfile.ZipFile(wheel) as archive:
        (entries,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "checkback = bot.cli:main" in archive.read(entries).decode()


@pytest.mark.parametrize("file", PINNED)
def test_every_pin_has_a_hash_and_no_address(file: str) -> None:
    """Whatever index a machine uses, it gets these bytes or none."""
    text = (ROOT / file).read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text)
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "//" not in text
    assert "@" not in text


@pytest.mark.parametrize("file", PINNED[1:3])
def test_tests_run_on_what_runs_live(file: str) -> None:
    """All files of requirements agree on every version that the running bot uses."""
    live, other = pins(PINNED[0]), pins(file)
    assert live
    assert live.items() <= other.items()


def test_what_the_project_asks_for_is_pinned() -> None:
    """A dependency added to pyproject.toml is also resolved: `make pins` was run."""
    wanted = {re.split(r"[^A-Za-z0-9_-]", line)[0].lower() for line in PROJECT["dependencies"]}
    assert wanted <= pins(PINNED[0]).keys()
