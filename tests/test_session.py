"""A session: one open report, saved with its page beside it."""

import subprocess
import sys
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.errors import FileChangedError, GuardError, NotAReportError, TooLargeError
from exam_tui.page_file import PageQuestion, answer_page_question, export_page, page_question
from exam_tui.session import Outside, Session
from exam_tui.storage.versions import history_of

TEXT = "# Report\n\n* [ ] task\n\n### Question 1\n> **Ask**\n>\n> Answer:\n\n--- question 1 fill here ---\n"


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "repository" / "reports"
    folder.mkdir(parents=True)
    path = folder / "README.md"
    path.write_bytes(TEXT.encode())
    return path


def _git(path: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=path.parent, check=True, capture_output=True, encoding="utf-8")
    return done.stdout


def test_save_writes_answers_ticks_and_the_page(path: Path) -> None:
    session = Session.open(path)
    session.set_answer(1, "yes")
    session.set_task(0, done=True)
    was_dirty = session.is_dirty
    result = session.save()
    assert result.written
    assert (was_dirty, session.is_dirty) == (True, False)
    assert path.read_bytes() == TEXT.replace("[ ]", "[x]").replace("--- question 1 fill here ---", "yes").encode()
    assert result.page is not None
    assert result.page.path == path.parent / "report.html"
    assert ">yes<" in result.page.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answer", "words"), [("word " * 200_001, "larger than 1 MB"), ("word\n" * 40_001, "more than 40,000 lines")]
)
def test_an_answer_too_large_to_be_opened_again_is_saved_and_said(path: Path, answer: str, words: str) -> None:
    """Words are never refused; who typed them learns it while they can still be shortened."""
    session = Session.open(path)
    session.set_answer(1, answer)
    result = session.save(page=False)
    assert path.read_bytes().count(b"word") == answer.count("word")
    assert words in result.message
    assert "shorten it before you leave" in result.message
    with pytest.raises(TooLargeError):
        Session.open(path)
    session.set_answer(1, "short")
    assert "shorten" not in session.save(page=False).message
    assert Session.open(path).report.question(1).answer == "short"


def test_save_without_an_edit_writes_nothing(path: Path) -> None:
    before = path.stat()
    assert not Session.open(path).save().written
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert not (path.parent / "report.html").exists()


def test_an_edit_taken_back_is_no_edit(path: Path) -> None:
    session = Session.open(path)
    session.set_answer(1, "yes")
    session.set_answer(1, "")
    assert not session.is_dirty


def test_saving_twice_goes_on_from_what_was_saved(path: Path) -> None:
    session = Session.open(path)
    session.set_answer(1, "one")
    session.save(page=False)
    session.set_answer(1, "two")
    assert session.is_dirty
    session.save(page=False)
    assert Report.load(path).question(1).answer == "two"


def test_an_answer_is_cleaned_of_what_stands_beside_it(path: Path) -> None:
    path.write_bytes(TEXT.replace("fill here ---", "fill here ---\n\nwords").encode())
    session = Session.open(path)
    session.clean_answer(1)
    assert session.is_dirty
    assert session.save(page=False).written
    assert path.read_bytes() == TEXT.replace("--- question 1 fill here ---", "words").encode()


def test_a_file_that_changed_outside_is_not_overwritten(path: Path) -> None:
    session = Session.open(path)
    session.set_answer(1, "mine")
    path.write_bytes(TEXT.replace("Ask", "Ask more").encode())
    with pytest.raises(FileChangedError):
        session.save()
    assert b"Ask more" in path.read_bytes()
    assert session.is_dirty


def test_what_was_saved_is_kept_once_it_is_no_more_in_the_file(path: Path) -> None:
    """It was on the screen and in no other place: the editor may end now without a word being lost."""
    session = Session.open(path)
    session.set_answer(1, "mine")
    session.save(page=False)
    saved = path.read_bytes()
    path.unlink()
    assert session.look_outside() == Outside(None)
    assert saved in {version.data for version in history_of(path)}


