"""`check --hand-in`: one line a point, and the exit code."""

from pathlib import Path

import pytest

from exam_tui.cli.main import main
from tests.cli.conftest import Run, Write
from tests.findings.build import report
from tests.repos import NAME, Repo, needs_git, own_settings_only

pytestmark = needs_git


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository with nothing left to do; we stand at its root."""
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
        "✓ You are on main, the branch that is handed in.\n"
        "✓ Everything committed is pushed (origin/main as last seen just now).\n"
        "✓ There is no other branch.\n"
        "✓ The course's check of what is committed passes all 27 answers.\n"
    )


def test_what_is_wrong_has_its_command_on_the_same_line(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """To be pasted as it stands; the exit code is 1."""
    repo.answer({4: "![beans](figures/none.png)"})
    assert main(["check", "--hand-in", NAME]) == 1
    lines = capsys.readouterr().out.split("\n")
    assert lines[0] == (
        "✗ The report has changes that are not committed: "
        "git add -- reports/README.md && git commit -m 'Update the report' -- reports/README.md"
    )
    assert lines[1] == "✗ There is no figures/none.png."


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
    assert "One report is handed in" in capsys.readouterr().err
    assert main(["check", "--hand-in", "none.md"]) == 2
    repo.write("none.md", "nothing")
    assert main(["check", "--hand-in", "none.md"]) == 2
    path = write("elsewhere/README.md")
    assert main(["check", "--hand-in", str(path)]) == 1
    assert capsys.readouterr().out == f"✗ The report is in no git repository: git -C {path.parent} init\n"


def test_without_unicode(repo: Repo, run: Run) -> None:
    """An old terminal shows other signs."""
    done = run("check", "--hand-in", str(repo.root / NAME), env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert done.stdout.startswith(b"+ The report is committed.")
