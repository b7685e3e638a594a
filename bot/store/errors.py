"""What can go wrong with the store. The messages are for operators and hold nothing of a person.

StoreError
├── CannotOpen          the database cannot be opened
│   ├── DatabaseIsFolder  a folder is named in its place
│   ├── DatabaseInUse     another process has it
│   ├── NewerDatabase     written by a newer version of the code
│   ├── WrongKey          encrypted with another key
│   ├── MissingKey        there is a database, but no key file
│   └── HalfRotated       a change of its key was begun and not ended
├── BadKeyFile          the key file cannot be used
│   ├── KeyBesideDatabase it lies in the database's own folder
│   └── CannotAddKey      a new key cannot be written into it
├── BadCopy             a backup cannot be made, or not be used
├── StoreUnavailable    nothing was written; try again
├── Damaged             a value does not open: bits flipped, moved to another row, or sealed with another key
└── UnknownFormat       a value opens, but this version of the code cannot read it
"""

from __future__ import annotations

from pathlib import Path

from bot.triage.errors import CheckbackError


class StoreError(CheckbackError):
    """Anything that the store reports."""


class CannotOpen(StoreError):
    def __init__(self, database: Path, why: str) -> None:
        self.database = database
        super().__init__(f"{database}: {why}")


class DatabaseIsFolder(CannotOpen):
    def __init__(self, database: Path) -> None:
        super().__init__(database, f"is a folder; the database is a file, such as {database / 'checkback.db'}")


class DatabaseInUse(CannotOpen):
    def __init__(self, database: Path) -> None:
        super().__init__(database, "another Checkback is running on this database")


class NewerDatabase(CannotOpen):
    def __init__(self, database: Path, found: int, known: int) -> None:
        self.found, self.known = found, known
        super().__init__(
            database,
            f"written by a newer Checkback (version {found} of the tables; this one knows {known}); update first",
        )


class WrongKey(CannotOpen):
    def __init__(self, database: Path) -> None:
        super().__init__(database, "encrypted with another key than the one in the key file")


class MissingKey(CannotOpen):
    def __init__(self, database: Path, key_file: Path) -> None:
        super().__init__(database, f"there is a database, but its key file {key_file} is missing; put it back")


class HalfRotated(CannotOpen):
    def __init__(self, database: Path) -> None:
        super().__init__(database, "a change of its key was begun and not ended; end it with: checkback db rotate-key")


class BadKeyFile(StoreError):
    def __init__(self, key_file: Path, why: str) -> None:
        self.key_file = key_file
        super().__init__(f"{key_file}: {why}")


class KeyBesideDatabase(BadKeyFile):
    def __init__(self, key_file: Path) -> None:
        super().__init__(key_file, "the key must not lie in the database's folder: who takes one would have both")


class CannotAddKey(BadKeyFile):
    def __init__(self, key_file: Path, why: str) -> None:
        super().__init__(
            key_file,
            f"a new key cannot be written here ({why}); put one above the others yourself"
            " (openssl rand -hex 32), keep the others, and run this again",
        )


class BadCopy(StoreError):
    def __init__(self, file: Path, why: str) -> None:
        self.file = file
        super().__init__(f"{file}: {why}")


class StoreUnavailable(StoreError):
    """Nothing of the transaction was written. It can be tried again."""


class Damaged(StoreError):
    """A stored value does not open."""


class UnknownFormat(StoreError):
    """A stored value cannot be read by this version of the code; it is whole and must be kept."""
