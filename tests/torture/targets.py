"""What nonsense is fed to. A target takes any bytes; whatever it raises is a fault. `SEEDS` are good inputs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.content.compose import LARGEST, read_file
from bot.content.load import load, packaged_flows
from bot.store.errors import Damaged, UnknownFormat
from bot.store.values import chat_from_bytes, chat_to_bytes, screen_from_bytes, screen_to_bytes
from bot.store.vault import Vault
from bot.telegram.decode import decode
from bot.telegram.markup import messages
from bot.telegram.request import parse_json
from bot.triage.chat import Chat
from bot.triage.conversation import advance
from bot.triage.inputs import CheckInDue, Input, Said, Tapped
from bot.triage.library import Library
from bot.triage.standing import stand
from bot.triage.turn import Scene
from bot.triage.walk import Asking
from tests.store.made import chat, question

NOW = 1_800_000_000
FRESH = "aaaaaaaa"
VAULT = Vault(bytes(32))
HASH = VAULT.hash(7)
SEALED = VAULT.seal(b"chats", HASH, chat_to_bytes(7, chat()))
WALK = (
    "y.-.agree",
    "b.lip_twitch.-",
    "q.aaaaaaaa.0.=me",
    "q.aaaaaaaa.1.none",
    "q.aaaaaaaa.2.none",
    "d.ask.",
    "q.aaaaaaaa.3.+fever",
)
"""Taps from before consent to a question with a tick, while it is asked whether to delete everything."""
UPDATE = (
    b'{"update_id":5,"message":{"message_id":1,"date":1,"text":"/start",'
    b'"chat":{"id":7,"type":"private"},"from":{"id":7,"is_bot":false,"first_name":"A"}}}'
)
TAP = (
    b'{"update_id":5,"callback_query":{"id":"9","data":"q.aaaaaaaa.0.=me","from":{"id":7},'
    b'"message":{"message_id":1,"chat":{"id":7,"type":"private"}}}}'
)


@cache
def library() -> Library:
    """The shipped flows."""
    return load(packaged_flows())


@cache
def chats() -> Sequence[Chat | None]:
    """A person at each place of a short way, from before consent on."""
    places: list[Chat | None] = [None]
    for data in WALK:
        places.append(advance(library(), places[-1], Tapped(data), NOW, FRESH).chat)
    _check_last(places[-1])
    return places


def _check_last(place: Chat | None) -> None:
    """Where the flows or the buttons change, the way must too: else nothing beyond the first screen is tried."""
    assert place is not None, "the way begins with consent"
    conversation = place.conversation
    assert conversation is not None, "it leads into a conversation"
    assert conversation.ticks == {"ill": {"fever"}}, "and to a question with a tick"
    assert isinstance(stand(Scene(library(), NOW, FRESH), conversation, place), Asking)
    assert place.deleting == FRESH


def everywhere(input: Input) -> None:
    """The same input at each place; what comes of it can be drawn and kept, and the clock can look at it."""
    for place in chats():
        turn = advance(library(), place, input, NOW, FRESH)
        for screen in turn.screens:
            messages(screen.text)
            assert all(1 <= len(button.data.encode()) <= 64 for row in screen.rows for button in row)
            screen_to_bytes(7, screen)
        if turn.chat:
            assert chat_from_bytes(chat_to_bytes(7, turn.chat)) == (7, turn.chat)
            advance(library(), turn.chat, CheckInDue(), NOW + 10**7, FRESH)


def update(data: bytes) -> None:
    """A body as Telegram, or a stranger, posts it."""
    try:
        found = parse_json(data)
    except ValueError:
        return
    arrival = decode(found, "bot").arrival
    if arrival:
        everywhere(arrival.input)


def tap(data: bytes) -> None:
    """Whatever a button may carry."""
    everywhere(Tapped(data.decode(errors="replace")))


def text(data: bytes) -> None:
    """Whatever a person may write."""
    everywhere(Said(data.decode(errors="replace")[:4096]))


def yaml(data: bytes) -> None:
    """A content file: read, or refused with a place."""
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(data[: LARGEST + 2])
        read_file(Path(file.name), "flow.yaml", [])


def blob(data: bytes) -> None:
    """A stored value: what was flipped, cut or never ours is refused."""
    for read in (chat_from_bytes, screen_from_bytes):
        try:
            read(data)
        except UnknownFormat:
            continue
    flipped = bytes(a ^ b for a, b in zip(SEALED, data.ljust(len(SEALED), b"\0"), strict=False))
    try:
        VAULT.open(b"chats", HASH, flipped)
        opened = True
    except Damaged:
        opened = False
    assert opened == (flipped == SEALED)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "update": update,
    "tap": tap,
    "text": text,
    "yaml": yaml,
    "blob": blob,
}
SEEDS: Mapping[str, Sequence[bytes]] = {
    "update": (UPDATE, TAP, b"[" * 5000, b'{"update_id":1e400}'),
    "tap": (
        *(data.encode() for data in WALK),
        b"c.aaaaaaaa.accept",
        b"a.stroke+heart.happening",
        b"d.yes.aaaaaaaa",
        b"m.opioids",
    ),
    "text": (b"/medicines sertraline", "my face drooped \u202e\U0001f62d <b>".encode(), b"not my arm", b"a" * 4096),
    "yaml": (b"flow: a\nsteps:\n  - ask: b\n    one: {c: d}\n", b"a: &a [*a]", b"[" * 100, "a: b".encode("utf-16")),
    "blob": (chat_to_bytes(7, chat()), screen_to_bytes(7, question()), b"", b"\1"),
}
