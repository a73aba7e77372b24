"""The hand-in check: the branch, what is pushed, and newer text elsewhere."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.git.hand_in.points import HandInLine
from tests.core.findings.build import GOOD, report
from tests.git.hand_in.asking import HOUR, OTHER, lines, mended, only, side, wrong
from tests.repos import IMAGE, NAME, PNG, Repo, needs_git

pytestmark = [needs_git, pytest.mark.skipif(sys.platform == "win32", reason="its commands are run by bash here")]


def test_on_another_branch(repo: Repo) -> None:
    """What is there has to be merged."""
    repo.git("switch", "--quiet", "--create", "side/ø")
    repo.answer({5: OTHER})
    repo.commit("other")
    found = wrong(repo)
    assert [line.text for line in found] == [
        "You are on side/ø, but main is handed in",
        "side/ø has never been pushed to origin",
    ]
    assert mended(repo) == ["1 commit is not pushed (origin/main as last seen just now)"]
    assert mended(repo) == []


def test_on_no_branch(repo: Repo) -> None:
    """A commit made there is brought to the branch."""
    repo.git("switch", "--quiet", "--detach")
    repo.answer({5: OTHER})
    repo.commit("lost?")
    assert only(repo).text.startswith("You are not on a branch")
    assert mended(repo) == ["1 commit is not pushed (origin/main as last seen just now)"]
    assert OTHER in repo.git("show", f"main:{NAME}")


@pytest.mark.parametrize("is_on_a_branch", [True, False])
def test_the_branch_is_checked_out_in_another_folder(repo: Repo, tmp_path: Path, *, is_on_a_branch: bool) -> None:
    """Git switches to it nowhere else, so the merge happens there."""
    folder = tmp_path / "another tree"
    repo.git("worktree", "add", "--quiet", *(["-b", "side"] if is_on_a_branch else ["--detach"]), str(folder))
    tree = Repo(folder)
    tree.answer({5: OTHER})
    tree.commit("other")
    line = wrong(tree)[0]
    where = "on side" if is_on_a_branch else "not on a branch (“detached HEAD”)"
    assert line.text == f"You are {where}, but main is handed in; it is checked out in {repo.root}"
    tree.shell(line.command)
    assert OTHER in (repo.root / NAME).read_text(encoding="utf-8")
    assert [found.text[:8] for found in wrong(repo)] == ["1 commit"]
    assert f"You are {where}; main, which is handed in, has everything ({repo.root})" in [
        found.text for found in lines(tree) if found.ok
    ]
    assert mended(tree) == []  # what is left to do there is the push of main
    assert wrong(repo) == []


def test_the_branch_in_another_folder_is_pushed_from_there(repo: Repo, tmp_path: Path) -> None:
    """Commits that are only there are merged first, as they would be here; never pushed counts for it too."""
    repo.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "tree"))
    tree = Repo(tmp_path / "tree")
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", str(tmp_path / "project-origin.git"), str(clone))
    Repo(clone).answer({5: OTHER})
    Repo(clone).commit("theirs")
    Repo(clone).git("push", "--quiet")
    repo.git("fetch", "--quiet")
    repo.write("notes.txt", "ours")
    repo.commit("ours")
    text = "1 commit is not pushed, and 1 there is missing here (origin/main as last seen just now)"
    (line,) = [one for one in wrong(tree) if "not pushed" in one.text]
    assert line.text == text
    tree.shell(line.command)
    assert not any("not pushed" in one.text for one in wrong(tree))
    assert repo.git("rev-parse", "main") == repo.git("rev-parse", "origin/main")
    repo.git("remote", "remove", "origin")
    (line,) = [one for one in wrong(tree) if "no remote" in one.text]
    tree.shell(line.command.replace("ADDRESS", str(tmp_path / "project-origin.git")))
    assert not any("remote" in one.text or "push" in one.text for one in wrong(tree))


def test_a_branch_whose_name_begins_with_a_dash(repo: Repo) -> None:
    """Git takes the plain name for an option, wherever it is not the last word."""
    repo.git("update-ref", "refs/heads/-x", "HEAD")
    repo.git("switch", "--quiet", "--", "-x")
    repo.answer({5: OTHER})
    repo.commit("other")
    assert [line.command for line in wrong(repo)] == [
        "git switch main && git merge refs/heads/-x",
        "git push -u origin refs/heads/-x",
    ]
    assert mended(repo) == ["1 commit is not pushed (origin/main as last seen just now)"]
    assert mended(repo) == []


def test_newer_text_on_a_branch_whose_name_begins_with_a_dash(repo: Repo) -> None:
    """It is merged; and where such a branch is handed in, git switches to it."""
    side(repo, {5: OTHER})
    repo.git("update-ref", "refs/heads/--x", "side")
    repo.git("branch", "--delete", "--force", "side")
    assert only(repo).command == "git merge refs/heads/--x"
    assert mended(repo) == ["1 commit is not pushed (origin/main as last seen just now)"]
    repo.git("push", "--quiet", "origin", "main", "refs/heads/--x")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/--x")
    repo.git("fetch", "--quiet")
    assert wrong(repo)[0].command == "git switch -- --x && git merge main"
    assert mended(repo) == []


def test_a_tag_of_a_branchs_name(repo: Repo) -> None:
    """Git would merge the tag, and push neither."""
    repo.git("tag", "side")
    repo.git("switch", "--quiet", "--create", "side")
    repo.answer({5: OTHER})
    repo.commit("other")
    assert mended(repo) == ["1 commit is not pushed (origin/main as last seen just now)"]
    assert OTHER in repo.git("show", f"main:{NAME}")


def test_the_remote_says_which_branch_counts(repo: Repo) -> None:
    """Whatever it is called; without its word main or master counts, or the only one."""
    repo.git("branch", "--move", "trunk")
    assert only(repo).text == "You are on trunk, but main is handed in"
    repo.git("push", "--quiet", "--set-upstream", "origin", "trunk")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert wrong(repo) == []
    repo.git("symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    repo.git("update-ref", "-d", "refs/remotes/origin/main")
    assert wrong(repo) == []
    repo.git("update-ref", "refs/remotes/origin/more", "HEAD")
    assert wrong(repo) == []
    repo.git("branch", "another")
    line = only(repo)
    assert line.text == "You are on trunk; the branch to hand in is unclear: another, trunk"
    assert line.command == "git remote set-head origin --auto"


@pytest.mark.parametrize("name", ["master", "only"])
def test_without_a_remote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The branch is right, but nobody has it."""
    repo = Repo.init(tmp_path / "alone")
    monkeypatch.chdir(repo.root)
    repo.answer({})
    repo.write(IMAGE, PNG)
    repo.commit("first")
    repo.git("branch", "--move", name)
    line = only(repo)
    assert line.text == "There is no remote: only you have the report"
    assert f"You are on {name}, the branch to hand in" in [found.text for found in lines(repo)]
    Repo.init(tmp_path / "there", "--bare")
    repo.shell(line.command.replace("ADDRESS", "../there"))
    assert wrong(repo) == []


