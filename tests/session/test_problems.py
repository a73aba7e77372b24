"""Which problems a report has, and which of them are fixed: the same wherever one looks."""

import io
import json
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

import exam_tui
from exam_tui.cli.main import main
from exam_tui.core import checker
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.report.report import Report
from exam_tui.git import original_template
from exam_tui.session.problems import Problems
from exam_tui.tui.editor.notes import Checker
from exam_tui.tui.screens.hand_in import HandInScreen
from exam_tui.tui.screens.overview import OverviewScreen
from exam_tui.tui.screens.problems import ProblemsScreen
from tests.core.findings.build import GOOD, report, template
from tests.core.findings.known import know
from tests.repos import NAME, Repo, needs_git, own_settings_only
from tests.tui.editing import opened

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


class Looks:
    """What was looked at, text by text: contexts that the rules read, and verdicts that were computed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.contexts: Counter[str] = Counter()
        self.verdicts: Counter[str] = Counter()
        made, cut = CheckContext.__init__, checker._cut

        def make(context: CheckContext, report: Report) -> None:
            self.contexts[report.text] += 1
            made(context, report)

        def note(text: str) -> list[tuple[str, str]]:
            self.verdicts[text] += 1
            return cut(text)

        monkeypatch.setattr(CheckContext, "__init__", make)
        monkeypatch.setattr(checker, "_cut", note)

    def of(self, text: str) -> tuple[int, int]:
        """Return how often a report was looked at: contexts, verdicts."""
        return self.contexts[text], self.verdicts[text]


@needs_git
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", NAME],
        ["check", "--format", "json", NAME],
        ["check", "--ignore", "template-changed", NAME],
        ["check", "--hand-in", NAME],
        ["html", "-o", "page.html", "--check-summary", NAME],
        ["html", "-o", "page.html", "--as-course", NAME],
        ["edit", "--plain", "--no-html", NAME],
    ],
    ids=" ".join,
)
def test_a_command_looks_at_a_report_once(
    arguments: list[str], path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One context and one verdict, however many ask for them: findings, changes of the template, fixes, summary."""
    Repo(path.parents[1]).commit("answers")
    looks = Looks(monkeypatch)
    monkeypatch.setattr(sys, "stdin", io.StringIO("problems all\nproblems\nquit\n"))
    assert main(arguments) in {0, 1}
    assert capsys.readouterr().out
    assert looks.of(CHANGED) == (1, 1)
    assert {*looks.contexts.values(), *looks.verdicts.values()} == {1}  # nor is what the fixes would make of it


@needs_git
@pytest.mark.parametrize("with_path", [True, False])
def test_a_program_looks_at_a_report_once(path: Path, monkeypatch: pytest.MonkeyPatch, *, with_path: bool) -> None:
    looks = Looks(monkeypatch)
    result = exam_tui.check(Report.load(path), path if with_path else None)
    assert result.findings
    assert result.verdict.total
    assert looks.of(CHANGED) == (1, 1)


@needs_git
async def test_the_editor_looks_at_a_report_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its header, meters, list of problems, overview and hand-in check; and again only once something is typed."""
    Repo(path.parents[1]).commit("answers")
    looks = Looks(monkeypatch)
    async with opened(path) as editor:
        screen = editor.screen
        await screen.check_now()
        for key, dialog in (("ctrl+l", ProblemsScreen), ("alt+o", OverviewScreen)):
            await editor.press(key)
            await editor.until(partial(editor.is_open, dialog))
            await editor.press("escape")
        await editor.press("escape", "h")
        await editor.until(lambda: editor.is_open(HandInScreen))
        await editor.press("escape")
        await screen.check_now()
        assert looks.of(CHANGED) == (1, 1)
        await editor.press("x")
        screen.follow()
        await screen.check_now()
        assert looks.of(screen.session.report.text) == (1, 1)


@needs_git
def test_check_and_both_editors_name_the_same_problems(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line of the template that was changed is among them."""
    read = Report.load(path)
    found = Problems(path).of(read).findings
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
    assert f"question 8 not fixed (wrapper-left): {held.reason}." in capsys.readouterr().err
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
    changed = [one for one in Problems(path, named).of(read).findings if one.code == "template-changed"]
    assert "`exam-tui repair --template FILE`" in changed[0].help
    assert Problems(path).of(read).own_findings
    assert asked == []
    assert Problems(path).of(read).findings
    assert asked == [path]


def test_what_is_typed_counts_and_not_what_is_in_the_file(tmp_path: Path) -> None:
    """As for an editor with words that are not saved."""
    path = tmp_path / "README.md"
    path.write_text(report(), encoding="utf-8")
    read = Report.load(path)
    read.set_answer(5, f"--- {GOOD} ---")
    assert "wrapper-left" in {finding.code for finding in Problems(path).of(read).findings}
    assert [fix.number for fix in Problems(path).of(read).plan().made] == [5]
