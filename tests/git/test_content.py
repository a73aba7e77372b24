"""Whether a file is what git has of it: found without git's filters, and the same as `git status` says."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

import pytest

from exam_tui.git.status import FileState, file_state
from tests.repos import Repo, needs_git

pytestmark = needs_git

NAME = "reports/README.md"
TEXTS = {
    "LF": b"one\ntwo\n",
    "CRLF": b"one\r\ntwo\r\n",
    "mixed": b"one\r\ntwo\n",
    "lone CR": b"one\rtwo\r\n",
    "binary": b"one\0\r\ntwo\r\n",
    "unprintable": bytes(range(1, 8)) * 9 + b"\r\n",
    "ends with ^Z": b"one\r\ntwo\r\n\x1a",
    "Id": b"$Id: 0123 $\r\n$Id$ $Idea: x$\r\n",
    "empty": b"",
    "UTF-16": "one\r\ntwo – æ\r\n".encode("utf-16"),
}
ATTRIBUTES = (
    "", "text", "-text", "text=auto", "text eol=crlf", "eol=lf", "text=auto eol=lf", "text=auto eol=crlf", "binary",
    "crlf", "-crlf", "crlf=input", "ident", "text ident", "working-tree-encoding=UTF-16",
    "working-tree-encoding=no-such-thing", "filter=of-no-program",
)  # fmt: skip
MOMENTS = count(1)
AUTOCRLF = ("false", "true", "input")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return an empty repository."""
    return Repo.init(tmp_path / "project")