def test_a_remote_of_another_name(repo: Repo) -> None:
    """The one that the branch follows counts, also with a slash in its name."""
    repo.git("remote", "rename", "origin", "our/team")
    repo.git("remote", "add", "course", "../nowhere")
    assert wrong(repo) == []
    repo.answer({5: OTHER})
    repo.commit("more")
    assert only(repo).text == "1 commit is not pushed (our/team/main as last seen just now)"
    repo.git("config", "--unset", "branch.main.merge")
    assert only(repo).text


def test_commits_that_are_not_pushed(repo: Repo) -> None:
    """How old that knowledge is, too."""
    repo.answer({5: OTHER})
    repo.commit("more")
    later = os.stat(repo.root / ".git").st_mtime + 5 * HOUR  # noqa: PTH116
    (line,) = [line for line in lines(repo, now=later) if not line.ok]
    assert line == HandInLine(
        ok=False,
        text="1 commit is not pushed (origin/main as last seen 5 hours ago)",
        command="git push",
        about="branches",
    )
    repo.git("config", "--unset", "branch.main.remote")
    assert only(repo).command == "git push -u origin main"
    assert mended(repo) == []


@pytest.mark.parametrize(
    ("seconds", "words"), [(70, "1 minute"), (59 * 60, "59 minutes"), (25 * HOUR, "1 day"), (90 * HOUR, "3 days")]
)
def test_how_long_ago(repo: Repo, seconds: int, words: str) -> None:
    """In the largest unit."""
    pushed = int(
        repo.git("log", "-g", "-1", "--format=%gd", "--date=unix", "origin/main").partition("{")[2].rstrip("}\n")
    )
    assert f"last seen {words} ago" in lines(repo, now=pushed + seconds)[4].text


def _colleague(repo: Repo, tmp_path: Path) -> Repo:
    repo.git("clone", "--quiet", f"../{repo.root.name}-origin.git", str(tmp_path / "colleague"))
    return Repo(tmp_path / "colleague")


