"""Which problems a report has, and which of them are fixed: the same wherever one looks."""

import io
import json
import sys
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.core.report.report import Report
from exam_tui.git import original_template
from exam_tui.session.problems import Problems
from exam_tui.tui.editor.notes import Checker
from tests.core.findings.build import GOOD, report, template
from tests.core.findings.known import know
from tests.repos import NAME, Repo, needs_git, own_settings_only

CHANGED = report({5: f"--- {GOOD} ---", 8: "--- one two three ---"}).replace("grew in bed 7?", "slept in bed 7?")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a report whose first version was the template, with some problems, one in the template's own text."""
    own_settings_only(monkeypatch)
    know(monkeypatch)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    repo = Repo.init(tmp_path / "group")
    repo.write(NAME, template())
    repo.commit("template")
    monkeypatch.chdir(repo.root)
    return repo.write(NAME, CHANGED)


@needs_git
def test_check_and_both_editors_name_the_same_problems(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line of the template that was changed is among them."""
    read = Report.load(path)
    found = Problems(path).find(read)
    assert "template-changed" in {finding.code for finding in found}
    assert [problem.finding for problem in Checker(path).check(read).problems] == list(found)
    main(["check", "--format", "json", NAME])
    (checked,) = json.loads(capsys.readouterr().out)["reports"]
    assert [one["message"] for one in checked["findings"]] == [finding.message for finding in found]
    monkeypatch.setattr(sys, "stdin", io.StringIO("problems all\nquit\n"))
    main(["edit", "--plain", "--no-html", NAME])
    greeting, _, said = capsys.readouterr().out.partition("> ")
    assert f" {sum(finding.severity != 'info' for finding in found)} problems: type problems all." in greeting
    assert [finding.message for finding in found if finding.message not in said] == []
    assert said.count("\nLine ") + said.startswith("Line ") == len(found)


@needs_git
def test_check_and_the_editor_make_and_refuse_the_same_fixes(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The answer to question 8 has its five words by the dashes alone."""
    checker = Checker(path)
    report_now = Report.load(path)
    problems = checker.check(report_now).problems
    assert {problem.place.index + 1 for problem in problems if problem.fix and problem.place} == {5}
    assert {problem.place.index + 1 for problem in problems if problem.held and problem.place} == {8}
    (held,) = checker.plan(report_now, problems).held
    main(["check", "--fix", NAME])
    assert f"question 8 is left as it is (wrapper-left): {held.reason}." in capsys.readouterr().err
    assert Report.load(path).text == checker.plan(report_now, problems).report.text


def test_the_history_is_asked_for_the_template_only_where_that_is_of_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not where one is named, and not where changes of it are ignored: it may take long."""
    know(monkeypatch)
    path = tmp_path / "README.md"
    path.write_text(CHANGED, encoding="utf-8")
    asked: list[Path] = []
    monkeypatch.setattr(original_template, "find_template", lambda name, _report: asked.append(name))
    read, named = Report.load(path), Report.from_bytes(template().encode())
    changed = [one for one in Problems(path, named).find(read) if one.code == "template-changed"]
    assert "`exam-tui repair --template FILE`" in changed[0].help
    Problems(path).find(read, {"template-changed"})
    assert asked == []
    Problems(path).find(read)
    assert asked == [path]


def test_what_is_typed_counts_and_not_what_is_in_the_file(tmp_path: Path) -> None:
    """As for an editor with words that are not saved."""
    path = tmp_path / "README.md"
    path.write_text(report(), encoding="utf-8")
    read = Report.load(path)
    read.set_answer(5, f"--- {GOOD} ---")
    assert "wrapper-left" in {finding.code for finding in Problems(path).find(read)}
    assert [fix.number for fix in Problems(path).plan(read).made] == [5]
