"""Talk to `checkback run` over the Bot API, draw three moments as phones, and photograph them with Chromium."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from html import escape
from itertools import groupby
from pathlib import Path

from tests.bot_api import BotApi, Message, Person
from tests.bot_api.world import Version
from tests.end_to_end.paths import ACCEPT, HEALTHY
from tests.end_to_end.process import ROOT, BotProcess

TARGET = ROOT / "deploy" / "conversation.png"
STYLE = (Path(__file__).parent / "phone.css").read_text()
CHROMIUM = (
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-device-scale-factor=2",
)
TWO_WEEKS = 14 * 86400


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with BotApi() as telegram:
            bot = BotProcess(telegram, folder)
            await bot.start()
            phones = await talk(telegram.person(7), bot)
            await bot.end()
        page = folder / "page.html"
        page.write_text(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><main>{''.join(phones)}</main>")
        photograph(page, folder)


async def talk(person: Person, bot: BotProcess) -> list[str]:
    """Three moments of one conversation: a red-flag question, the outcome, and two weeks later."""
    await person.say("/start")
    phones = []
    for button in HEALTHY:
        await person.tap(button, within=15)
        await person.server.settled(quiet=0.1)
        if button == ".=me":
            phones.append(phone("Today, 09:12", person.messages[-1:]))
    outcome = [message for message in person.messages if message.now.text][3:]
    phones.append(phone("A minute later", [*outcome[:1], *outcome[-1:]]))
    await person.tap(ACCEPT)
    await person.sees("2 weeks")
    bot.later(TWO_WEEKS + 5)
    await person.sees("Hello again", within=15, ever=True)
    return [*phones, phone("Two weeks later", [person.last])]


def phone(when: str, messages: list[Message]) -> str:
    bubbles = "".join(f"<div class=bubble>{body(message.now)}</div>{keys(message.now)}" for message in messages)
    return f"<section><header>Checkback<small>bot</small></header><p class=when>{when}</p>{bubbles}</section>"


def body(version: Version) -> str:
    """The text with its bold parts. Telegram counts in UTF-16 units."""
    units = version.text.encode("utf-16-le")
    bold = {
        at
        for entity in map(dict, version.entities)
        if entity["type"] == "bold"
        for at in range(int(str(entity["offset"])), int(str(entity["offset"])) + int(str(entity["length"])))
    }
    parts = []
    for strong, ats in groupby(range(len(units) // 2), key=bold.__contains__):
        run = list(ats)
        text = escape(units[run[0] * 2 : run[-1] * 2 + 2].decode("utf-16-le"))
        parts.append(f"<b>{text}</b>" if strong else text)
    return "".join(parts)


def keys(version: Version) -> str:
    rows = ("".join(f"<span>{escape(key.label)}</span>" for key in row) for row in version.rows)
    return "".join(f"<div class=row>{row}</div>" for row in rows)


def photograph(page: Path, folder: Path) -> None:
    picture = folder / "picture.png"
    subprocess.run(
        [
            *CHROMIUM,
            f"--user-data-dir={folder / 'profile'}",
            f"--screenshot={picture}",
            "--window-size=1140,800",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
    )
    TARGET.write_bytes(picture.read_bytes())
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size // 1024} KiB")


asyncio.run(main())
