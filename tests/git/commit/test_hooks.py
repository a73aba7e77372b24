"""Which hooks would run: those that git itself runs, shown by letting it."""

import os
from pathlib import Path

import pytest

from exam_tui.git.commit.hooks import COMMIT_HOOKS, PUSH_HOOKS, hooks_among
from tests.git.commit.planning import carry_out, planned
from tests.git.hand_in.asking import OTHER
from tests.repos import Repo, needs_git

pytestmark = [needs_git, pytest.mark.skipif(os.name == "nt", reason="its hooks are shell scripts")]

ALL = (*COMMIT_HOOKS, *PUSH_HOOKS)
OTHERS = ("post-merge", "pre-rebase", "post-checkout", "pre-merge-commit", "update", "pre-receive")


def _hooks(folder: Path, marks: Path) -> None:
    """Put every hook into a folder, each of which leaves its name."""
    folder.mkdir(parents=True, exist_ok=True)
    marks.mkdir()
    for name in (*ALL, *OTHERS):
        hook = folder / name
        hook.write_text(f"#!/bin/sh\ntouch '{marks}/{name}'\n", encoding="utf-8")
        hook.chmod(0o755)


@pytest.mark.parametrize("place", [".git/hooks", "tools/hooks", "~"])
def test_the_hooks_that_are_named_are_those_that_git_runs(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    if place == "~":
        repo.git("config", "core.hooksPath", "~/my hooks")
        _hooks(tmp_path / "home/my hooks", tmp_path / "marks")
    else:
        if place != ".git/hooks":
            repo.git("config", "core.hooksPath", place)
        _hooks(repo.root / place, tmp_path / "marks")
    repo.answer({4: OTHER})
    plan = planned(repo)
    assert (list(plan.commit_hooks), list(plan.push_hooks)) == (list(COMMIT_HOOKS), list(PUSH_HOOKS))
    assert not list((tmp_path / "marks").iterdir()), "planning runs none"
    carry_out(plan)
    assert {mark.name for mark in (tmp_path / "marks").iterdir()} == set(ALL)


def test_samples_and_files_that_cannot_be_run_are_no_hooks(repo: Repo) -> None:
    repo.write(".git/hooks/pre-commit.sample", "#!/bin/sh\n").chmod(0o755)
    repo.write(".git/hooks/pre-push", "#!/bin/sh\n").chmod(0o644)
    (repo.root / ".git/hooks/commit-msg").mkdir()
    assert hooks_among(repo.root, ALL) == []
