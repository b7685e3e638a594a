"""The safety net: every message a person writes is read for emergencies, in every state, by rules a clinician can edit.

Reading is deterministic and explainable: an alert names the rule that fired, so that the log never needs the text.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alert:
    """One rule that fired."""

    rule: str
    cause: str  # a card of emergencies.yaml


@dataclass(frozen=True, slots=True)
class SafetyNet:
    """All rules, made ready to read with."""

    def read(self, text: str) -> tuple[Alert, ...]:
        """The rules that fire on this text, in the order of the file; () when nothing is alarming. Never raises."""
        return ()
