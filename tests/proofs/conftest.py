"""Says at the end of a run how many of the mutants that it tried were caught."""

from __future__ import annotations

import pytest

from tests.proofs.mutation import sliced


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The score of the slice, if it was tried."""
    if any("test_a_slice_of_the_mutants" in report.nodeid for report in terminalreporter.getreports("passed")):
        terminalreporter.section("mutants of the flows (a slice; `make mutants` tries all)")
        for line in sliced().table():
            terminalreporter.write_line(line)
