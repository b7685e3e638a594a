"""`checkback run` on a database with which something is wrong: before each transaction it obeys a file of pragmas.

python -m tests.torture.starved FILE
"""

from __future__ import annotations

import sqlite3
import sys
from functools import partial
from pathlib import Path
from typing import Any

FULL = "PRAGMA max_page_count = 1"  # SQLite makes it the present size: nothing can grow
READ_ONLY = "PRAGMA query_only = ON"
WELL = "PRAGMA max_page_count = 1073741823; PRAGMA query_only = OFF"


class Starved(sqlite3.Connection):
    """Breaks and heals as the file says."""

    pragmas: Path

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        if sql.startswith("BEGIN") and self.pragmas.exists():
            for pragma in self.pragmas.read_text().split(";"):
                super().execute(pragma)
        return super().execute(sql, *parameters)


def run(pragmas: Path) -> None:
    """Be the bot."""
    Starved.pragmas = pragmas
    setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Starved))  # noqa: B010 - it has a dozen signatures

    from bot.cli import main  # only now: whoever connects from here on is starved

    main(["run"])


if __name__ == "__main__":
    run(Path(sys.argv[1]))
