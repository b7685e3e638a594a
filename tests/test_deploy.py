"""The deployment kit: what it names exists, and what it promises about hardening stands in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

from bot.settings import rows

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "checkback.service"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
SECRETS = {"CHECKBACK_KEY"}
"""Files of a secret that are no setting of their own: CHECKBACK_KEY_FILE points there."""


@pytest.mark.parametrize(
    "path",
    [*sorted(set(DEPLOY.iterdir()) - {DEPLOY / "conversation.png"}), *ROOT.glob("*.md")],
    ids=lambda path: str(path.name),
)
def test_every_setting_named_there_is_one(path: Path) -> None:
    """A guide that names a setting which is no more would cost somebody an evening."""
    named = {name.upper() for name in re.findall(r"\b(?:CHECKBACK|checkback)_[A-Za-z_]*[A-Za-z]\b", path.read_text())}
    known = {row.name for row in rows()} | SECRETS | {"CHECKBACK_DATA"}  # the volume
    assert named <= known


def test_the_container_has_little_to_lose() -> None:
    """Not root, a file system that cannot be written, no capabilities, secrets as files."""
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["bot"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"checkback_token", "checkback_key"} <= set(service["secrets"])
    assert "environment" not in service
    assert re.search(r"^USER (?!root)", DOCKERFILE, re.MULTILINE)


def test_what_the_image_copies_is_sent_to_the_builder() -> None:
    """The list of what the builder sees lets through all that the Dockerfile takes, and no secret."""
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    copied = set(re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE))
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)
    assert "*" in ignored


def test_the_image_installs_only_what_is_pinned() -> None:
    """By hash, like everywhere else."""
    installs = re.findall(r"pip install.*", DOCKERFILE)
    assert installs
    assert all("--require-hashes" in line for line in installs)


def test_the_unit_gives_secrets_as_credentials() -> None:
    """Neither token nor key stands in the unit or in the environment of the process."""
    unit = ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(UNIT)
    service = unit["Service"]
    assert service["LoadCredential"] == "checkback:/etc/checkback/credentials"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["RestartPreventExitStatus"] == "2"
    assert "CHECKBACK_KEY_FILE=%d/checkback_key" in UNIT.read_text()
    assert "CHECKBACK_TOKEN" not in UNIT.read_text()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    """Every line of it is known to systemd, which rates what is left open as 2 of 10 at most."""
    unit = tmp_path / "checkback.service"
    unit.write_text(UNIT.read_text().replace("/opt/checkback/.venv/bin/python", sys.executable))
    verified = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert [line for line in verified.stderr.splitlines() if "checkback" in line] == []
    assert verified.returncode == 0
    security = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", str(unit)]
    assert subprocess.run(security, capture_output=True, check=False).returncode == 0
