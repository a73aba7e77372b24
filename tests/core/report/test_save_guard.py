"""The proof before a save: a byte outside the edits that differs is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui import Report
from exam_tui.core.report.save_guard import prove
from exam_tui.errors import GuardError
from tests.core.build import question, report_of
from tests.core.strategies import edits


def edited_report() -> Report:
    """Return a report with a byte order mark, bytes beyond ASCII, two answers and a tick changed."""
    text = f"\ufeff# Blåbær 02476\n\n* [ ] one\n\n{question(1)}{question(2)}{question(3)}"
    report = Report.from_bytes(text.encode())
    report.set_answer(1, "Grød\n\nmed fløde")
    report.set_answer(3, "")
    report.set_task(0, done=True)
    return report


def test_the_reports_own_bytes_pass() -> None:
    """Edited and unedited."""
    prove(edited_report(), edited_report().to_bytes())
    report = report_of(question(1))
    prove(report, report.original)


def test_every_single_changed_byte_is_refused() -> None:
    """Outside the edits and in them: each byte of the new file is proved."""
    report = edited_report()
    good = report.to_bytes()
    for at in range(len(good)):
        with pytest.raises(GuardError, match="was not written"):
            prove(report, good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])


def test_every_missing_and_every_added_byte_is_refused() -> None:
    """At the start, at the end and between."""
    report = edited_report()
    good = report.to_bytes()
    for at in range(len(good)):
        with pytest.raises(GuardError):
            prove(report, good[:at] + good[at + 1 :])
    for at in range(len(good) + 1):
        with pytest.raises(GuardError):
            prove(report, good[:at] + b"\0" + good[at:])


@pytest.mark.nightly
@given(edits(), st.data())
def test_corruption_is_refused_whatever_the_report(edit: tuple[Report, int, str], data: st.DataObject) -> None:
    """A byte changed anywhere in any file after any edit."""
    report, index, text = edit
    report.set_answer(report.questions[index], text)
    good = report.to_bytes()
    prove(report, good)
    at = data.draw(st.integers(0, len(good) - 1))
    with pytest.raises(GuardError):
        prove(report, good[:at] + bytes([good[at] ^ data.draw(st.integers(1, 255))]) + good[at + 1 :])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_the_refusal_says_where_and_keeps_the_answers(line_end: str) -> None:
    """The line at which the piece that differs begins; it is named as our fault."""
    report = report_of(question(1), question(2), line_end=line_end)
    report.set_answer(1, "changed")
    with pytest.raises(GuardError) as caught:
        prove(report, report.to_bytes().replace(b"Question 2", b"Question 3"))
    assert caught.value.line == report.template.lines.index(report.source.index("Some words.")) + 2
    assert "bug in exam-tui" in caught.value.help
    with pytest.raises(GuardError) as caught:
        prove(report, report.to_bytes().replace(b"# Report", b"# REPORT"))
    assert caught.value.line == 1
