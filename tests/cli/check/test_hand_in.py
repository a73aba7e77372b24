"""`check --hand-in`: one line a point, and the exit code."""

import json
import re
from pathlib import Path
from shlex import quote as quoted
from typing import Any

import pytest

from exam_tui.cli.main import main
from tests.cli.conftest import Run, Write
from tests.conftest import ROOT
from tests.core.findings.build import report
from tests.repos import NAME, Repo, needs_git, own_settings_only

pytestmark = needs_git


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository with nothing left to do; we are at its root."""
    own_settings_only(monkeypatch)
    made = Repo.with_report(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made


def test_nothing_is_left_to_do(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """The report is looked for; the exit code is 0."""
    assert repo.root == Path.cwd()
    assert main(["check", "--hand-in"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out == (
        "✓ The report is committed.\n"
        "✓ The linked image is committed.\n"
        "✓ The report is at reports/README.md.\n"
        "✓ You are on main, the branch to hand in.\n"
        "✓ Everything committed is pushed (origin/main as last seen just now).\n"
        "✓ There are no other branches.\n"
        "✓ The course's check of the commit passes all 27 answers.\n"
    )


def test_what_is_wrong_has_its_command_on_the_same_line(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """To be pasted as it is; the exit code is 1."""
    repo.answer({4: "![beans](figures/none.png)"})
    assert main(["check", "--hand-in", NAME]) == 1
    lines = capsys.readouterr().out.split("\n")
    assert lines[0] == (
        "✗ The report has uncommitted changes: "
        "git add -- reports/README.md && git commit -m 'Update the report' -- reports/README.md"
    )
    assert lines[1] == "✗ figures/none.png is missing."


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(["check", "--hand-in", "--format", "json", *arguments])
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["version", "hand_in"]
    assert document["version"] == 1
    assert list(document["hand_in"]) == ["path", "error", "ready", "points"]
    return code, document["hand_in"]


def test_as_json_it_is_one_document(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """Of the shape that docs/ci.md shows: each point with what it is about, in words, and its command."""
    code, facts = _json(capsys, "-q", NAME)
    assert (code, facts["path"], facts["error"], facts["ready"]) == (0, NAME, None, True)
    topics = [point["about"] for point in facts["points"]]
    assert topics == ["report", "images", "place", "branches", "branches", "branches", "check"]
    assert facts["points"][0] == {
        "about": "report",
        "ok": True,
        "text": "The report is committed",
        "command": None,
    }
    repo.answer({4: "![beans](figures/none.png)"})
    code, facts = _json(capsys, NAME)
    assert (code, facts["ready"]) == (1, False)
    first, second = facts["points"][:2]
    assert first["command"].startswith("git add -- reports/README.md && git commit")
    assert second == {"about": "images", "ok": False, "text": "figures/none.png is missing", "command": None}
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    described = json.loads(shown)["hand_in"]
    assert list(described) == list(facts)
    assert list(described["points"][0]) == list(first)
    assert {*topics, "repository"} <= set(re.findall(r"`([a-z]+)`", page))


def test_a_report_outside_git_is_a_point_about_the_repository(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """It has its own word, for programs; what is not done is said all the same."""
    code, facts = _json(capsys, str(write("elsewhere/README.md")))
    assert (code, [point["about"] for point in facts["points"]]) == (1, ["repository", "report"])


def test_a_file_that_cannot_be_read_is_json_too(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """A program that reads the document has no other place to look."""
    assert repo.root == Path.cwd()
    code, facts = _json(capsys, "none.md")
    assert (code, facts["ready"], facts["points"]) == (2, None, None)
    assert "none.md does not exist" in facts["error"]


def test_as_annotations_for_github(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """What is fine is said in plain lines, unless nobody wants to read it."""
    repo.answer({4: "![beans](figures/none.png)"})
    assert main(["check", "--hand-in", "--format", "github", NAME]) == 1
    lines = capsys.readouterr().out.split("\n")[:-1]
    assert lines[0] == (
        "::error file=reports/README.md,title=hand-in report::The report has uncommitted changes: "
        "git add -- reports/README.md && git commit -m 'Update the report' -- reports/README.md"
    )
    assert lines[1] == "::error file=reports/README.md,title=hand-in images::figures/none.png is missing."
    assert lines[2] == "exam-tui: reports/README.md: The report is at reports/README.md."
    assert main(["check", "--hand-in", "--format", "github", "-q", NAME]) == 1
    assert capsys.readouterr().out.split("\n")[:-1] == lines[:2]
    assert main(["check", "--hand-in", "--format", "github", "none.md"]) == 2
    assert capsys.readouterr().out.startswith("::error file=none.md,title=exam-tui::")


def test_quiet_leaves_out_what_is_well(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """As `check` does elsewhere."""
    assert main(["check", "--hand-in", "-q", NAME]) == 0
    assert capsys.readouterr().out == ""
    repo.answer({5: "Beans."})
    assert main(["check", "--hand-in", "-q", NAME]) == 1
    assert capsys.readouterr().out.startswith("✗ The report has uncommitted changes")


@pytest.mark.parametrize("other", [["--fix"], ["--strict"], ["--ignore", "image-alt"], ["--template", NAME]])
@pytest.mark.usefixtures("repo")
def test_what_says_nothing_beside_the_hand_in_check_is_refused(
    other: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is left undone without a word."""
    assert main(["check", "--hand-in", *other, NAME]) == 2
    assert "--hand-in can be combined only with --format and -q" in capsys.readouterr().err


def test_names_reach_no_terminal_raw(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """And what is shown can be pasted all the same."""
    name = "reports/a\x1b[31m\nb.md"
    repo.write(name, report())
    assert main(["check", "--hand-in", name]) == 1
    shown = capsys.readouterr().out
    assert all(char.isprintable() or char == "\n" for char in shown)
    command = next(line for line in shown.split("\n") if "is not committed" in line).partition(": ")[2]
    repo.shell(command)
    assert repo.git("status", "--short") == ""


def test_usage(repo: Repo, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """One report; a file that is one."""
    assert main(["check", "--hand-in", NAME, NAME]) == 2
    assert "Only one report can be handed in" in capsys.readouterr().err
    assert main(["check", "--hand-in", "--format", "nosuch", NAME]) == 2
    assert "Unknown format: nosuch" in capsys.readouterr().err
    assert main(["check", "--hand-in", "none.md"]) == 2
    repo.write("none.md", "nothing")
    assert main(["check", "--hand-in", "none.md"]) == 2
    path = write("elsewhere/README.md")
    assert main(["check", "--hand-in", str(path)]) == 1
    assert capsys.readouterr().out.split("\n") == [
        f"✗ The report is not in a git repository: git -C {quoted(str(path.parent))} init",
        "✗ 3 of 3 questions not done (3 unanswered): `exam-tui check` shows where.",
        "",
    ]


def test_without_unicode(repo: Repo, run: Run) -> None:
    """An old terminal shows other signs."""
    done = run("check", "--hand-in", str(repo.root / NAME), env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert done.stdout.startswith(b"+ The report is committed.")
