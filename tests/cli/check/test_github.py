"""`check --format github`: annotations that arrive where they belong."""

import os
from pathlib import Path

import pytest

from exam_tui.cli.check.checked_file import CheckedFile, CheckedReport
from exam_tui.cli.check.github import GithubFormat
from exam_tui.cli.main import main
from exam_tui.cli.output import Output
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report
from tests.cli.conftest import Write, report_text


def _lines(capsys: pytest.CaptureFixture[str], path: str, *findings: Finding) -> list[str]:
    report = Report.from_bytes(report_text().encode())
    GithubFormat(Output(), quiet=True).add(
        CheckedFile(path, CheckedReport(report.tasks, None, findings, report.questions))
    )
    return capsys.readouterr().out.split("\n")[:-1]


def test_each_severity_has_its_command_and_the_worst_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    """GitHub shows ten of a kind."""
    findings = [
        Finding("image-alt", "info", 1, 2, None, "a", "b."),
        Finding("wrapper-left", "warning", 3, 4, None, "c", "d."),
        Finding("too-long", "error", 5, 6, None, "e", ""),
    ]
    assert _lines(capsys, "a.md", *findings) == [
        "::error file=a.md,line=5,col=6,title=too-long::e.",
        "::warning file=a.md,line=3,col=4,title=wrapper-left::c. d.",
        "::notice file=a.md,line=1,col=2,title=image-alt::a. b.",
    ]


def test_what_would_break_a_command_is_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    """Properties need colon and comma escaped too; no message can begin a command of its own."""
    finding = Finding("too-long", "error", 1, 1, None, "50% more\r\n::error::x\x1b", "")
    (line,) = _lines(capsys, "50%,a:b.md", finding)
    assert line.startswith("::error file=50%25%2Ca%3Ab.md,line=1")
    assert line.endswith("::50%25 more%0D%0A::error::x␛.")


def test_a_path_is_the_workspaces(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A step may run in another folder than the repository's root; annotations count from the root."""
    write("reports/README.md")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir("reports")
    assert main(["check", "--format", "github", "-q", "README.md"]) == 1
    assert "file=reports/README.md," in capsys.readouterr().out


def test_a_path_outside_the_workspace_stays_as_typed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is nothing better to say."""
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    finding = Finding("too-long", "error", 1, 1, None, "e", "")
    assert "file=a.md," in _lines(capsys, "a.md", finding)[0]


def test_an_unreadable_file_is_an_annotation_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody reads the log of a step."""
    assert main(["check", "--format", "github", "nosuch.md"]) == 2
    shown = capsys.readouterr()
    assert shown.out.startswith("::error file=nosuch.md,title=exam-tui::nosuch.md does not exist.")
    assert "nosuch.md" in shown.err


@pytest.mark.skipif(os.name == "nt", reason="no file can have that name there")
def test_the_summary_is_no_command(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the file is called."""
    write("::stop-commands::x")
    main(["check", "--format", "github", "::stop-commands::x"])
    lines = capsys.readouterr().out.split("\n")[:-1]
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=", "exam-tui: ")) for line in lines)
    assert lines[-1].startswith("exam-tui: ")
