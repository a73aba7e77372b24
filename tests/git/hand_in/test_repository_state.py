"""The hand-in check: whether the report is committed, and what git is in the middle of."""

import sys
from pathlib import Path

import pytest

from tests.core.findings.build import GOOD
from tests.git.hand_in.asking import OTHER, lines, mended, only, wrong
from tests.repos import IMAGE, NAME, PNG, Repo, needs_git

pytestmark = [needs_git, pytest.mark.skipif(sys.platform == "win32", reason="its commands are run by bash here")]


def test_changes_that_are_not_committed(repo: Repo) -> None:
    """Staged or not."""
    repo.answer({5: OTHER})
    for _ in range(2):
        assert only(repo).text == "The report has uncommitted changes"
        repo.git("add", ".")
    repo.write("notes.md", "not of the report")
    assert mended(repo) == ["1 commit is not pushed (origin/main as last seen just now)"]
    assert repo.git("status", "--short") == "?? notes.md\n"


def test_a_report_that_git_does_not_know(repo: Repo) -> None:
    """Unknown, staged, left out on purpose."""
    repo.git("rm", "--quiet", "--cached", NAME)
    repo.git("commit", "--quiet", "--message=away")
    assert wrong(repo)[0].text == "The report is not committed"
    repo.git("add", NAME)
    assert wrong(repo)[0].text == "The report is not committed, only staged"
    repo.git("reset", "--quiet")
    repo.write(".git/info/exclude", "README.md\n")
    assert wrong(repo)[0].text == "The report is not committed: git ignores it"
    repo.shell(wrong(repo)[0].command)
    assert only(repo).text.startswith("2 commits are not pushed")


def test_before_the_first_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it is left to do, and can be done in order."""
    repo = Repo.init(tmp_path / "new")
    monkeypatch.chdir(repo.root)
    repo.answer({})
    repo.write(IMAGE, PNG)
    assert [line.text for line in lines(repo)] == [
        "Nothing has been committed yet",
        "An image is not committed: figures/tomatoes.png",
        "The report is at reports/README.md",
    ]
    assert mended(repo) == ["There is no remote: only you have the report"]


def test_the_next_commit_would_undo_it(repo: Repo) -> None:
    """What is here is committed, but something else is staged."""
    repo.git("rm", "--quiet", "--cached", NAME)
    assert only(repo).text == "The next commit would leave the report out"
    assert mended(repo) == []
    text = (repo.root / NAME).read_bytes()
    repo.answer({5: OTHER})
    repo.git("add", ".")
    repo.write(NAME, text)
    assert only(repo).text == "The next commit would change the report's text"
    assert mended(repo) == []


@pytest.mark.parametrize("setting", ["true", "input"])
def test_line_ends_that_git_turns_are_no_change(repo: Repo, setting: str) -> None:
    """As on Windows."""
    repo.git("config", "core.autocrlf", setting)
    path = repo.root / NAME
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert wrong(repo) == []


def test_what_git_is_told_not_to_look_at_is_seen(repo: Repo) -> None:
    """`assume-unchanged` hides a change from git status."""
    repo.git("update-index", "--assume-unchanged", NAME)
    repo.answer({5: OTHER})
    assert repo.git("status", "--short") == ""
    assert only(repo).text == "The report has uncommitted changes"


def _conflict(repo: Repo, verb: str) -> None:
    repo.git("switch", "--quiet", "--create", "side")
    repo.answer({5: OTHER})
    repo.commit("theirs", at=1_000_000_000)
    repo.git("switch", "--quiet", "main")
    repo.answer({5: OTHER.replace("south", "east")})
    repo.commit("ours")
    with pytest.raises(AssertionError):
        repo.git(verb, "side")


def test_in_the_middle_of_a_merge(repo: Repo) -> None:
    """One line with one command that ends it, while the report is in conflict and once that is decided."""
    _conflict(repo, "merge")
    about = [line for line in wrong(repo) if line.about == "report"]
    todo = "resolve the report's conflicts (R in the editor's list of questions) and save"
    assert [line.text for line in about] == [f"A merge is in progress: {todo}, then"]
    repo.answer({5: OTHER})
    about = [line for line in wrong(repo) if line.about == "report"]
    assert [line.text for line in about] == ["A merge is in progress"]
    repo.shell(about[0].command)
    assert only(repo).text.startswith("3 commits are not pushed")


def test_a_merge_without_a_conflict_in_the_report(repo: Repo) -> None:
    """It is still not finished, and finishing it commits the report."""
    repo.git("switch", "--quiet", "--create", "side")
    repo.write("notes.md", "one")
    repo.commit("theirs")
    repo.git("switch", "--quiet", "main")
    repo.write("readme.txt", "two")
    repo.commit("ours")
    repo.git("merge", "--quiet", "--no-commit", "side")
    repo.answer({5: OTHER})
    [line] = [line for line in wrong(repo) if line.about == "report"]
    assert line.text == "A merge is in progress"
    repo.shell(line.command)
    assert only(repo).text.startswith("3 commits are not pushed")


def test_in_the_middle_of_a_rebase(repo: Repo) -> None:
    """That this leaves one on no branch is not said as well."""
    _conflict(repo, "rebase")
    repo.answer({5: OTHER})
    first = wrong(repo)[0]
    assert first.text == "A rebase is in progress"
    assert not any("not on a branch" in line.text for line in wrong(repo))
    repo.shell(first.command)
    assert not any("rebase" in line.text for line in wrong(repo))


@pytest.mark.parametrize("verb", ["cherry-pick", "revert"])
def test_in_the_middle_of_something_else(repo: Repo, verb: str) -> None:
    """It is named."""
    if verb == "revert":
        repo.answer({5: OTHER})
        repo.commit("one")
        repo.answer({5: GOOD[:-1]})
        repo.commit("two")
        with pytest.raises(AssertionError):
            repo.git("revert", "HEAD~1")
    else:
        _conflict(repo, verb)
    assert wrong(repo)[0].text.startswith(f"A {verb} is in progress")
    repo.answer({5: "Both."})
    repo.shell(wrong(repo)[0].command)
    assert not any("not finished" in line.text for line in wrong(repo))


def test_in_the_middle_of_a_search(repo: Repo) -> None:
    """Going back finishes it."""
    repo.git("bisect", "start")
    assert mended(repo) == []
