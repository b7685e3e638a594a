"""The page in a real Chromium: tapped through, jumped back, edited under, by mouse and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.content.load import load
from tests.workbench.browser import CHROMIUM, Bench, chromium, opened
from tests.workbench.made import HEALTHY, edit, flows, place
from tests.workbench.served import served

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt install chromium"),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests here."""
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def folder(tmp_path: Path) -> Path:
    return flows(tmp_path)


@pytest_asyncio.fixture(loop_scope="module")
async def bench(browser: Browser, folder: Path) -> AsyncIterator[Bench]:
    """The page on a server of its own. It complained of nothing, and asked nobody else for anything."""
    async with served(folder, load) as here, opened(browser, here.address, reduced_motion="reduce") as bench:
        yield bench
        assert bench.wrong == []
        assert {urlsplit(address).netloc for address in bench.asked} == {urlsplit(here.address).netloc}


async def test_to_an_emergency_and_back(bench: Bench) -> None:
    """Taps lead to the card; beside it stand level, reason and place; an answer tapped there leads back."""
    await bench.open()
    await bench.tap("Me", "The face droops")
    await bench.level("Self-care")
    await bench.sees("emergency_line")
    await bench.tap("done")
    await bench.sees("Call 112.")
    await bench.level("Emergency")
    raised = bench.card("What raised it")
    await expect(raised).to_contain_text("A face that droops can be a stroke.")
    await expect(raised).to_contain_text(place("label: The face droops"))
    await bench.card("Answers so far").get_by_role("button", name="Back to: Which of these signs?").click()
    await bench.level("Self-care")
    await expect(bench.key("The face droops")).to_have_attribute("aria-pressed", "true")
    await bench.tap("The face droops", "A numb lip", "done")
    await bench.level("Urgent")


async def test_one_answer_is_changed_and_the_later_ones_stay(bench: Bench) -> None:
    """What if it were a child? The rest of the conversation is kept."""
    await bench.open(*HEALTHY)
    await bench.level("Self-care")
    await bench.page.get_by_role("button", name="Change only this answer: Who is it about?").click()
    await bench.tap("A child")
    await bench.level("Routine")
    await expect(bench.card("Answers so far").get_by_role("listitem")).to_have_count(4)


async def test_the_browsers_own_back_takes_a_tap_back(bench: Bench) -> None:
    """The conversation stands in the address, so a reload keeps it and Back undoes."""
    await bench.open()
    await bench.tap("A child")
    await bench.level("Routine")
    await bench.page.reload()
    await bench.level("Routine")
    assert bench.page.url.endswith("#twitch/who=child")
    await bench.page.go_back()
    await bench.level("Self-care")
    await bench.sees("Who is it about?")


async def test_a_saved_edit_is_walked_with_the_answers_given(bench: Bench, folder: Path) -> None:
    """Nobody reloads the page: the new words are there, and the level that they now reach."""
    await bench.open()
    await bench.tap("Me", "An ache", "done")
    await bench.level("Self-care")
    edit(folder, "How long is it there?", "How long has it been there?")
    await bench.sees("How long has it been there?")
    edit(folder, "      ache: An ache", "      ache: {label: An ache, raises: urgent, because: It aches., source: nhs}")
    await bench.level("Urgent")
    await expect(bench.card("What raised it")).to_contain_text("It aches.")


async def test_an_edit_leaves_the_author_where_they_are(bench: Bench, folder: Path) -> None:
    """Lines that were opened stay open, and the focus stays on them, while the page is drawn again."""
    await bench.open("who=child")
    opened = bench.card("What raised it").locator("summary")
    await opened.click()
    edit(folder, "A child should be seen.", "A child should always be seen.")
    await expect(bench.card("What raised it").locator("p").first).to_contain_text("should always be seen")
    await expect(opened).to_be_focused()
    await expect(bench.card("What raised it").locator("pre")).to_be_visible()


async def test_a_mistake_is_told_with_its_place_until_it_is_mended(bench: Bench, folder: Path) -> None:
    """Meanwhile the last version that loads can be tried."""
    await bench.open("who=me")
    await expect(bench.problems).to_be_hidden()
    edit(folder, "raises: urgent", "raises: urgnt")
    await expect(bench.problems).to_contain_text("1 problem")
    await expect(bench.problems).to_contain_text(place("urgent, because"))
    await expect(bench.problems).to_contain_text("did you mean `urgent`?")
    await expect(bench.page).to_have_title(re.compile(r"^\(1\) "))
    await bench.tap("A numb lip", "done")
    await bench.level("Urgent")
    edit(folder, "raises: urgnt", "raises: urgent")
    await expect(bench.problems).to_be_hidden()
    await bench.level("Urgent")


