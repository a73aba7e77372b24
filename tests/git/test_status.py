"""What git says of a file, asked of real repositories."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exam_tui.errors import GitError, WriteError
from exam_tui.git import run as git_run
from exam_tui.git.status import FileState, exclude, file_state
from exam_tui.storage.disk.repository_root import repository_root

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")

NAMES = ["README.md", "two words.md", "æøå 日本.md", "-n.md", "#a.md", "!a.md", "[x].md", ":(top)x.md"]
POSIX_NAMES = ["two\nlines.md", 'tab\tquote".md', "back\\slash*?.md", "end ", "ends  ", "cr\r", "*.md", "\\ "]
ALL_NAMES = [*NAMES, *(pytest.param(name, marks=posix) for name in POSIX_NAMES)]


def run(folder: Path, *arguments: str, text: bytes = b"") -> bytes:
    """Return what git prints."""
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, input=text, capture_output=True).stdout


def ignored(root: Path, names: list[str]) -> set[str]:
    """Return those of the names that git leaves out."""
    done = subprocess.run(
        ["git", "-C", str(root), "check-ignore", "-z", "--stdin"],
        check=False,
        input=b"\0".join(os.fsencode(name) for name in names),
        capture_output=True,
    )
    return {os.fsdecode(name) for name in done.stdout.split(b"\0") if name}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository with one commit."""
    root = (tmp_path / "my repository").resolve()
    root.mkdir()
    run(root, "init", "--quiet", "--initial-branch=main")
    (root / "reports").mkdir()
    (root / "reports" / "README.md").write_text("text\n", encoding="utf-8", newline="\n")
    run(root, "add", ".")
    run(root, "commit", "--quiet", "--message=first")
    return root


def test_a_folder_that_git_spells_otherwise_is_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a Mac, where a path may be typed in another case than its folder has."""
    call = git_run._call

    def spelt_otherwise(arguments: tuple[str, ...], *others: Any) -> tuple[int, bytes, bytes] | None:
        done = call(arguments, *others)
        return (done[0], done[1].upper(), done[2]) if done and "--absolute-git-dir" in arguments else done

    def is_same(one: Path, other: Path) -> bool:
        return str(one).casefold() == str(other).casefold()

    monkeypatch.setattr(git_run, "_call", spelt_otherwise)
    monkeypatch.setattr(git_run, "_accepted", {})
    assert file_state(root / "reports" / "README.md") is FileState.UNKNOWN
    monkeypatch.setattr(Path, "samefile", is_same)
    assert file_state(root / "reports" / "README.md") is FileState.COMMITTED


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_the_root_is_found_upward_without_git(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the root itself, a folder, a file, or one that does not exist yet."""
    monkeypatch.setenv("PATH", "")
    root = tmp_path.resolve() / "root"
    (root / "a" / "b").mkdir(parents=True)
    if kind == "folder":
        (root / ".git").mkdir()
    else:
        (root / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    for path in (root, root / "a" / "b", root / "a" / "b" / "none" / "README.md"):
        assert repository_root(path) == root
    monkeypatch.chdir(root / "a")
    assert repository_root(Path("README.md")) == root


def test_the_nearest_root_counts(tmp_path: Path) -> None:
    """A repository in a repository is one of its own."""
    for folder in (tmp_path / ".git", tmp_path / "inner" / ".git"):
        folder.mkdir(parents=True)
    assert repository_root(tmp_path / "inner" / "README.md") == (tmp_path / "inner").resolve()


def test_outside_every_repository_there_is_no_root_and_no_state(tmp_path: Path) -> None:
    """Nor is there anything to be left out of."""
    assert repository_root(tmp_path / "README.md") is None
    assert file_state(tmp_path / "README.md") is FileState.NO_REPOSITORY
    with pytest.raises(GitError, match="not in a git repository"):
        exclude(tmp_path / "README.md")


@needs_git
@pytest.mark.parametrize("name", ALL_NAMES)
def test_a_file_goes_through_its_states(root: Path, name: str) -> None:
    """Whatever it is called; a file beside it, in another state, does not count."""
    path = root / "reports" / name
    (root / "reports" / "other.md").touch()
    if name == "README.md":
        run(root, "rm", "--quiet", "reports/README.md")
        run(root, "commit", "--quiet", "--message=away")
    assert file_state(path) is FileState.UNKNOWN
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"one\n")
    assert file_state(path) is FileState.UNTRACKED
    run(root, "--literal-pathspecs", "add", "--", f"reports/{name}")
    assert file_state(path) is FileState.MODIFIED
    run(root, "commit", "--quiet", "--message=add")
    assert file_state(path) is FileState.COMMITTED
    path.write_bytes(b"two\n")
    assert file_state(path) is FileState.MODIFIED
    path.unlink()
    assert file_state(path) is FileState.MODIFIED


@needs_git
@pytest.mark.parametrize("rule", ["/reports/page.html", "*.html", "reports/", "*"])
def test_an_ignored_file_is_known_as_such(root: Path, rule: str) -> None:
    """By name, by kind, or with the folder it is in."""
    folder = root / "reports" if rule != "reports/" else root / "other" / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    (root / ".gitignore").write_text(f"{rule}\n", encoding="utf-8")
    (folder / "page.html").touch()
    assert file_state(folder / "page.html") is FileState.IGNORED
    assert file_state(root / "reports" / "README.md") is FileState.COMMITTED


