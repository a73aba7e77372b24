"""Which pages may be overwritten: ours always, another program's only when somebody said so."""

import os
import subprocess
from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from exam_tui.page.html_page import render_page
from exam_tui.session.page import PAGE_NAME, is_foreign, replace_page
from exam_tui.session.session import Session
from tests.repos import needs_git, own_settings_only

_THEIRS = "<p>As the course's script writes it</p>"


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings_only(monkeypatch)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Return a report in a folder of its own, nothing remembered of it."""
    path = tmp_path / "reports" / "README.md"
    path.parent.mkdir()
    path.write_bytes(b"# Report\n\n### Question 1\n> **Ask**\n>\n> Answer:\n\nold\n")
    return path


def _save(path: Path, answer: str) -> tuple[str, tuple[str, ...]]:
    """Save another answer; return what is in the page's place then, and what is said of the page."""
    session = Session.open(path)
    session.set_answer(1, answer)
    result = session.save()
    assert result.page is not None
    return (path.parent / PAGE_NAME).read_text("utf-8"), result.page.notices


def test_our_page_is_ours(report: Path) -> None:
    """By what its head says, wherever the head ends."""
    page = report.parent / PAGE_NAME
    assert not is_foreign(page)
    page.write_text(render_page(Report.load(report), folder=report.parent).html, "utf-8")
    assert not is_foreign(page)
    page.write_bytes(b"")
    assert not is_foreign(page)


@pytest.mark.parametrize("kind", ["page", "quoting", "folder", "pipe"])
def test_anything_else_is_foreign(report: Path, kind: str) -> None:
    """Also a page that shows ours further down, and what is not a file."""
    page = report.parent / PAGE_NAME
    if kind == "folder":
        page.mkdir()
    elif kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes with names here")
        os.mkfifo(page)
    else:
        ours = render_page(Report.load(report), folder=report.parent).html
        page.write_text(_THEIRS if kind == "page" else f"{_THEIRS * 200}{ours}", "utf-8")
    assert is_foreign(page)


def test_another_programs_page_stays_until_somebody_says_so(report: Path) -> None:
    """Nobody was asked: it stays, and a line says why."""
    page = report.parent / PAGE_NAME
    page.write_text(_THEIRS, "utf-8")
    shown, notices = _save(report, "one")
    assert shown == _THEIRS
    assert [PAGE_NAME in notice and "--force" in notice for notice in notices] == [True]


def test_it_is_replaced_once_somebody_said_so(report: Path) -> None:
    """That holds for every save that follows, also when the other program writes its page again."""
    page = report.parent / PAGE_NAME
    page.write_text(_THEIRS, "utf-8")
    assert replace_page(report, report.read_bytes()).path == page
    for answer in ("one", "two"):
        page.write_text(_THEIRS, "utf-8")
        shown, notices = _save(report, answer)
        assert answer in shown
        assert notices == ()


@needs_git
def test_another_programs_page_in_git_is_kept_out_once_it_is_replaced(report: Path) -> None:
    """Until then git is not told about it."""
    subprocess.run(["git", "init", "--quiet"], cwd=report.parent, check=True)
    (report.parent / PAGE_NAME).write_text(_THEIRS, "utf-8")
    assert _save(report, "one")[0] == _THEIRS
    assert replace_page(report, report.read_bytes()).said == f"git ignores {PAGE_NAME} (.git/info/exclude)."


@needs_git
def test_a_page_that_appears_later_stays(report: Path) -> None:
    """Ours was written for weeks, then a member ran the course's script."""
    subprocess.run(["git", "init", "--quiet"], cwd=report.parent, check=True)
    assert "one" in _save(report, "one")[0]
    (report.parent / PAGE_NAME).write_text(_THEIRS, "utf-8")
    assert _save(report, "two")[0] == _THEIRS
