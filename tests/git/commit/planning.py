"""What the tests of committing share: a plan, and doing it as the program does."""

import os
import subprocess

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.report.report import Report
from exam_tui.git.commit.commit_plan import CommitPlan, plan_commit
from exam_tui.git.commit.own_git import own_command
from exam_tui.git.hand_in.line import HandInLine
from tests.repos import NAME, Repo


def answer_to(repo: Repo, name: str = NAME) -> CommitPlan | HandInLine:
    """Return what is planned for a report, or why nothing is."""
    path = repo.root / name
    return plan_commit(path, CheckContext(Report.load(path)))


def planned(repo: Repo, name: str = NAME) -> CommitPlan:
    """Return the plan, which there is."""
    plan = answer_to(repo, name)
    assert isinstance(plan, CommitPlan), plan
    return plan


def refused(repo: Repo, name: str = NAME) -> HandInLine:
    """Return why nothing can be committed."""
    line = answer_to(repo, name)
    assert isinstance(line, HandInLine), line
    return line


def carry_out(plan: CommitPlan, message: str = "") -> None:
    """Run the commands of a plan, all of which go well."""
    for words in [*plan.commit_steps(message or plan.message), *plan.push_steps()]:
        command = own_command(plan.root, words)
        done = subprocess.run(
            command.arguments, cwd=command.folder, env=dict(command.environment), check=False, capture_output=True
        )
        assert done.returncode == 0, f"{command.shown}\n{os.fsdecode(done.stdout + done.stderr)}"


def files_of(repo: Repo, commit: str = "HEAD") -> list[str]:
    """Return the files that a commit changed."""
    names = repo.git("diff-tree", "--no-commit-id", "--name-only", "-r", "-z", "--root", "-m", "--first-parent", commit)
    return sorted(names.split("\0")[:-1])
