"""A session: one open report, saved with its page beside it."""

import gc
import os
import subprocess
import tracemalloc
from pathlib import Path

import pytest

from exam_tui import Report
from exam_tui.errors import FileChangedError, GitError, GuardError, NotAReportError, TooLargeError
from exam_tui.git import status as git
from exam_tui.session.page import PageResult, replace_page, toggle_in_git, write_page
from exam_tui.session.session import FileOnDisk, Session
from exam_tui.storage.history.versions import history_of
from tests.repos import needs_git, own_settings_only

TEXT = "# Report\n\n* [ ] task\n\n### Question 1\n> **Ask**\n>\n> Answer:\n\n--- question 1 fill here ---\n"


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings_only(monkeypatch)


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
    assert "shorten it before you quit" in result.message
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
    assert session.poll() == FileOnDisk(None)
    assert saved in {version.data for version in history_of(path)}


def test_a_file_that_is_written_anew_and_came_back_meanwhile_is_not_overwritten(path: Path) -> None:
    session = Session.open(path)
    session.set_answer(1, "mine")
    path.unlink()
    session.write_over(FileOnDisk(None))
    theirs = TEXT.replace("Ask", "Ask more").encode()
    path.write_bytes(theirs)
    with pytest.raises(FileChangedError):
        session.save()
    assert path.read_bytes() == theirs
    outside = session.poll()
    assert outside == FileOnDisk(theirs)
    session.adopt(outside, session.merge(outside).data)
    session.save(page=False)
    assert b"Ask more" in path.read_bytes()
    assert b"mine" in path.read_bytes()


def test_a_file_that_is_gone_can_be_written_anew(path: Path) -> None:
    session = Session.open(path)
    path.unlink()
    session.write_over(FileOnDisk(None))
    assert session.poll() is None
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


def test_whatever_goes_wrong_before_the_page_is_made_is_a_notice_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editor writes it where nobody waits for an error."""

    def fail(_path: Path) -> None:
        raise KeyError("x")

    with monkeypatch.context() as patch:
        patch.setattr(git, "file_state", fail)
        result = write_page(path, path.read_bytes())
        assert "could not be written (KeyError: 'x')" in result.notices[0]
    if os.name == "nt":
        return  # keeps a folder that somebody is in
    gone = path.parent / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    result = write_page(Path("README.md"), TEXT.encode())
    assert result.notices == ("The page was not written: the folder does not exist.",)


@pytest.mark.usefixtures("fresh_pages")
def test_a_page_that_cannot_be_made_does_not_stop_the_save(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where the installation of exam-tui is incomplete."""
    monkeypatch.setenv("PYTHONPATH", str(path.parent))
    path.with_name("markdown_it.py").write_text("raise ImportError", encoding="utf-8")
    session = Session.open(path)
    session.set_answer(1, "yes")
    result = session.save()
    assert result.written
    assert result.page is not None
    assert "the installation of exam-tui is incomplete" in result.page.notices[0]
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


# The page


def _saved(path: Path, text: str) -> PageResult:
    session = Session.open(path)
    session.set_answer(1, text)
    result = session.save().page
    assert result is not None
    return result


def _status(path: Path) -> str:
    return _git(path, "status", "--short", "--untracked-files=all")


def test_outside_git_the_page_is_written_without_a_word(path: Path) -> None:
    result = _saved(path, "one")
    assert (result.path, result.notices, result.said) == (path.parent / "report.html", (), "")


@needs_git
def test_in_git_the_page_is_kept_out_and_that_is_said_once(path: Path) -> None:
    _git(path, "init", "--quiet")
    assert _saved(path, "one").said == "git ignores report.html (.git/info/exclude)."
    assert "report.html" not in _status(path)
    assert _saved(path, "two") == PageResult(path.parent / "report.html")
    assert "two" in (path.parent / "report.html").read_text(encoding="utf-8")


@needs_git
def test_a_page_of_ours_that_git_shows_is_kept_out_too(path: Path) -> None:
    _saved(path, "one")
    _git(path, "init", "--quiet")
    assert _saved(path, "two").said
    assert "report.html" not in _status(path)


