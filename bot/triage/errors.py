"""What can go wrong in the core. Errors carry facts; adapters choose the words.

CheckbackError
├── FlowError        content that cannot be loaded
├── UnknownCountry   no emergency numbers are known for it
└── UnknownLanguage  the content cannot speak it
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class CheckbackError(Exception):
    """Anything that Checkback itself reports."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a content file."""

    file: str
    line: int
    column: int
    message: str

    @classmethod
    def at(cls, mark: str, message: str) -> Problem:
        """At a place as flows keep it: `flows/lip_twitch.yaml:31:7`."""
        file, line, column = mark.rsplit(":", 2)
        return cls(file, int(line), int(column), message)

    @property
    def mark(self) -> str:
        """The place, as flows keep it."""
        return f"{self.file}:{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.mark}: {self.message}"


class FlowError(CheckbackError):
    """Content that cannot be loaded: every problem at once, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class UnknownCountry(CheckbackError):
    """A country for which the content gives no numbers; `known` are those for which it does."""

    def __init__(self, country: str, known: Sequence[str]) -> None:
        self.country = country
        self.known = tuple(known)
        super().__init__(f"no emergency numbers are known for {country}, only for {', '.join(known)}")


class UnknownLanguage(CheckbackError):
    """A language into which the content is not translated; `known` are those that it can speak."""

    def __init__(self, language: str, known: Sequence[str]) -> None:
        self.language = language
        self.known = tuple(known)
        super().__init__(f"the flows do not speak `{language}`, only {', '.join(known)}")
