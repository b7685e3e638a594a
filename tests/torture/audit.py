"""What must hold of the files and of the requests of a bot that died."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Collection, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from tests.bot_api import BotApi, Call
from tests.bot_api.faults import Kind


def check_files(database: Path, confirmed: Collection[int]) -> None:
    """The database is whole, and each update that Telegram has confirmed was dealt with. Looked at in a copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / database.name
        for end in ("", "-wal"):
            if (file := database.with_name(database.name + end)).exists():
                shutil.copy(file, copy.with_name(copy.name + end))
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            if not connection.execute("PRAGMA user_version").fetchone()[0]:
                return assert_nothing(confirmed)  # killed before there were tables
            seen = {id for (id,) in connection.execute("SELECT update_id FROM seen")}
    return assert_nothing(set(confirmed) - seen)


def assert_nothing(lost: Collection[int]) -> None:
    """No update was confirmed and is not on the disk."""
    assert not lost, f"confirmed and lost: {sorted(lost)}"


def doubled(telegram: BotApi, starts: Sequence[float]) -> int:
    """How many messages were sent twice. Each must be the first to its chat after a start, or its like met a fault."""
    return sum(_doubled(chat, telegram, starts) for chat in telegram.people)


def _doubled(chat_id: int, telegram: BotApi, starts: Sequence[float]) -> int:
    sends = [call for call in telegram.calls("sendMessage", chat_id) if _was_carried_out(call)]
    found = 0
    for before, call in pairwise(sends):
        if _said(before) != _said(call):
            continue
        found += 1
        died = any(before.at < start <= call.at for start in starts)
        unsure = before.fault is not None and before.fault.after
        assert died or unsure, f"sent twice to {chat_id} without a reason: {_said(call)}"
    return found


def _was_carried_out(call: Call) -> bool:
    if call.fault is None or call.fault.kind is Kind.SLOW:
        return call.status == 200
    return call.fault.after


def _said(call: Call) -> tuple[str, str]:
    return str(call.parameters.get("text")), str(call.parameters.get("reply_markup"))