async def test_files_in_the_making_are_waited_for(browser: Browser, folder: Path) -> None:
    """The page opens on a folder that never loaded, and begins as soon as it does."""
    edit(folder, "version: 1", "vershun: 1")
    async with served(folder, load) as here, opened(browser, here.address) as bench:
        await bench.page.goto(here.address)
        await expect(bench.problems).to_contain_text("flows/twitch.yaml:2:1")
        edit(folder, "vershun: 1", "version: 1")
        await bench.sees("Who is it about?")
        await expect(bench.problems).to_be_hidden()


async def test_by_keyboard_alone(bench: Bench) -> None:
    """Tab and Enter lead from the first question to the emergency and back, and the focus goes along."""
    keyboard = bench.page.keyboard
    await bench.open()
    await keyboard.press("Tab")
    assert await bench.focused() == "Skip to the phone"
    await keyboard.press("Enter")
    await pressed(bench, "Me")
    await bench.sees("Which of these signs?")
    await expect(bench.chat.get_by_role("article").last).to_be_focused()
    await pressed(bench, "The face droops")
    await expect(bench.key("The face droops")).to_have_attribute("aria-pressed", "true")
    await expect(bench.key("The face droops")).to_be_focused()
    await pressed(bench, "done")
    await bench.level("Emergency")
    await pressed(bench, "Change only this answer: Which of these signs?", "Space")
    await bench.level("Self-care")
    await pressed(bench, "The face droops", "Space")
    await expect(bench.key("The face droops")).to_have_attribute("aria-pressed", "false")
    await pressed(bench, "none")
    await bench.sees("How long is it there?")


async def pressed(bench: Bench, name: str, key: str = "Enter") -> None:
    """Go on with Tab until the focus is on what is called so, see that it shows, and press it."""
    for _ in range(60):
        await bench.page.keyboard.press("Tab")
        if await bench.focused() == name:
            break
    assert await bench.focused() == name
    outline = "() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
    assert await bench.page.evaluate(outline) >= 2
    await bench.page.keyboard.press(key)


async def test_the_focus_goes_from_top_to_bottom_and_left_to_right(bench: Bench) -> None:
    """Bar, phone, inspector; nothing jumps the queue, and everything that can be pressed is reached."""
    await bench.open("who=me", "signs=ache")
    found: list[tuple[str, str]] = []
    while place := await after_tab(bench):
        found.append(place)
    parts = [part for part, _ in found]
    assert list(dict.fromkeys(parts)) == ["skip", "bar", "phone", "inspector"]
    assert parts == sorted(parts, key=["skip", "bar", "phone", "inspector"].index)
    buttons = await bench.page.get_by_role("button").all()
    assert {await button.inner_text() for button in buttons} <= {name for _, name in found}
    assert await bench.page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0


async def after_tab(bench: Bench) -> tuple[str, str] | None:
    """The part of the page that Tab leads into, and what stands on what it leads to; None after the last."""
    await bench.page.keyboard.press("Tab")
    found = await bench.page.evaluate(PLACE)
    return (found[0], found[1]) if found else None


PLACE = """() => {
  const now = document.activeElement;
  const part = ["skip", "bar", "phone", "inspector"].find((name) => now.closest(`.${name}`));
  return part ? [part, now.innerText ?? ""] : null;
}"""


async def test_everything_has_a_name_and_a_role(bench: Bench) -> None:
    """Landmarks, headings, and a name on everything that can be used; the level is told where it can be heard."""
    await bench.open("who=child")
    page = bench.page
    for role, name in (
        ("combobox", "Flow"),
        ("textbox", "Write a message"),
        ("button", "Start again"),
        ("button", "Send"),
    ):
        await expect(page.get_by_role(role, name=name)).to_be_visible()  # type: ignore[arg-type]
    await expect(page.get_by_role("main")).to_have_count(1)
    await expect(page.get_by_role("banner")).to_have_count(1)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Checkback workbench")
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate("document.documentElement.lang") == "en"
    await expect(page.locator("#announcer")).to_have_text("Level so far: Routine")
    assert await page.locator("#announcer").get_attribute("role") == "status"
    await expect(bench.card("What raised it").get_by_role("listitem")).to_contain_text(
        "Routine: A child should be seen."
    )