@needs_git
def test_the_users_settings_do_not_change_the_answer(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do those of a hook that runs us in another repository, nor a monitor that the repository names."""
    run(root, "config", "status.showUntrackedFiles", "no")
    run(root, "config", "status.relativePaths", "false")
    run(root, "config", "core.fsmonitor", f"touch '{root}/monitored'; true")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, str(root / "nowhere"))
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    (root / "new.md").touch()
    assert file_state(root / "new.md") is FileState.UNTRACKED
    assert file_state(root / "reports" / "README.md") is FileState.COMMITTED
    assert not (root / "monitored").exists()


@needs_git
def test_looking_takes_no_lock_and_changes_nothing(root: Path) -> None:
    """Another git may be at work."""
    path = root / "reports" / "README.md"
    os.utime(path, (1, 1))  # makes git want to refresh its index
    (root / ".git" / "index.lock").touch()
    before = (root / ".git" / "index").read_bytes()
    assert file_state(path) is FileState.COMMITTED
    assert (root / ".git" / "index").read_bytes() == before


@needs_git
@posix
def test_a_link_means_the_file_it_leads_to(root: Path, tmp_path: Path) -> None:
    """That is the file that is edited."""
    link = tmp_path / "link.md"
    link.symlink_to(root / "reports" / "README.md")
    assert repository_root(link) == root
    assert file_state(link) is FileState.COMMITTED


@posix
def test_a_folder_that_one_may_not_look_into_holds_no_root(open_folder: Path, as_user: Callable[[str], str]) -> None:
    """That is no failure: the search goes on above it."""
    (open_folder / ".git").mkdir()
    (open_folder / "locked").mkdir()
    (open_folder / "locked").chmod(0)
    assert as_user('print(repository_root(Path("locked/README.md")))') == f"{open_folder}\n"


@needs_git
def test_worktrees_and_submodules_are_repositories(root: Path, tmp_path: Path) -> None:
    """Their `.git` is a file; a worktree has the list of its repository."""
    tree = tmp_path.resolve() / "tree"
    run(root, "worktree", "add", "--quiet", str(tree))
    assert repository_root(tree / "reports") == tree
    assert file_state(tree / "reports" / "README.md") is FileState.COMMITTED
    assert exclude(tree / "reports" / "page.html").samefile(root / ".git" / "info" / "exclude")
    assert ignored(tree, ["reports/page.html"]) == {"reports/page.html"}

    outer = tmp_path.resolve() / "outer"
    run(tmp_path, "init", "--quiet", str(outer))
    run(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(root), "inner")
    inner = outer / "inner"
    assert repository_root(inner / "reports" / "README.md") == inner
    (inner / "reports" / "README.md").write_bytes(b"changed\n")
    assert file_state(inner / "reports" / "README.md") is FileState.MODIFIED
    exclude(inner / "page.html")
    assert ignored(inner, ["page.html"]) == {"page.html"}


@needs_git
@pytest.mark.parametrize("name", ALL_NAMES)
def test_an_excluded_path_is_left_out_alone_and_once(root: Path, name: str) -> None:
    """The same name in another folder, and one that begins like it, are not."""
    path = root / "reports" / f"p {name}"
    path.touch()
    listing = exclude(path)
    assert listing.samefile(root / ".git" / "info" / "exclude")
    once = listing.read_bytes()
    assert exclude(path) == listing
    assert listing.read_bytes() == once
    assert file_state(path) is FileState.IGNORED
    mine = f"reports/p {name}"
    assert ignored(root, [mine, f"{mine}x", f"reports/x{mine}", f"p {name}", f"reports/{name}"]) == {mine}


@needs_git
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, b"/page.html\n"),
        (b"", b"/page.html\n"),
        (b"*.log", b"*.log\n/page.html\n"),
        (b"*.log\n", b"*.log\n/page.html\n"),
        (b"/page.html\r\n*.log\r\n", b"/page.html\r\n*.log\r\n"),
        (b"page.html", b"page.html\n/page.html\n"),
    ],
)
def test_the_list_keeps_what_it_holds(root: Path, before: bytes | None, after: bytes) -> None:
    """With or without a last line end; a missing list is created with its folder."""
    listing = root / ".git" / "info" / "exclude"
    if before is None:
        shutil.rmtree(listing.parent)
    else:
        listing.parent.mkdir(exist_ok=True)
        listing.write_bytes(before)
    assert exclude(root / "page.html").samefile(listing)
    assert listing.read_bytes() == after


@needs_git
def test_a_list_that_cannot_be_written_is_an_error(root: Path) -> None:
    """Its folder is a file here."""
    shutil.rmtree(root / ".git" / "info", ignore_errors=True)
    (root / ".git" / "info").touch()
    with pytest.raises(WriteError, match="cannot be created"):
        exclude(root / "page.html")


def test_without_git_the_state_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And excluding says what is missing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / ".git").mkdir()
    assert file_state(tmp_path / "README.md") is FileState.UNKNOWN
    with pytest.raises(GitError, match="git is missing or does not respond"):
        exclude(tmp_path / "README.md")


@needs_git
def test_a_broken_repository_is_unknown(root: Path) -> None:
    """So is the inside of git's own folder."""
    assert file_state(root / ".git" / "HEAD") is FileState.UNKNOWN
    (root / ".git" / "HEAD").write_text("nonsense\n", encoding="utf-8")
    assert file_state(root / "reports" / "README.md") is FileState.UNKNOWN


@needs_git
def test_a_repository_that_git_does_not_trust_is_unknown(root: Path) -> None:
    """It belongs to another user."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    else:
        os.chown(root, 12345, -1)
        assert file_state(root / "reports" / "README.md") is FileState.UNKNOWN


@posix
def test_a_git_that_hangs_is_given_up(tmp_path: Path, never_ends: Callable[[str], Path]) -> None:
    """Nothing waits longer than the limit."""
    never_ends("git")
    (tmp_path / ".git").mkdir()
    assert file_state(tmp_path / "README.md") is FileState.UNKNOWN
    assert (tmp_path / "begun").exists()
    assert not (tmp_path / "ended").exists()
