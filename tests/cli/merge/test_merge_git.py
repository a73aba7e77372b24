"""Git merges by question once it is told to: real clones, whatever command of git merges."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.git.merging.merge_driver import DRIVER, driver_command
from tests.cli.conftest import report_text
from tests.conftest import GIVE_UP, ROOT
from tests.repos import Repo, needs_git, own_settings_only
from tests.terminal import Terminal

pytestmark = needs_git
NAME = "reports/README.md"


class Clone(Repo):
    """One student's clone."""

    def fill_in(self, answers: dict[int, str], ticks: str = "  ") -> None:
        """Write the report and commit it."""
        self.write(NAME, report_text(answers, tasks=ticks))
        self.commit("answers")

    def run(self, *arguments: str) -> tuple[int, str]:
        """Return git's exit code, and all that it and what it runs print."""
        command = ["git", "-C", str(self.root), *arguments]
        done = subprocess.run(command, check=False, capture_output=True, timeout=GIVE_UP)
        return done.returncode, (done.stdout + done.stderr).decode("utf-8")

    @property
    def report(self) -> str:
        """The report as it is in the folder."""
        return (self.root / NAME).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings_only(monkeypatch)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def clones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Clone, Clone]:
    """Return two clones of one repository; in the first one git was told."""
    Repo.init(tmp_path / "origin.git", "--bare")
    first = Clone.init(tmp_path / "ann")
    first.git("remote", "add", "origin", "../origin.git")
    ann = Clone(first.root)
    ann.fill_in({})
    ann.git("push", "--quiet", "--set-upstream", "origin", "main")
    ann.git("clone", "--quiet", "../origin.git", "../bo")
    monkeypatch.chdir(ann.root)
    assert main(["merge", "--install", "--yes"]) == 0
    return ann, Clone(tmp_path / "bo")


def _both(clones: tuple[Clone, Clone], ours: dict[int, str], theirs: dict[int, str]) -> Clone:
    """Let both commit, the second one push, and the first one fetch; return the first one."""
    ann, bo = clones
    bo.fill_in(theirs, " x")
    bo.git("push", "--quiet")
    ann.fill_in(ours, "x ")
    ann.git("fetch", "--quiet")
    return ann


@pytest.mark.parametrize(
    "command",
    [["merge", "--no-edit", "origin/main"], ["rebase", "origin/main"], ["cherry-pick", "origin/main"]],
    ids=["merge", "rebase", "cherry-pick"],
)
def test_different_questions_and_neighbouring_ticks_never_conflict(
    clones: tuple[Clone, Clone], command: list[str]
) -> None:
    """Where git alone has a conflict."""
    ann = _both(clones, {1: "roses", 2: "peas"}, {3: "an oak", 2: "peas"})
    expected = report_text({1: "roses", 2: "peas", 3: "an oak"}, tasks="xx")
    code, said = ann.run(*command)
    assert code == 0, said
    assert ann.report == expected
    assert "exam-tui: reports/README.md: question " in said
    assert ann.git("status", "--porcelain") == ""


def test_git_alone_has_a_conflict_there(clones: tuple[Clone, Clone]) -> None:
    """Or the test above shows nothing."""
    ann = _both(clones, {1: "roses"}, {3: "an oak"})
    assert main(["merge", "--uninstall"]) == 0
    code, said = ann.run("merge", "--no-edit", "origin/main")
    assert code == 1
    assert "exam-tui" not in said


@pytest.mark.parametrize(
    ("command", "ours", "theirs"),
    [
        (["merge", "--no-edit", "origin/main"], "roses", "tulips"),
        (["rebase", "origin/main"], "tulips", "roses"),  # git turns the sides round
        (["cherry-pick", "origin/main"], "roses", "tulips"),
    ],
    ids=["merge", "rebase", "cherry-pick"],
)
def test_the_same_answer_conflicts_in_its_slot_only(
    clones: tuple[Clone, Clone], command: list[str], ours: str, theirs: str
) -> None:
    """And git waits for it to be settled; `check` finds the markers."""
    ann = _both(clones, {1: "roses", 2: "peas"}, {1: "tulips", 3: "an oak"})
    code, said = ann.run(*command)
    assert code == 1
    assert "question 1 has a conflict" in said
    lines = ann.report.split("\n")
    start, middle, end = (
        next(at for at, line in enumerate(lines) if line.startswith(mark * 7)) for mark in ("<", "=", ">")
    )
    assert (lines[start + 1 : middle], lines[middle + 1 : end]) == ([ours], [theirs])
    if command[0] != "cherry-pick":  # newer versions of git say what the sides are called, older ones are asked
        names = {lines[start].partition(" ")[2], lines[end].partition(" ")[2].partition(" (")[0]}
        assert "origin/main" in names or names & {"HEAD", "main"}
        assert not names & {"ours", "theirs", "%X", "%Y"}
    lines[start : end + 1] = ["roses"]
    assert "\n".join(lines) == report_text({1: "roses", 2: "peas", 3: "an oak"}, tasks="xx")
    assert ann.git("diff", "--name-only", "--diff-filter=U") == f"{NAME}\n"
    assert main(["check", NAME]) == 1


