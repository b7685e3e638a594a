"""A real Chromium without a screen, and the page of the workbench as a person uses it: by labels, roles and keys."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, Locator, Page, Request, async_playwright, expect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ALONE = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Without these Chromium asks its maker for news at every start."""

PATIENCE = 20_000  # milliseconds


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """One browser; it and its driver are gone afterwards."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=list(ALONE))
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Bench:
    """The open page."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)  # every address that was asked for anything
    wrong: list[str] = field(default_factory=list)  # what the browser complained of

    async def open(self, *moves: str, flow: str = "twitch") -> None:
        await self.page.goto(f"{self.address}#{'/'.join((flow, *moves))}")
        await expect(self.chat.get_by_role("article")).not_to_have_count(0)

    @property
    def chat(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    def card(self, title: str) -> Locator:
        """A part of the inspector, by its heading."""
        return self.page.get_by_role("region", name=title)

    @property
    def problems(self) -> Locator:
        return self.page.get_by_role("alert")

    def key(self, label: str) -> Locator:
        """A button of the chat."""
        return self.chat.get_by_role("button", name=label)

    async def tap(self, *labels: str) -> None:
        for label in labels:
            await self.key(label).click()

    async def sees(self, text: str) -> None:
        await expect(self.chat).to_contain_text(text)

    async def level(self, word: str) -> None:
        """The level is told in words, and is the only one marked."""
        await expect(self.page.locator("#ladder [aria-current]")).to_have_text(word)

    async def focused(self) -> str:
        """What the thing is called that has the focus; of a box, without whether it is ticked."""
        name = await self.page.evaluate("() => document.activeElement.ariaLabel ?? document.activeElement.innerText")
        return str(name).removeprefix("un").removeprefix("ticked ")


@asynccontextmanager
async def opened(browser: Browser, address: str, **how: Any) -> AsyncIterator[Bench]:
    """A page of its own: nothing of another is left in it. how: of Playwright's context."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900}, **how)
    context.set_default_timeout(PATIENCE)
    try:
        bench = Bench(await context.new_page(), address)
        bench.page.on("request", lambda request: _note(bench, request))
        bench.page.on("pageerror", lambda error: bench.wrong.append(str(error)))
        bench.page.on("console", lambda said: bench.wrong.append(said.text) if said.type == "error" else None)
        yield bench
    finally:
        await context.close()


def _note(bench: Bench, request: Request) -> None:
    bench.asked.append(request.url)