@needs_git
def test_who_takes_the_page_out_of_the_list_by_hand_has_it_so(path: Path) -> None:
    _git(path, "init", "--quiet")
    _saved(path, "one")
    (path.parent / ".git" / "info" / "exclude").write_text("", encoding="utf-8")
    assert not _saved(path, "two").said
    assert "report.html" in _status(path)


@needs_git
def test_a_page_that_git_ignores_already_is_written_without_a_word(path: Path) -> None:
    _git(path, "init", "--quiet")
    (path.parent / ".gitignore").write_text("*.html\n", encoding="utf-8")
    assert not _saved(path, "one").said


@needs_git
def test_with_the_setting_git_sees_the_page(path: Path) -> None:
    _git(path, "init", "--quiet")
    assert not write_page(path, path.read_bytes(), in_git=True).said
    assert "report.html" in _status(path)


@needs_git
def test_where_git_cannot_be_told_the_page_is_written_and_that_is_said(path: Path) -> None:
    _git(path, "init", "--quiet")
    listing = path.parent / ".git" / "info" / "exclude"
    listing.unlink()
    listing.mkdir()
    result = _saved(path, "one")
    assert result.path
    assert result.notices[0].startswith("report.html could not be hidden from git: ")


@needs_git
@pytest.mark.parametrize("commit", [False, True])
def test_a_tracked_page_stays_until_somebody_says_so(path: Path, commit: bool) -> None:  # noqa: FBT001 - a parameter
    page = path.parent / "report.html"
    page.write_text("old", encoding="utf-8")
    _git(path, "init", "--quiet")
    _git(path, "add", "--all")
    if commit:
        _git(path, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "--message=x")
    result = _saved(path, "one")
    stays = "report.html is tracked by git and was not replaced; exam-tui html --force replaces it."
    assert (result.path, result.notices) == (None, (stays,))
    assert page.read_text(encoding="utf-8") == "old"
    assert replace_page(path, path.read_bytes()).path == page
    assert "one" in page.read_text(encoding="utf-8")
    assert _saved(path, "two") == PageResult(page)


@needs_git
def test_a_page_that_git_comes_to_track_later_stays(path: Path) -> None:
    """A member committed theirs, and it came with a pull."""
    _git(path, "init", "--quiet")
    _saved(path, "one")
    _git(path, "add", "--force", "report.html")
    assert _saved(path, "two").path is None


@needs_git
def test_the_page_can_be_shown_to_git_and_kept_out_again(path: Path) -> None:
    _git(path, "init", "--quiet")
    _saved(path, "one")
    assert toggle_in_git(path) == "git now sees report.html: commit it like any other file."
    assert "report.html" in _status(path)
    _git(path, "add", "report.html")
    assert _saved(path, "two") == PageResult(path.parent / "report.html")
    with pytest.raises(GitError, match="git already tracks") as caught:
        toggle_in_git(path)
    assert caught.value.help == "Run: git rm --cached report.html"
    _git(path, "rm", "--cached", "--quiet", "--force", "report.html")
    assert toggle_in_git(path) == "git ignores report.html (.git/info/exclude)."
    assert "report.html" not in _status(path)
    assert _saved(path, "three") == PageResult(path.parent / "report.html")


def test_outside_git_there_is_nothing_to_show_the_page_to(path: Path) -> None:
    with pytest.raises(GitError, match="is not in a git repository"):
        toggle_in_git(path)


def test_the_texts_of_earlier_saves_do_not_stay_in_memory(path: Path) -> None:
    """What is kept is the report, the file as it was saved, and the answers of both."""
    session = Session.open(path)
    answers = [f"{number} {'word ' * 20_000}" for number in range(20)]
    tracemalloc.start()
    try:
        for answer in answers:
            session.set_answer(1, answer)
            session.save(page=False)
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < 4 * len(answers[0])
    finally:
        tracemalloc.stop()
