"""Every code has its fixture, its near miss and its entry in the table; each is found where it stands."""

from dataclasses import replace

import pytest

from exam_tui.core.findings.catalog import CODES
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report
from tests.core.findings.build import report, template
from tests.core.findings.fixtures import FOUND, NEAR, Case, StubFiles

STABLE = [
    "unanswered",
    "placeholder-left",
    "wrapper-left",
    "too-short",
    "too-long",
    "too-few-images",
    "too-many-images",
    "image-missing",
    "image-case",
    "image-outside",
    "image-type",
    "image-alt",
    "image-not-counted",
    "image-not-shown",
    "checker-cuts-answer",
    "checker-drops-text",
    "checker-stops",
    "template-changed",
    "question-missing",
    "marker-missing",
    "question-duplicate",
    "question-order",
    "swallowed-question",
    "conflict-marker",
    "becomes-heading",
    "inside-quote",
    "link-missing",
    "task-mark",
    "contribution-missing",
    "spelling",
    "grammar",
    "course-page",
    "undecodable",
]

IN_ENGLISH = {"spelling", "grammar"}
"""Not found here, but by whoever proofreads: see tests/cli/check/test_proofread.py."""

# What may stand beside a finding because the same fixture cannot do without it.
BESIDE = {
    "checker-cuts-answer": {"course-page"},
    "swallowed-question": {"course-page"},
}


def findings_on(case: Case) -> list[Finding]:
    """Return the findings on a case."""
    pristine = Report.from_bytes(case.template.encode()) if case.template else None
    data = case.text.encode("utf-8", "surrogateescape")
    return list(findings_of(Report.from_bytes(data), StubFiles(case.files), pristine))


def test_the_table_holds_the_stable_codes() -> None:
    """No more, no fewer, in its order."""
    assert list(CODES) == STABLE
    assert set(FOUND) == set(NEAR) == set(CODES) - IN_ENGLISH


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_each_code_is_documented(code: object) -> None:
    """README and `--explain` print these texts."""
    entry = CODES[code.name]  # type: ignore[attr-defined] # parametrize passes objects
    assert entry.severity in {"error", "warning", "info"}
    assert not entry.summary.endswith(".")
    assert "\n" not in entry.summary
    assert entry.explanation.endswith(".")
    assert entry.remedy.endswith(".")
    assert entry.severity not in entry.otherwise


def test_a_report_that_is_fine_has_no_finding() -> None:
    """The fixtures below differ from it by one thing each."""
    for count in (27, 31):
        case = Case(report(count=count), template=template(count))
        assert findings_on(case) == []


@pytest.mark.parametrize("code", FOUND)
def test_found(code: str) -> None:
    """The fixture gives its code once, at its place, and no second finding for the same cause."""
    case = FOUND[code]()
    found = findings_on(case)
    assert {finding.code for finding in found} - BESIDE.get(code, set()) == {code}
    finding = next(finding for finding in found if finding.code == code)
    entry = CODES[code]
    assert finding.severity in {entry.severity, *entry.otherwise}
    assert finding.help.endswith((".", "`"))
    assert not finding.message.endswith(".")
    lines = case.text.split("\n")
    rest = "\n".join([lines[finding.line - 1][finding.column - 1 :], *lines[finding.line :]])
    assert rest.startswith(case.at)


@pytest.mark.parametrize("code", NEAR)
def test_near_miss(code: str) -> None:
    """What only looks like the fixture is silent."""
    assert code not in {finding.code for finding in findings_on(NEAR[code]())}


@pytest.mark.parametrize("code", FOUND)
def test_line_ends_and_byte_order_mark_change_nothing(code: str) -> None:
    """Windows files give the same findings at the same places."""
    case = FOUND[code]()
    windows = replace(case, text="\ufeff" + case.text.replace("\n", "\r\n"))
    assert findings_on(windows) == findings_on(case)


def test_findings_are_of_the_report_as_it_is_now() -> None:
    """An edit is looked at as it will be read after saving."""
    edited = Report.from_bytes(report().encode())
    edited.set_answer(5, "Only\n\nbeans.")
    found = findings_of(edited)
    assert [(finding.code, finding.question) for finding in found] == [("too-short", 5)]
    assert edited.to_bytes().decode().split("\n")[found[0].line - 1] == "Only"
