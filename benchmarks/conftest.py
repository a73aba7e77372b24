"""Hands the ratios to the tests, and shows after the run how near each file came to its bounds."""

from collections.abc import Callable

import pytest

from benchmarks.ratios import Ratios


@pytest.fixture
def ratios(record_property: Callable[[str, object], None]) -> Ratios:
    """Return what measures for one test; what it finds is seen after the run."""
    measured = Ratios()
    record_property("ratios", measured.found)
    return measured


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show, of each test function, the ratio that is nearest to its bound."""
    nearest: dict[str, tuple[float, float, str]] = {}
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, found in report.user_properties:
            test = report.nodeid.partition("[")[0].removeprefix("benchmarks/")
            if name == "ratios":
                worst = max(((value / bound, value, bound) for value, bound in found), default=None)
                if worst and worst > nearest.get(test, (0.0,))[:1]:
                    nearest[test] = worst
    terminalreporter.section("ratio, at most, test (the one nearest to its bound)")
    for test, (_, value, bound) in sorted(nearest.items()):
        terminalreporter.line(f"{value:8.2f} {bound:8.2f}  {test}")
