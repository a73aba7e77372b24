"""Findings, fixes, repair and the comparison with the template take time that grows as the report does."""

from pathlib import Path

import pytest

from benchmarks.ratios import Ratios, Work
from exam_tui.core.findings.blocking import faults_of
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_in, findings_of
from exam_tui.core.findings.rules.template_changes import with_template_changes
from exam_tui.core.fixes.safe_fixes import fixes_in
from exam_tui.core.repair.repair import repair
from exam_tui.core.report.report import Report
from exam_tui.core.template.original import choose
from exam_tui.storage.images.lookup import FolderFiles
from tests.behaviour.hostile.test_slow_reports import MORE_LINES, PIECES, read, with_more_lines
from tests.core.findings.build import report, template
from tests.core.findings.fixtures import StubFiles
from tests.core.findings.known import know
from tests.storage.images.test_lookup import MANY_TARGETS

IS_OTHER = pytest.mark.parametrize("is_other", [False, True], ids=["repeated", "each another"])


@pytest.mark.parametrize("place", ["in an answer", "as the file"])
@pytest.mark.parametrize("name", PIECES)
def test_findings_and_fixes(ratios: Ratios, name: str, place: str) -> None:
    """Of 15 and 30 kilobytes of one thing; parsing is not theirs."""
    piece = PIECES[name]

    def parsed(size: int) -> Report:
        text = piece * (size // len(piece))
        made = read(report({5: text}) if place == "in an answer" else text)
        _ = made.questions
        return made

    def found(size: int) -> Work:
        made = parsed(size)
        return lambda: findings_of(made, StubFiles())

    def fixed(size: int) -> Work:
        made = parsed(size)
        return lambda: fixes_in(CheckContext(made), StubFiles())

    def blocked(size: int) -> Work:
        context = CheckContext(parsed(size))
        findings = findings_in(context, StubFiles())
        return lambda: faults_of(context, findings)

    ratios.linear(found, 15_000)
    ratios.linear(fixed, 15_000)
    ratios.linear(blocked, 15_000)


@MORE_LINES
@IS_OTHER
def test_repairing_a_template_with_thousands_of_lines_more(
    ratios: Ratios, line: str, before: str, *, is_other: bool
) -> None:
    """A quarter of the lines that a report may have."""

    def repaired(size: int) -> Work:
        made = with_more_lines(line, before, size, is_other=is_other)
        return lambda: repair(made, read(template()))

    ratios.linear(repaired, 5_000)


@IS_OTHER
@pytest.mark.parametrize("earlier", [False, True], ids=["by fingerprints", "by an earlier version"])
@MORE_LINES
def test_comparing_a_template_with_thousands_of_lines_more(
    ratios: Ratios, monkeypatch: pytest.MonkeyPatch, line: str, before: str, *, earlier: bool, is_other: bool
) -> None:
    """A quarter of the lines that a report may have."""
    know(monkeypatch)

    def compared(size: int) -> Work:
        made, pristine = with_more_lines(line, before, size, is_other=is_other), read(template())
        return lambda: with_template_changes(
            CheckContext(made), (), lambda now: choose(now, [(pristine, "git")], whole=True) if earlier else None
        )

    ratios.linear(compared, 5_000)


@pytest.mark.parametrize("name", MANY_TARGETS)
def test_very_many_links_are_looked_up(ratios: Ratios, tmp_path: Path, name: str) -> None:
    """As many as a report of 250 kilobytes holds."""
    (tmp_path / "reports" / "figures").mkdir(parents=True)
    (tmp_path / "reports" / "figures" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    target = MANY_TARGETS[name]

    def looked_up(size: int) -> Work:
        files = FolderFiles(tmp_path / "reports")
        return lambda: [files.lookup(target.format(number)) for number in range(size // (len(target) + 7))]

    ratios.linear(looked_up, 125_000)