def test_a_file_that_is_written_anew_and_came_back_meanwhile_is_not_overwritten(path: Path) -> None:
    session = Session.open(path)
    session.set_answer(1, "mine")
    path.unlink()
    session.write_over(Outside(None))
    theirs = TEXT.replace("Ask", "Ask more").encode()
    path.write_bytes(theirs)
    with pytest.raises(FileChangedError):
        session.save()
    assert path.read_bytes() == theirs
    outside = session.look_outside()
    assert outside == Outside(theirs)
    session.adopt(outside, session.merge(outside).data)
    session.save(page=False)
    assert b"Ask more" in path.read_bytes()
    assert b"mine" in path.read_bytes()


def test_a_file_that_is_gone_can_be_written_anew(path: Path) -> None:
    session = Session.open(path)
    path.unlink()
    session.write_over(Outside(None))
    assert session.look_outside() is None
    assert session.save(page=False).written
    assert path.read_bytes() == TEXT.encode()
    assert not session.save(page=False).written


def test_a_page_that_cannot_be_written_does_not_stop_the_save(path: Path) -> None:
    (path.parent / "report.html").mkdir()
    session = Session.open(path)
    session.set_answer(1, "yes")
    result = session.save()
    assert result.written
    assert result.page is not None
    assert result.page.path is None
    assert result.page.notices
    assert Report.load(path).question(1).answer == "yes"


def test_a_page_that_cannot_be_made_does_not_stop_the_save(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where exam-tui is not installed whole."""
    monkeypatch.setitem(sys.modules, "exam_tui.export", None)
    session = Session.open(path)
    session.set_answer(1, "yes")
    result = session.save()
    assert result.written
    assert result.page is not None
    assert "The page could not be made (ModuleNotFoundError: " in result.page.notices[0]
    assert Report.load(path).question(1).answer == "yes"


def test_nothing_is_written_when_the_proof_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.open(path)
    session.set_answer(1, "yes")
    monkeypatch.setattr(Report, "to_bytes", lambda _: TEXT.replace("Ask", "ask").encode())
    with pytest.raises(GuardError):
        session.save()
    assert path.read_bytes() == TEXT.encode()


@pytest.mark.parametrize(("text", "word"), [("", "empty"), ("  \n", "empty"), ("# Title\n", "no question")])
def test_a_file_without_a_question_is_refused(path: Path, text: str, word: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotAReportError, match=word):
        Session.open(path)


def test_outside_git_nothing_is_asked_about_the_page(path: Path) -> None:
    assert page_question(path) is None


def test_in_git_the_page_is_kept_out_when_wanted_and_not_asked_about_again(path: Path) -> None:
    _git(path, "init", "--quiet")
    question = page_question(path)
    assert question is PageQuestion.KEEP_OUT_OF_GIT
    answer_page_question(path, question, yes=True)
    export_page(Session.open(path).report, path)
    assert "report.html" not in _git(path, "status", "--short", "--untracked-files=all")
    assert page_question(path) is None


def test_a_page_that_git_ignores_already_is_not_asked_about(path: Path) -> None:
    _git(path, "init", "--quiet")
    (path.parent / ".gitignore").write_text("*.html\n", encoding="utf-8")
    assert page_question(path) is None


@pytest.mark.parametrize("yes", [True, False])
def test_a_tracked_page_is_replaced_only_after_asking_once(path: Path, yes: bool) -> None:  # noqa: FBT001 - a parameter
    page = path.parent / "report.html"
    page.write_text("old", encoding="utf-8")
    _git(path, "init", "--quiet")
    _git(path, "add", "--all")
    question = page_question(path)
    assert question is PageQuestion.REPLACE_TRACKED
    answer_page_question(path, question, yes=yes)
    session = Session.open(path)
    session.set_answer(1, "yes")
    session.save()
    assert (page.read_text(encoding="utf-8") == "old") is not yes
    assert page_question(path) is None
