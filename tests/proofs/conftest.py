"""Says at the end of a run how many of the mutants were caught."""

from __future__ import annotations

import pytest

from tests.proofs.mutation import score


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The score, if they were tried."""
    if any("test_every_mutant_is_caught" in report.nodeid for report in terminalreporter.getreports("passed")):
        terminalreporter.section("mutants of the flows")
        for line in score().table():
            terminalreporter.write_line(line)
