"""What CI asks about the packages we depend on: a hole fails, silence is told, and GitHub's own job asks strictly."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
HOLE = "Found 1 known vulnerability in 1 package\nName Version ID Fix Versions\naiohttp 3.0 CVE-1 3.1\n"
SKIPPED = (
    "No known vulnerabilities found\nName Skip Reason\naiohttp Dependency not found on PyPI and could not be audited\n"
)
OFFLINE = (
    "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed\nmake: *** [Makefile:55: audit] Error 1\n"
)


@pytest.mark.parametrize(
    ("said", "ended", "exits", "told"),
    [
        (HOLE, 1, 1, "has a known hole"),
        (HOLE + SKIPPED, 1, 1, "aiohttp 3.0 CVE-1 3.1"),
        (SKIPPED, 0, 0, "NOT asked about 1 of"),
        (OFFLINE, 2, 0, "NOT asked at all: ERROR:pip_audit._cli:Could not connect"),
        ("No known vulnerabilities found\n", 0, 0, "no known holes"),
    ],
)
def test_what_the_audit_tells(tmp_path: Path, said: str, ended: int, exits: int, told: str) -> None:
    """By what pip-audit says: only a machine that was answered about everything reads that there are none."""
    stand_in = tmp_path / "pip-audit"
    stand_in.write_text(f"cat <<'.'\n{said}.\nexit {ended}\n")
    ran = subprocess.run(
        ["bash", str(ROOT / ".ci/audit"), "bash", str(stand_in)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == exits
    assert told in ran.stdout + ran.stderr
    assert ("no known holes" in ran.stdout) == (told == "no known holes")


def test_ci_asks() -> None:
    """On GitHub strictly and in a job of its own, elsewhere in plain words."""
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())["jobs"]
    assert jobs["audit"]["steps"][-1] == {"run": "make audit STRICT=--strict"}
    assert "continue-on-error" not in str(jobs["audit"])
    assert "\nbash .ci/audit\n" in (ROOT / ".ci/run").read_text()
    assert "$(STRICT)" in (ROOT / "Makefile").read_text()
