"""What the page says of changes since the last signature, from the git history; and how it looks on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.content.load import packaged_flows
from tests.content.folders import flow, folder
from tests.content.versions import committed, edit
from tests.review.pages import Element, page_of, read
from tests.workbench.browser import CHROMIUM, chromium

STEPS = """
  - {ask: who, text: Who is it about?, one: {me: Me, child: A child}}
  - ask: signs
    text: Which signs?
    many: {numb: {label: Numb, raises: urgent, because: It is numb., source: seed}, ache: Ache}"""
ENTRY = "accepted: [{lowered: {signs: numb}, to: routine, by: Dr B, why: It is milder., date: 2031-02-03}]\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["flows", *map(str, words)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder that was signed and committed, and changed since."""
    path = folder(tmp_path, {"twitch.yaml": flow(steps=STEPS)})
    assert run("sign", path, "--by", "Dr A").exit_code == 0
    committed(path)
    edit(path, "twitch.yaml", "raises: urgent", "raises: routine")
    edit(path, "twitch.yaml", "It is numb.", "It feels numb.")
    edit(path, "twitch.yaml", "steps:", f"{ENTRY}steps:")
    return path


def reviewed(path: Path) -> tuple[Result, Element]:
    out = path.parent / "out"
    result = run("review", path, "--out", out)
    assert result.exit_code == 0, result.output
    return result, read((out / "review.html").read_text(encoding="utf-8"))


def rows(tree: Element) -> list[str]:
    return [row.text for row in tree.all("tr")]


def test_levels_that_changed_since_are_shown(path: Path) -> None:
    """From which to which, for how many, an example, and who answers for what is lower."""
    _, tree = reviewed(path)
    (row,) = (row for row in rows(tree) if "lower" in row)
    assert row.startswith("Urgent Routine lower 4 Who is it about? Me Which signs? Numb flows/twitch.yaml:")
    assert "Lower, down to Routine , is accepted by Dr B on 2031-02-03: It is milder." in tree.text


def test_old_and_new_words_stand_side_by_side(path: Path) -> None:
    """As they were signed, and as they are."""
    _, tree = reviewed(path)
    assert "twitch.yaml#steps.signs.many.numb.because It is numb. It feels numb." in rows(tree)
    assert "twitch.yaml steps.signs changed" in rows(tree)


def test_what_was_signed_need_not_be_the_last_commit(path: Path) -> None:
    """The signature is looked for where it was last changed."""
    committed(path)
    _, tree = reviewed(path)
    assert "twitch.yaml#steps.signs.many.numb.because It is numb. It feels numb." in rows(tree)


def test_without_the_history_the_parts_are_named(path: Path) -> None:
    """The page and the command say so."""
    (path.parent / ".git").rename(path.parent / "gone")
    result, tree = reviewed(path)
    assert "cannot be shown beside what stands there now: not a git repository" in result.output
    assert "not in the git history here" in tree.text
    assert "twitch.yaml steps.signs changed" in rows(tree)


def test_another_content_is_not_taken_for_what_was_signed(tmp_path: Path) -> None:
    """The signature and the words beside it in the history must belong together."""
    path = folder(tmp_path)
    assert run("sign", path, "--by", "Dr A").exit_code == 0
    edit(path, "twitch.yaml", "Which signs?", "What signs?")
    committed(path)
    result, tree = reviewed(path)
    assert "it was not committed together with its signature" in result.output
    assert "not in the git history here" in tree.text


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt install chromium")
async def test_the_page_fits_a_phone(tmp_path: Path) -> None:
    """Nothing of it must be scrolled to sideways."""
    file = tmp_path / "review.html"
    file.write_text(page_of(packaged_flows(), proven=False), encoding="utf-8")
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 375, "height": 700})
        await page.goto(file.as_uri())
        assert await page.evaluate("document.documentElement.scrollWidth") == 375
