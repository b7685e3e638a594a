"""Says at the end of a run how well the safety net reads the labelled messages."""

from __future__ import annotations

import pytest

from tests.safety_net.labelled import AT_FIRST, GERMAN_SETS, both, measured, messages, parts


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Recall and false alarms, for each set."""
    if not any("tests/safety_net/" in report.nodeid for report in terminalreporter.getreports("passed")):
        return
    terminalreporter.section("safety net")
    english = {name: measured(some) for name, some in parts().items()}
    german = {name: measured(messages(name), both()) for name in GERMAN_SETS}
    for name, figures in (english | german).items():
        first = f"; at first sight {AT_FIRST[name]}" if name in AT_FIRST else ""
        terminalreporter.write_line(f"{name:22} {figures}{first}")
