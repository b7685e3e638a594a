"""`checkback flows review` and `flows sign` as they are typed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result

from bot.cli import main
from bot.content.load import load
from bot.content.signed import last_signed
from bot.triage.library import Signature
from tests.content.folders import flow, folder


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["flows", *map(str, words)])


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def test_review_writes_one_page(tmp_path: Path) -> None:
    """Into a folder that need not be there yet; with the numbers of the country that is asked for."""
    out = tmp_path / "for" / "review"
    result = run("review", folder(tmp_path), "--out", out, "--country", "GB")
    assert result.exit_code == 0, result.output
    assert [file.name for file in out.iterdir()] == ["review.html"]
    page = (out / "review.html").read_text(encoding="utf-8")
    assert "Call 999." in page
    assert last_signed(tmp_path / "flows")[0].digest in page
    assert today() in page


def test_review_tells_what_is_wrong_with_the_files(tmp_path: Path) -> None:
    """There is no page of content that cannot be loaded."""
    result = run("review", folder(tmp_path, {"twitch.yaml": flow(listed="perhaps")}), "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "flows/twitch.yaml:9:9: expected yes or no" in result.output
    assert not (tmp_path / "out").exists()


def test_sign_records_who_and_when_and_what(tmp_path: Path) -> None:
    """From then on the content is signed."""
    path = folder(tmp_path)
    result = run("sign", path, "--by", " Dr  A. Physician ", "--registration", "0123")
    assert result.exit_code == 0, result.output
    assert load(path).signed == Signature("Dr A. Physician", today(), "0123")
    assert last_signed(path)[0].digest in result.output


def test_sign_refuses_where_a_claim_is_broken(tmp_path: Path) -> None:
    """It tells the conversation that breaks it, and writes nothing."""
    path = folder(tmp_path, {"twitch.yaml": flow(claims="[{if: {who: child}, at_least: urgent}]")})
    result = run("sign", path, "--by", "Dr A")
    assert result.exit_code == 1
    assert "flows/twitch.yaml:9:10" in result.output
    assert "Not signed" in result.output
    assert not (path / "SIGNED.yaml").exists()


def test_sign_refuses_where_an_example_ends_otherwise(tmp_path: Path) -> None:
    """What the author expects is part of what is signed."""
    path = folder(tmp_path, {"twitch.yaml": flow(tests="[{answers: {}, ends: urgent}]")})
    result = run("sign", path, "--by", "Dr A")
    assert result.exit_code == 1
    assert "flows/twitch.yaml:9:9: twitch ends self_care, not urgent" in result.output
    assert not (path / "SIGNED.yaml").exists()


def test_sign_refuses_where_a_golden_conversation_ends_otherwise(tmp_path: Path) -> None:
    """Those beside the flows count as those within."""
    path = folder(tmp_path)
    beside = tmp_path / "tests" / "conversations"
    beside.mkdir(parents=True)
    (beside / "a.yaml").write_text("- {name: A, flow: twitch, answers: {}, ends: urgent}\n", encoding="utf-8")
    result = run("sign", path, "--by", "Dr A")
    assert result.exit_code == 1
    assert "a.yaml:1:3: twitch ends self_care, not urgent" in result.output
    assert not (path / "SIGNED.yaml").exists()


def test_sign_refuses_what_cannot_be_loaded(tmp_path: Path) -> None:
    """All problems are told."""
    path = folder(tmp_path, {"twitch.yaml": flow(listed="perhaps")})
    result = run("sign", path, "--by", "Dr A")
    assert result.exit_code == 1
    assert "expected yes or no" in result.output
    assert not (path / "SIGNED.yaml").exists()


def test_sign_needs_a_name(tmp_path: Path) -> None:
    """Somebody must answer for it."""
    path = folder(tmp_path)
    assert run("sign", path).exit_code == 2
    assert run("sign", path, "--by", "  ").exit_code == 2
    assert not (path / "SIGNED.yaml").exists()