def test_stashed_answers_come_back_beside_new_ones(clones: tuple[Clone, Clone]) -> None:
    """Also after a pull."""
    ann, bo = clones
    bo.fill_in({3: "an oak"}, " x")
    bo.git("push", "--quiet")
    ann.write(NAME, report_text({1: "roses"}, tasks="x "))
    ann.git("stash")
    ann.git("pull", "--quiet")
    code, said = ann.run("stash", "pop")
    assert code == 0, said
    assert ann.report == report_text({1: "roses", 3: "an oak"}, tasks="xx")


def test_two_that_add_the_report_at_the_same_time_merge_it(clones: tuple[Clone, Clone]) -> None:
    """There is no common version then."""
    ann, _ = clones
    ann.git("checkout", "--quiet", "--orphan", "other")
    ann.fill_in({1: "roses"}, "x ")
    ann.git("checkout", "--quiet", "-b", "third", "main")
    ann.fill_in({3: "an oak"}, " x")
    code, said = ann.run("merge", "--no-edit", "--allow-unrelated-histories", "other")
    assert code == 0, said
    assert ann.report == report_text({1: "roses", 3: "an oak"}, tasks="xx")


def test_several_common_versions_merge_too(clones: tuple[Clone, Clone]) -> None:
    """Git merges those first, by the same driver."""
    ann, _ = clones
    for branch, answers in (("left", {1: "roses"}), ("right", {3: "an oak"})):
        ann.git("checkout", "--quiet", "-b", branch, "main")
        ann.fill_in(answers, "x " if branch == "left" else " x")
        ann.git("tag", f"first-{branch}")
    both = {1: "roses", 3: "an oak"}
    for branch, other in (("left", "right"), ("right", "left")):
        ann.git("checkout", "--quiet", branch)
        code, said = ann.run("merge", "--no-edit", f"first-{other}")
        assert code == 0, said
    ann.fill_in(both | {3: "an old oak"}, "xx")
    ann.git("checkout", "--quiet", "left")
    ann.fill_in(both | {1: "red roses", 2: "peas"}, "x ")
    assert len(ann.git("merge-base", "--all", "left", "right").split()) == 2
    code, said = ann.run("merge", "--no-edit", "right")
    assert code == 0, said
    assert ann.report == report_text({1: "red roses", 2: "peas", 3: "an old oak"}, tasks="x ")


def test_it_works_in_a_further_worktree_and_from_any_folder(clones: tuple[Clone, Clone], tmp_path: Path) -> None:
    """Without being told again."""
    ann = _both(clones, {1: "roses"}, {3: "an oak"})
    ann.git("worktree", "add", "--quiet", "../tree", "-b", "tree")
    tree = Clone(tmp_path / "tree")
    code, said = Clone(tree.root / "reports").run("merge", "--no-edit", "origin/main")
    assert code == 0, said
    assert tree.report == report_text({1: "roses", 3: "an oak"}, tasks="xx")


@pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")
@pytest.mark.parametrize("broken", ["gone", "no module", "killed", "no result"])
def test_where_exam_tui_fails_git_merges_by_itself(clones: tuple[Clone, Clone], tmp_path: Path, broken: str) -> None:
    """Never does a merge end with one side's words alone, as it would by git's reading of exit codes."""
    ann = _both(clones, {1: "roses"}, {3: "an oak"})
    python = tmp_path / "it's 100%A of" / "python"
    python.parent.mkdir()
    script = {"no module": "exit 1", "killed": "kill -9 $$", "no result": "exit 0"}.get(broken)
    if script:
        python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        python.chmod(0o755)
    ann.git("config", f"merge.{DRIVER}.driver", driver_command(str(python)))
    path = os.pathsep.join([str(Path(shutil.which("git") or "").parent), "/usr/bin", "/bin"])
    done = subprocess.run(
        ["git", "-C", str(ann.root), "merge", "--no-edit", "origin/main"],
        check=False,
        capture_output=True,
        env={**os.environ, "PATH": path},
    )
    if shutil.which("exam-tui", path=path) is None:
        assert done.returncode == 1
        assert b"exam-tui was not found or failed, so git merges line by line.\n" in done.stderr
        assert "<<<<<<< ours\n* [x]" in ann.report
    for words in ("roses", "an oak"):
        assert words in ann.report
    assert ann.git("status", "--porcelain").strip() in {f"UU {NAME}", ""}