def test_a_clone_knows_when_it_was_made_and_when_it_fetched(repo: Repo, tmp_path: Path) -> None:
    """Both tell how old its knowledge is."""
    other = _colleague(repo, tmp_path)
    assert "origin/main as last seen just now" in lines(other)[4].text
    shutil.rmtree(other.root / ".git" / "logs")
    assert "at an unknown time" in lines(other)[4].text
    other.git("fetch", "--quiet")
    os.utime(other.root / ".git" / "FETCH_HEAD", (1_000_000, 1_000_000))
    assert "as last seen 2 days ago" in lines(other, now=1_000_000 + 50 * HOUR)[4].text


def test_the_remote_has_newer_text(repo: Repo, tmp_path: Path) -> None:
    """As far as it was fetched; commits without text do not concern us."""
    other = _colleague(repo, tmp_path)
    other.write("code.py", "pass\n")
    other.commit("code")
    other.git("push", "--quiet")
    repo.git("fetch", "--quiet")
    assert wrong(repo) == []
    other.answer({5: OTHER, 6: OTHER})
    other.commit("text")
    other.git("push", "--quiet")
    assert wrong(repo) == []  # nobody asks the network
    repo.git("fetch", "--quiet")
    assert only(repo) == HandInLine(
        ok=False,
        text="origin/main has newer text in questions 5, 6 (from just now)",
        command="git pull --no-rebase",
        about="branches",
    )
    repo.answer({7: OTHER})
    repo.commit("ours")
    assert [line.text for line in wrong(repo)] == [
        "1 commit is not pushed, and 2 there are missing here (origin/main as last seen just now)",
        "origin/main has newer text in questions 5, 6 (from just now)",
    ]
    assert mended(repo) == []


def test_another_branch_has_newer_text(repo: Repo) -> None:
    """Named once, though it is at the remote too."""
    side(repo, {5: OTHER})
    repo.git("push", "--quiet", "origin", "side")
    assert only(repo).text == "side has newer text in question 5 (from just now)"
    repo.git("branch", "--quiet", "-D", "side")
    assert only(repo).text == "origin/side has newer text in question 5 (from just now)"
    assert mended(repo) == ["1 commit is not pushed (origin/main as last seen just now)"]
    assert "No other branch has newer text" in [line.text for line in lines(repo)]


def test_an_old_branch_that_was_written_over_is_no_news(repo: Repo) -> None:
    """But what is only there is, however old: nobody else has those words."""
    side(repo, {5: OTHER, 6: OTHER}, at=1_000_000_000)
    repo.answer({5: OTHER.replace("beans", "peas")})
    repo.commit("ours", at=1_000_000_100)
    assert [line.text for line in wrong(repo)][-1].startswith("side has newer text in question 6 (from")


@pytest.mark.parametrize("later", [False, True])
def test_a_branch_that_was_merged_is_no_news(repo: Repo, *, later: bool) -> None:
    """Squashed, then overwritten here: its commits are not in this branch, but its words were."""
    side(repo, {5: OTHER})
    if later:
        repo.answer({6: OTHER})
        repo.commit("meanwhile")
    repo.git("merge", "--quiet", "--squash", "side")
    repo.git("commit", "--quiet", "--message=squashed")
    assert not [line for line in wrong(repo) if "side" in line.text]
    repo.answer({5: f"{GOOD} And so on.", 6: OTHER})
    repo.commit("after")
    assert not [line for line in wrong(repo) if "side" in line.text]


@pytest.mark.parametrize(
    "change",
    [
        lambda repo: repo.write("code.py", "pass"),
        lambda repo: repo.write(NAME, report().replace("* [ ] Rent", "* [x] Rent")),
        lambda repo: repo.answer({5: f"  {GOOD}".replace(" ", "  ")}),
        lambda repo: repo.answer({5: ""}),
        lambda repo: repo.git("rm", "--quiet", NAME),
    ],
    ids=["code", "ticks", "spaces", "nothing", "removed"],
)
def test_branches_without_words_of_their_own(repo: Repo, change: Callable[[Repo], object]) -> None:
    """They may still differ."""
    repo.git("switch", "--quiet", "--create", "side")
    change(repo)
    repo.commit("side")
    repo.git("switch", "--quiet", "main")
    assert wrong(repo) == []


def test_a_branch_without_a_common_beginning(repo: Repo) -> None:
    """All its words are its own."""
    repo.git("switch", "--quiet", "--orphan", "side")
    repo.answer({5: OTHER})
    repo.commit("another beginning")
    repo.git("switch", "--quiet", "main")
    assert only(repo).text == "side has newer text in question 5 (from just now)"
