"""What git has of a merge that is not ended: asked of real repositories."""

from pathlib import Path

import pytest

from exam_tui.git.merging.sides import UnmergedFile, committed_by, side_names, unmerged_file
from tests.repos import NAME, Repo, needs_git

pytestmark = needs_git


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository whose branches `main` and `anna` changed one line; `anna` by Anna."""
    found = Repo.init(tmp_path / "project")
    found.write(NAME, "seeds\n")
    found.commit("base")
    found.git("checkout", "--quiet", "-b", "anna")
    found.write(NAME, "peas\n")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Anna [x]")
    found.commit("hers", at=1_700_000_000)
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Me")
    found.git("checkout", "--quiet", "main")
    found.write(NAME, "beans\n")
    found.commit("mine")
    return found


def _stop(repo: Repo, *command: str) -> Path:
    """Run what ends in a conflict; return the report."""
    with pytest.raises(AssertionError):
        repo.git(*command)
    return repo.root / NAME


def test_a_merge_knows_the_version_before_and_who_made_the_other_one(repo: Repo) -> None:
    path = _stop(repo, "merge", "anna")
    assert unmerged_file(path) == UnmergedFile(
        is_known=True, base=b"seeds\n", is_replayed=False, author="Anna [x]", time=1_700_000_000
    )
    assert side_names(repo.root) == ("main", "anna")


def test_in_a_rebase_the_second_side_is_the_users_own(repo: Repo) -> None:
    found = unmerged_file(_stop(repo, "rebase", "anna"))
    assert (found.is_known, found.base, found.is_replayed, found.author) == (True, b"seeds\n", True, "Anna [x]")
    assert side_names(repo.root) == ("anna", "main")


def test_a_commit_that_is_picked_is_that_of_others(repo: Repo) -> None:
    found = unmerged_file(_stop(repo, "cherry-pick", "anna"))
    assert (found.is_known, found.is_replayed, found.author) == (True, False, "Anna [x]")
    assert side_names(repo.root) == ("", "")


def test_where_nothing_is_merged_nothing_is_known(repo: Repo, tmp_path: Path) -> None:
    """Nor outside of any repository."""
    assert unmerged_file(repo.root / NAME) == UnmergedFile()
    assert unmerged_file(tmp_path / "README.md") == UnmergedFile()
    assert side_names(tmp_path) == ("", "")


def test_a_commit_without_a_branch_is_named_by_its_id(repo: Repo) -> None:
    commit = repo.git("rev-parse", "anna").strip()
    repo.git("branch", "-D", "anna")
    repo.git("checkout", "--quiet", "--detach")
    _stop(repo, "merge", commit)
    assert side_names(repo.root) == ("HEAD", commit[:7])


def test_a_file_as_the_last_commit_has_it_was_changed_by_its_author(repo: Repo, tmp_path: Path) -> None:
    """As after a pull; one that is otherwise, by nobody who is known."""
    assert committed_by(repo.root / NAME)[0] == "Me"
    repo.git("reset", "--quiet", "--hard", "anna")
    assert committed_by(repo.root / NAME) == ("Anna [x]", 1_700_000_000)
    repo.write(NAME, "leeks\n")
    assert committed_by(repo.root / NAME) == ("", 0)
    assert committed_by(repo.root / "other.md") == ("", 0)
    assert committed_by(tmp_path / "other.md") == ("", 0)
