"""git as its user runs it: with hooks, filters and settings, but in the repository that was found alone."""

import os
from pathlib import Path

import pytest

from exam_tui.errors import GitError
from exam_tui.git.commit.own_git import own_command
from tests.git.commit.planning import carry_out, planned
from tests.git.hand_in.asking import OTHER
from tests.repos import IMAGE, PNG, Repo, needs_git

pytestmark = needs_git


@pytest.mark.skipif(os.name == "nt", reason="its filter is a shell command")
def test_filters_of_the_repository_see_what_is_committed(repo: Repo) -> None:
    repo.git("config", "filter.shout.clean", "tr a-z A-Z")
    repo.write(".gitattributes", "*.png filter=shout\n")
    repo.commit("filter")
    repo.answer({4: f"{OTHER} ![x](figures/tomatoes.png)"})
    repo.write(IMAGE, PNG + b"abc")
    carry_out(planned(repo))
    assert repo.git("show", f"HEAD:{IMAGE}").endswith("ABC")


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"])
def test_variables_that_speak_of_another_repository_have_no_say(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """As where the editor is started from a hook."""
    other = Repo.init(tmp_path / "other")
    other.write("a", "a")
    before = other.commit("a")
    repo.answer({4: OTHER})
    values = {"GIT_WORK_TREE": ".", "GIT_INDEX_FILE": ".git/index", "GIT_OBJECT_DIRECTORY": ".git/objects"}
    monkeypatch.setenv(name, str(other.root / values.get(name, ".git")))
    plan = planned(repo)
    carry_out(plan)
    monkeypatch.delenv(name)
    assert not planned(repo).has_commit
    assert other.git("rev-parse", "HEAD").strip() == before


def test_settings_that_put_the_files_elsewhere_are_refused(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    repo.answer({4: OTHER})
    repo.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    with pytest.raises(GitError, match="place its files elsewhere"):
        own_command(repo.root, ("status",))
    repo.git("config", "core.worktree", "..")  # its own folder, as seen from .git
    assert own_command(repo.root, ("status",)).shown == "git status"


def test_a_worktree_and_a_submodule_commit_where_they_are(repo: Repo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    side = Repo(tmp_path / "side")
    side.answer({4: OTHER})
    carry_out(planned(side))
    assert side.git("log", "-1", "--format=%s", "side").strip() == "Edit question 4"
    outer = Repo.init(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo.root), "sub")
    inner = Repo(outer.root / "sub")
    inner.answer({4: OTHER})
    plan = planned(inner)
    for words in plan.commit_steps("inside"):
        assert own_command(plan.root, words).folder == inner.root
    assert own_command(plan.root, ("status",)).environment["GIT_CEILING_DIRECTORIES"] == str(outer.root)
