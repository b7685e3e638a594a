"""The folder is read again as it is saved; what cannot be loaded leaves the last version that could."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

import pytest

from bot.content.load import load
from bot.workbench.excerpts import excerpt, texts
from bot.workbench.watch import Content, Watched
from tests.content.pseudo import CODE, pseudo, translate
from tests.workbench.made import edit, place

Kind = TypeVar("Kind")


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[Watched]:
    watched = Watched(folder, load)
    task = asyncio.create_task(watched.run())
    yield watched
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def soon(awaited: Awaitable[Kind]) -> Kind:
    return await asyncio.wait_for(awaited, 20)


def title(content: Content) -> str:
    assert content.library is not None
    return content.library.flows["twitch"].title[0].text


async def test_a_saved_file_is_read_again(folder: Path) -> None:
    """Whoever waits for the next version gets it."""
    async with watching(folder) as watched:
        edit(folder, "title: Twitching lip", "title: A lip that twitches")
        assert title(await soon(watched.after(1))) == "A lip that twitches"


async def test_a_saved_translation_is_read_again(folder: Path) -> None:
    """A translator sees it in the phone as they write."""
    async with watching(folder) as watched:
        translate(folder)
        library = (await soon(watched.after(1))).library
        assert library is not None
        assert library.in_language(CODE).flows["twitch"].title[0].text == pseudo("Twitching lip")


async def test_a_mistake_leaves_the_last_version_until_it_is_mended(folder: Path) -> None:
    """The problems have their place, and go with the next save."""
    async with watching(folder) as watched:
        edit(folder, "raises: urgent", "raises: urgnt")
        broken = await soon(watched.after(1))
        assert [str(problem) for problem in broken.problems] == [
            f"{place('urgent, because')}: unknown level `urgnt`; did you mean `urgent`?"
        ]
        assert title(broken) == "Twitching lip"
        edit(folder, "raises: urgnt", "raises: urgent")
        assert (await soon(watched.after(broken.version))).problems == ()


async def test_files_that_come_and_go_are_noticed(folder: Path) -> None:
    """A new file, a misnamed one and a lost one change the folder too."""
    async with watching(folder) as watched:
        (folder / "more.yml").write_text("flow: more")
        assert "ends in .yaml" in str((await soon(watched.after(1))).problems)
        (folder / "more.yml").unlink()
        assert (await soon(watched.after(2))).problems == ()
        (folder / "words.yaml").unlink()
        assert "words.yaml" in str((await soon(watched.after(3))).problems)


async def test_a_folder_that_never_loaded_is_waited_for(folder: Path) -> None:
    """The tool can be started on files in the making."""
    edit(folder, "version: 1", "vershun: 1")
    async with watching(folder) as watched:
        assert watched.content.library is None
        assert watched.content.problems
        edit(folder, "vershun: 1", "version: 1")
        assert title(await soon(watched.after(1))) == "Twitching lip"


async def test_nothing_is_read_while_nothing_changes(folder: Path) -> None:
    """The version stays, however long one looks."""
    async with watching(folder) as watched:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(watched.after(1), 0.6)


def test_an_excerpt_ends_where_its_part_of_the_file_ends(folder: Path) -> None:
    """From the mark as far as the lines belong together; an id stands above what it names."""
    lines = texts(folder)
    assert excerpt(lines, place("label: The face droops")).splitlines()[0] == "droop:"
    assert "ache" not in excerpt(lines, place("label: The face droops"))
    assert excerpt(lines, place("if: {since: days}")) == "- if: {since: days}\n  say: Rest **well**.\n  source: nhs"


@pytest.mark.parametrize("mark", ["", "flows/twitch.yaml:9999:1", "flows/none.yaml:1:1", "flows/../secret.yaml:1:1"])
def test_what_is_not_there_has_no_excerpt(folder: Path, mark: str) -> None:
    """A place outside the content files shows nothing."""
    assert excerpt(texts(folder), mark) == ""