def test_a_module_of_the_repository_is_not_run(clones: tuple[Clone, Clone]) -> None:
    """Named like one of Python's, or like ours."""
    ann = _both(clones, {1: "roses"}, {3: "an oak"})
    for name in ("exam_tui.py", "argparse.py", "typing.py"):
        ann.write(name, "raise SystemExit(0)\n")
    code, said = ann.run("merge", "--no-edit", "origin/main")
    assert code == 0, said
    assert ann.report == report_text({1: "roses", 3: "an oak"}, tasks="xx")


def test_a_report_that_is_too_large_is_left_to_git(clones: tuple[Clone, Clone]) -> None:
    """Which says so itself."""
    ann = _both(clones, {1: "roses\n" * 200_000}, {3: "an oak"})
    code, said = ann.run("merge", "--no-edit", "origin/main")
    assert code == 1
    assert "larger than 1 MB" in said
    assert "an oak" in ann.report


def test_nothing_is_left_behind(clones: tuple[Clone, Clone]) -> None:
    """No temporary file of ours or of git's."""
    ann = _both(clones, {1: "roses"}, {1: "tulips"})
    ann.run("merge", "--no-edit", "origin/main")
    assert sorted(path.name for path in ann.root.iterdir()) == [".git", "reports"]
    assert [path.name for path in (ann.root / "reports").iterdir()] == ["README.md"]


# Being told


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """Return a clone that was not told, as the folder we are in."""
    group = Clone.init(tmp_path / "group")
    clone = Clone(group.root)
    clone.fill_in({})
    monkeypatch.chdir(clone.root)
    return clone


def test_what_is_to_be_written_is_shown_first(group: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal nothing is written but with --yes."""
    assert main(["merge", "--install"]) == 2
    shown = capsys.readouterr()
    assert str(group.root / ".git" / "info" / "attributes") in shown.out
    assert "  /reports/README.md merge=exam-tui\n" in shown.out
    assert "  merge.exam-tui.driver = " in shown.out
    assert shown.err == "exam-tui: Not a terminal, so nothing was written. Use exam-tui merge --install --yes.\n"
    assert not (group.root / ".git" / "info" / "attributes").exists()
    assert main(["merge", "--install", "--yes"]) == 0
    assert "git now merges reports/README.md question by question" in capsys.readouterr().err
    assert main(["merge", "--install"]) == 0
    shown = capsys.readouterr()
    assert (shown.out, "already" in shown.err) == ("", True)


def test_taking_it_back_says_what_was_removed(group: Clone, capsys: pytest.CaptureFixture[str]) -> None:
    """By the report, or by the folder we are in."""
    main(["merge", "--install", "--yes", NAME])
    assert main(["merge", "--uninstall", NAME]) == 0
    assert "merge.exam-tui removed" in capsys.readouterr().err
    assert main(["merge", "--uninstall"]) == 0
    assert capsys.readouterr().err == "exam-tui: Nothing to remove.\n"
    assert group.git("config", "--local", "--list").find("exam-tui") < 0


def test_only_a_report_in_a_repository_can_be_set_up(
    group: Clone, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it is said what is missing."""
    group.write("notes.md", "no report")
    assert main(["merge", "--install", "--yes", "notes.md"]) == 2
    assert "holds no question" in capsys.readouterr().err
    (tmp_path / "alone.md").write_text(report_text(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["merge", "--install", "--yes", "alone.md"]) == 2
    assert "not in a git repository" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="there is no pty")
@pytest.mark.parametrize(("answer", "is_written"), [("y\r", True), ("\r", False), ("no\r", False), ("\x04", False)])
def test_on_a_terminal_it_asks(group: Clone, answer: str, *, is_written: bool) -> None:
    """Yes has to be said."""
    command = [sys.executable, "-m", "exam_tui", "merge", "--install"]
    with Terminal(command, folder=group.root, columns=120, env={"PYTHONPATH": str(ROOT)}) as terminal:
        terminal.wait_for("Write it")
        terminal.type(answer)
        terminal.wait_for("git now merges" if is_written else "Nothing was written")
    assert ("exam-tui" in group.git("config", "--local", "--list")) == is_written
