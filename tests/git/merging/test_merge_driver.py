"""What `merge --install` writes into a clone, and that git takes it."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from exam_tui.errors import GitError, WriteError
from exam_tui.git.merging.merge_driver import DRIVER, driver_command, install, setup_of, uninstall
from tests.repos import NAME, Repo, needs_git

pytestmark = needs_git

_NAMES = [
    NAME,
    "README.md",
    "a folder/my report.md",
    "[a]*?.md",
    "!x #y.md",
    "æøå/rapport.md",
]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return a repository with a report."""
    return Repo.with_report(tmp_path / "group")


def _driver(repo: Repo, name: str) -> str:
    return repo.git("check-attr", "-z", "merge", "--", name).split("\0")[2]


@pytest.mark.parametrize("name", [*_NAMES, *([] if os.name == "nt" else ['"q"\\\t.md', "line\nend.md"])])
def test_git_merges_that_file_so_and_no_other(tmp_path: Path, name: str) -> None:
    """Whatever it is called, wherever it lies."""
    repo = Repo.with_report(tmp_path / "group", name=name)
    install(setup_of(repo.root / name))
    assert _driver(repo, name) == DRIVER
    for other in ("other.md", "reports/other.md", f"deeper/{name}", "a.md", "axx.md"):
        assert _driver(repo, other) == "unspecified"
    assert repo.git("status", "--porcelain") == ""


def test_what_is_there_stays_and_nothing_is_written_twice(repo: Repo) -> None:
    """Lines of others, settings of others; a second time changes nothing."""
    attributes = repo.root / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_bytes(b"*.png binary\r\n*.md text")
    repo.git("config", "merge.other.driver", "true")
    setup = setup_of(repo.root / NAME)
    assert not setup.has_line
    assert not setup.has_settings
    install(setup)
    written = attributes.read_bytes(), (repo.root / ".git" / "config").read_bytes()
    assert written[0] == b"*.png binary\r\n*.md text\n/reports/README.md merge=exam-tui\n"
    again = setup_of(repo.root / NAME)
    assert again.has_line
    assert again.has_settings
    install(again)
    assert (attributes.read_bytes(), (repo.root / ".git" / "config").read_bytes()) == written
    assert repo.git("config", "merge.other.driver") == "true\n"


def test_taking_it_back_leaves_what_others_wrote(repo: Repo) -> None:
    """And says what was done; a second time there is nothing to do."""
    attributes = repo.root / ".git" / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_bytes(b"*.png binary\n")
    before = repo.git("config", "--local", "--list")
    install(setup_of(repo.root / NAME))
    done = uninstall(repo.root / "reports")
    assert [line.split(" ")[0] for line in done] == ["merge.exam-tui", "/reports/README.md"]
    assert attributes.read_bytes() == b"*.png binary\n"
    assert repo.git("config", "--local", "--list") == before
    assert uninstall(repo.root) == []


def test_an_older_setting_is_replaced(repo: Repo) -> None:
    """As when Python moved."""
    repo.git("config", f"merge.{DRIVER}.driver", driver_command("/gone/python"))
    install(setup_of(repo.root / NAME))
    settings = dict(setup_of(repo.root / NAME).settings)
    assert repo.git("config", f"merge.{DRIVER}.driver") == settings[f"merge.{DRIVER}.driver"] + "\n"


def test_an_attribute_that_the_group_committed_is_enough(repo: Repo) -> None:
    """Then only the setting is written."""
    repo.write(".gitattributes", f"{NAME} merge={DRIVER}\n")
    setup = setup_of(repo.root / NAME)
    assert setup.has_line
    install(setup)
    assert not (repo.root / ".git" / "info" / "attributes").exists()


def test_another_driver_of_the_group_gives_way(repo: Repo) -> None:
    """The clone's own attributes count more than the committed ones."""
    repo.write(".gitattributes", "*.md merge=union\n")
    install(setup_of(repo.root / NAME))
    assert _driver(repo, NAME) == DRIVER


def test_in_a_further_worktree_it_is_written_for_all(repo: Repo, tmp_path: Path) -> None:
    """They share settings and attributes."""
    repo.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "other")
    install(setup_of(tmp_path / "tree" / NAME))
    assert _driver(repo, NAME) == DRIVER
    assert _driver(Repo(tmp_path / "tree"), NAME) == DRIVER
    assert len(uninstall(tmp_path / "tree")) == 2


def test_a_link_to_the_report_means_the_report(repo: Repo, tmp_path: Path) -> None:
    """Git merges the file itself."""
    link = tmp_path / "link.md"
    link.symlink_to(repo.root / NAME)
    assert setup_of(link).report == NAME


def test_without_a_repository_nothing_can_be_set_up(tmp_path: Path) -> None:
    """Nor removed."""
    with pytest.raises(GitError, match="not in a git repository"):
        setup_of(tmp_path / "README.md")
    with pytest.raises(GitError, match="not in a git repository"):
        uninstall(tmp_path)


def test_without_git_it_is_said(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="git is missing or does not respond"):
        setup_of(repo.root / NAME)


def test_settings_that_cannot_be_written_are_an_error(repo: Repo) -> None:
    """Locked by another git; the attributes are not written then."""
    setup = setup_of(repo.root / NAME)
    lock = repo.root / ".git" / "config.lock"
    lock.touch()
    with pytest.raises(GitError, match="rejected the setting"):
        install(setup)
    assert not setup.attributes.exists()
    lock.unlink()
    install(setup)
    lock.touch()
    with pytest.raises(GitError, match="could not remove the setting"):
        uninstall(repo.root)


def test_attributes_that_cannot_be_written_are_an_error(repo: Repo) -> None:
    """A file where the folder should be."""
    shutil.rmtree(repo.root / ".git" / "info", ignore_errors=True)
    (repo.root / ".git" / "info").write_bytes(b"")
    with pytest.raises(WriteError):
        install(setup_of(repo.root / NAME))


def test_a_line_that_git_does_not_use_is_an_error(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nobody relies on it."""
    setup = setup_of(repo.root / NAME)
    monkeypatch.setattr("exam_tui.git.clone_lists.write_output", lambda *_, **__: None)
    with pytest.raises(GitError, match="ignores the line"):
        install(setup)


@pytest.mark.skipif(os.name == "nt", reason="the shell is another one")
def test_the_command_survives_any_path_of_python(tmp_path: Path) -> None:
    """Spaces, quotes, and what means something in git's settings."""
    python = tmp_path / "it's 100%A" / "py thon"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\necho "$@" >&2\ncp "$5" "$5"\n', encoding="utf-8")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    assert "it'\"'\"'s 100%%A" in driver_command(str(python))
