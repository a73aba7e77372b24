"""What the tests of recovery share: a small report, and something typed into it."""

from exam_tui import Report
from exam_tui.storage.history.recovery import recovery_of
from exam_tui.storage.history.recovery_format import Recovery
from tests.core.build import question, report_of


def garden() -> Report:
    return report_of("* [ ] water\n\n", question(1, "\n\nroses\n\n"), question(2, "\n\npeas\n\n"))


def typed(text: str = "tulips") -> Recovery:
    """Return a recovery of the garden with another first answer."""
    report = garden()
    report.set_answer(1, text)
    recovery = recovery_of(report, report.original)
    assert recovery is not None
    return recovery