def committed(repo: Repo) -> bytes:
    """Return what the last commit has of the report."""
    command = ["git", "-C", str(repo.root), "show", f"HEAD:{NAME}"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def says_git(repo: Repo, name: str = NAME) -> FileState:
    """Return what `git status` says, which is made to look into the file."""
    if (repo.root / name).exists():
        os.utime(repo.root / name, (moment := next(MOMENTS), moment))
    shown = repo.git("status", "--porcelain", "--", name)
    return FileState.MODIFIED if shown else FileState.COMMITTED


def compare(repo: Repo, attributes: str, texts: Mapping[str, bytes]) -> None:
    """Commit each text without the attributes, and with them, and look at it as it is and changed."""
    rule = f"*.md {attributes}\n"
    for kept_as_it_is in (True, False):
        for label, text in texts.items():
            repo.write(".gitattributes", "" if kept_as_it_is else rule)
            path = repo.write(NAME, text)
            if "no-such-thing" in attributes and not kept_as_it_is:
                continue  # git does not take it
            if attributes.endswith("UTF-16") and label != "UTF-16" and not kept_as_it_is:
                continue  # the same
            repo.git("-c", "core.safecrlf=false", "add", "--force", NAME)
            repo.git("commit", "--quiet", "--allow-empty", "--message=x")
            stored = subprocess.run(
                ["git", "-C", repo.root, "show", f"HEAD:{NAME}"], check=True, capture_output=True
            ).stdout
            repo.write(".gitattributes", rule)
            for setting in AUTOCRLF if label in {"LF", "CRLF", "mixed"} else AUTOCRLF[1:2]:
                repo.git("config", "core.autocrlf", setting)
                # A `$Id$` in a file of another size is modified to git, which does not look any further then.
                unix = text.replace(b"\r\n", b"\n") if label != "Id" else text
                for changed in (text, unix, text.replace(b"o", b"x")):
                    path.write_bytes(changed)
                    told = (label, setting, changed, kept_as_it_is)
                    # git would convert again what was committed without the attributes: to us it is the same.
                    right = FileState.COMMITTED if changed == stored else says_git(repo)
                    assert (file_state(path), *told) == (right, *told)
            repo.git("config", "core.autocrlf", "false")


def test_line_ends_are_taken_as_git_takes_them(repo: Repo) -> None:
    """By attributes, and by every value of core.autocrlf."""
    compare(repo, "text=auto", {name: TEXTS[name] for name in ("CRLF", "mixed")})


@pytest.mark.full
@pytest.mark.parametrize("attributes", ATTRIBUTES)
def test_line_ends_encodings_and_idents_are_taken_as_git_takes_them(repo: Repo, attributes: str) -> None:
    """By every attribute, for texts and for what git takes for binary."""
    compare(repo, attributes, TEXTS)


LFS = """\
import hashlib, sys
data = sys.stdin.buffer.read()
oid = hashlib.sha256(data).hexdigest()
print(f"version https://git-lfs.github.com/spec/v1\\noid sha256:{oid}\\nsize {len(data)}")
"""


@pytest.fixture
def filtered(repo: Repo, tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a function that has a filter clean the report, commits it, and takes the filter away from git's reach."""

    def commit(name: str, program: str) -> Path:
        (tmp_path / "filter.py").write_text(program, encoding="utf-8")
        repo.write(".gitattributes", f"*.md filter={name}\n")
        repo.git("config", f"filter.{name}.clean", f"'{sys.executable}' '{tmp_path / 'filter.py'}'")
        repo.git("config", f"filter.{name}.required", "true")
        path = repo.write(NAME, "text\n")
        os.utime(path, (1, 1))
        repo.commit("x")
        (tmp_path / "filter.py").write_text(f"open({str(tmp_path / 'was run')!r}, 'w')\n", encoding="utf-8")
        return path

    return commit


def test_a_file_that_git_lfs_keeps_is_known_by_its_pointer(
    filtered: Callable[[str, str], Path], tmp_path: Path
) -> None:
    """Without Git LFS: touched, changed, of the same length, and restored."""
    path = filtered("lfs", LFS)
    path.write_bytes(b"text\n")
    assert file_state(path) is FileState.COMMITTED
    for changed in (b"changed\n", b"tent\n", b""):
        path.write_bytes(changed)
        assert file_state(path) is FileState.MODIFIED
    path.write_bytes(b"text\n")
    assert file_state(path) is FileState.COMMITTED
    assert not (tmp_path / "was run").exists()


def test_a_file_that_another_program_filters_is_known_by_its_time(
    filtered: Callable[[str, str], Path], tmp_path: Path
) -> None:
    """Untouched it is as in the last commit; whatever was written since counts as a change."""
    path = filtered("upper", "import sys; print(sys.stdin.read().upper())")
    assert file_state(path) is FileState.COMMITTED
    index = path.parents[1] / ".git" / "index"
    was = index.stat()
    os.utime(index, (1, 1))  # written in the moment of the file's own time: it may have been changed in it
    assert file_state(path) is FileState.MODIFIED
    os.utime(index, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert file_state(path) is FileState.COMMITTED
    for changed, time in ((b"tent\n", 2), (b"tents\n", 1)):
        path.write_bytes(changed)
        os.utime(path, (time, time))
        assert file_state(path) is FileState.MODIFIED
    path.write_bytes(b"text\n")
    assert file_state(path) is FileState.MODIFIED
    assert not (tmp_path / "was run").exists()


def test_states_are_those_of_git_status(repo: Repo) -> None:
    """Of one file: in conflict, staged with another content, removed, of another mode, now a link, left out here."""
    path = repo.write(NAME, "one\n")
    repo.commit("one")
    repo.git("checkout", "--quiet", "-b", "side")
    repo.write(NAME, "two\n")
    repo.commit("two")
    repo.git("checkout", "--quiet", "main")
    repo.write(NAME, "three\n")
    repo.commit("three")
    for command in (
        ("merge", "--no-commit", "--quiet", "side"),
        ("reset", "--hard", "--quiet"),
        ("rm", "--cached", "--quiet", NAME),
        ("reset", "--quiet"),
        ("update-index", "--chmod=+x", NAME),
        ("reset", "--hard", "--quiet"),
        ("update-index", "--skip-worktree", NAME),
    ):
        try:
            repo.git(*command)
        except AssertionError:
            assert command[0] == "merge"
        assert (file_state(path), command) == (says_git(repo), command)
    path.unlink()
    assert file_state(path) is says_git(repo) is FileState.COMMITTED
    repo.git("update-index", "--no-skip-worktree", NAME)
    assert file_state(path) is says_git(repo) is FileState.MODIFIED


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such mode")
def test_the_right_to_be_run_counts_where_git_looks_at_it(repo: Repo) -> None:
    """core.fileMode says so."""
    path = repo.write(NAME, "one\n")
    repo.commit("one")
    path.chmod(0o755)
    assert file_state(path) is says_git(repo) is FileState.MODIFIED
    repo.git("config", "core.fileMode", "false")
    assert file_state(path) is says_git(repo) is FileState.COMMITTED


@pytest.mark.full
def test_repositories_of_sha256_are_known(tmp_path: Path) -> None:
    """Their ids are longer."""
    repo = Repo.init(tmp_path / "project", "--object-format=sha256")
    path = repo.write(NAME, "one\n")
    repo.commit("one")
    assert file_state(path) is FileState.COMMITTED
    path.write_bytes(b"two\n")
    assert file_state(path) is FileState.MODIFIED