NAMELESS = """() => [...document.querySelectorAll("button, input, select, summary, a, section, [role=log]")]
  .filter((element) => !(element.ariaLabel || element.labels?.length || element.innerText?.trim()
    || element.getAttribute("aria-labelledby")))
  .map((element) => element.outerHTML)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_all_that_is_shown_can_be_read(browser: Browser, folder: Path, scheme: Any) -> None:
    """Of each piece of text on the page, against what is really painted behind it: 4.5 or more."""
    how = {"color_scheme": scheme, "reduced_motion": "reduce"}
    async with served(folder, load) as here, opened(browser, here.address, **how) as bench:
        await bench.open("who=child", "signs=numb", ".q.back", "signs+ache", ":hello")
        edit(folder, "raises: urgent", "raises: urgnt")
        await expect(bench.problems).to_be_visible()
        await bench.page.locator("#raises summary").first.click()
        read = await bench.page.evaluate(CONTRASTS)
    assert len(read) > 40
    assert [each for each in read if each["contrast"] < 4.5] == []


CONTRASTS = """() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => numbers(colour).slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return (numbers(colour)[3] ?? 1) === 1 ? colour : ground(element.parentElement);
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim(), element = texts.currentNode.parentElement;
    if (!text || !element.checkVisibility() || element.closest("svg, .unseen, .skip")) continue;
    const [high, low] = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a);
    found.push({ text, contrast: (high + 0.05) / (low + 0.05) });
  }
  return found;
}"""


async def test_two_weeks_pass_in_one_tap(bench: Bench) -> None:
    """The check-in is tried as a person would meet it, with what was said before among the facts."""
    await bench.open(*HEALTHY)
    await bench.tap("offer_yes")
    await bench.page.get_by_role("button", name="Let the time pass").click()
    await bench.tap("begin_check_in")
    await bench.sees("How is it now?")
    await expect(bench.card("Facts")).to_contain_text("before.since")
    await bench.tap("It is gone")
    await bench.sees("closed")


async def test_a_message_is_written(bench: Bench) -> None:
    """The safety net hears it, and what was written stands in the chat as text, whatever it looks like."""
    await bench.open("who=me")
    words = bench.page.get_by_role("textbox", name="Write a message")
    await words.fill("<img src=x onerror=alert(1)> **face drooping**")
    await words.press("Enter")
    await bench.sees("Call 112.")
    await bench.sees("<img src=x onerror=alert(1)>")
    await expect(words).to_have_value("")


async def test_only_news_is_drawn(bench: Bench) -> None:
    """A tick draws its own message again and leaves the others alone, so that nothing is read out twice."""
    await bench.open("who=me", ":hello")
    await bench.page.evaluate("document.querySelectorAll('article').forEach((each) => { each.old = true })")
    await bench.tap("An ache")
    await expect(bench.key("An ache")).to_have_attribute("aria-pressed", "true")
    old = await bench.page.evaluate("[...document.querySelectorAll('article')].map((each) => Boolean(each.old))")
    assert old == [True, True, False]


async def test_quick_taps_are_all_heard(bench: Bench) -> None:
    """Two boxes ticked before the first answer came back are both ticked."""
    await bench.open("who=me")
    both = "[...document.querySelectorAll('#chat button')].filter((each) => /numb|ache/.test(each.innerText))"
    await bench.page.evaluate(f"{both}.forEach((each) => each.click())")
    for label in ("A numb lip", "An ache"):
        await expect(bench.key(label)).to_have_attribute("aria-pressed", "true")


async def test_a_server_that_is_gone_is_told_and_found_again(browser: Browser, folder: Path) -> None:
    """The page says so, and goes on with the same conversation when the server is back at its place."""
    async with served(folder, load) as here, opened(browser, here.address) as bench:
        await bench.open("who=child")
        state = bench.page.locator("#state")
        await expect(state).to_contain_text("Watching")
        await bench.page.context.set_offline(True)
        await bench.tap("A numb lip")
        await expect(state).to_contain_text("The server is gone")
        await bench.page.context.set_offline(False)
        await bench.tap("A numb lip")
        await expect(bench.key("A numb lip")).to_have_attribute("aria-pressed", "true")


async def test_on_a_narrow_screen_nothing_is_cut_off(browser: Browser, folder: Path) -> None:
    """Phone and inspector stand below each other, and no line runs out of the window (WCAG 1.4.10: 320 pixels)."""
    async with served(folder, load) as here, opened(browser, here.address) as bench:
        await bench.page.set_viewport_size({"width": 320, "height": 640})
        await bench.open("who=child", "signs=ache", "since=weeks")
        assert await bench.page.evaluate("document.documentElement.scrollWidth") <= 320
