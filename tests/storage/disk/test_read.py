"""Reading a report: what is refused, in which words, and that nothing is waited for."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.errors import (
    ExamTuiError,
    FileChangedError,
    NotAReportError,
    ReportNotFoundError,
    TooLargeError,
    UnreadableFileError,
)
from exam_tui.storage.disk.read import (
    MAX_BYTES,
    MAX_LINES,
    _is_wide,
    fingerprint,
    read_file,
    read_report,
    require_unchanged,
    too_large_to_open,
)

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def refusal(path: Path, kind: type[ExamTuiError]) -> str:
    """Return the one line that the user reads when the file is refused."""
    with pytest.raises(kind) as caught:
        read_file(path)
    line = str(caught.value)
    assert "\n" not in line
    assert caught.value.help
    return line


@pytest.mark.parametrize(
    "data", [b"", b"a", b"### Question 1\r\n\rx\n", b"\xef\xbb\xbfx", b"\xff\xe6 latin", b"\0" * 99]
)
def test_every_byte_is_returned(tmp_path: Path, data: bytes) -> None:
    """No line end, mark or broken letter is touched."""
    path = tmp_path / "README.md"
    path.write_bytes(data)
    snapshot = read_file(path)
    assert (snapshot.path, snapshot.data, snapshot.fingerprint) == (path, data, fingerprint(data))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """So is one below a file, and one with a name that cannot be."""
    (tmp_path / "file").touch()
    assert "does not exist" in refusal(tmp_path / "none.md", ReportNotFoundError)
    assert "does not exist" in refusal(tmp_path / "file" / "none.md", ReportNotFoundError)
    assert "ot a file name" in refusal(tmp_path / "a\0b", ReportNotFoundError)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """With a hint to name the file."""
    assert "is a folder" in refusal(tmp_path, UnreadableFileError)


def test_the_largest_report_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    """The limit itself is inside."""
    path = tmp_path / "README.md"
    path.write_bytes(b"x" * MAX_BYTES)
    assert len(read_file(path).data) == MAX_BYTES == 1_000_000
    path.write_bytes(b"x" * (MAX_BYTES + 1))
    assert "larger than 1 MB" in refusal(path, TooLargeError)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_refused_with_the_remedy(tmp_path: Path, encoding: str) -> None:
    """With or without a byte order mark."""
    path = tmp_path / "README.md"
    path.write_text("### Question 1\n\n> Answer: på dansk\n", encoding=encoding)
    assert "Save it as UTF-8." in refusal(path, UnreadableFileError)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_utf_8_is_never_taken_for_a_wide_encoding(text: str) -> None:
    """Whatever it says."""
    assert not _is_wide(text.encode())


@given(st.text(st.characters(max_codepoint=0xFF, exclude_characters="\0"), min_size=2))
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_western_text_in_a_wide_encoding_is_always_noticed(encoding: str, text: str) -> None:
    """From two letters on."""
    assert _is_wide(text.encode(encoding))


@given(st.binary(), st.binary())
def test_fingerprints_are_the_same_for_the_same_bytes_alone(one: bytes, other: bytes) -> None:
    """That is how a changed file is known."""
    assert (fingerprint(one) == fingerprint(other)) is (one == other)


def test_a_changed_file_is_known_by_its_fingerprint(tmp_path: Path) -> None:
    """Where no fingerprint is expected, any content will do."""
    require_unchanged(tmp_path, b"one", fingerprint(b"one"))
    require_unchanged(tmp_path, b"one", None)
    with pytest.raises(FileChangedError, match="changed by another program"):
        require_unchanged(tmp_path, b"one", fingerprint(b"two"))


@posix
def test_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    """Opening a pipe that nobody writes to would wait forever."""
    pipe = tmp_path / "pipe"
    if sys.platform != "win32":
        os.mkfifo(pipe)
    link = tmp_path / "link"
    link.symlink_to(pipe)
    for path in (pipe, link, Path("/dev/zero"), Path("/dev/null")):
        assert "device or a pipe" in refusal(path, UnreadableFileError)


@posix
def test_a_pipe_that_takes_the_place_of_a_file_while_it_is_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The open file is asked again what it is."""
    pipe, plain = tmp_path / "pipe", tmp_path / "plain"
    plain.touch()
    if sys.platform != "win32":
        os.mkfifo(pipe)
    before = plain.stat()
    monkeypatch.setattr(Path, "stat", lambda _path: before)
    assert stat.S_ISREG(before.st_mode)
    assert "device or a pipe" in refusal(pipe, UnreadableFileError)


@posix
def test_links_are_followed_and_bad_links_explained(tmp_path: Path) -> None:
    """A link to nothing, and one to itself."""
    (tmp_path / "file.md").write_bytes(b"text")
    for name, target in {"good": "file.md", "dangling": "none", "loop": "loop"}.items():
        (tmp_path / name).symlink_to(target)
    assert read_file(tmp_path / "good").data == b"text"
    assert "link to a file that is not there" in refusal(tmp_path / "dangling", ReportNotFoundError)
    assert "leads back to itself" in refusal(tmp_path / "loop", UnreadableFileError)


@posix
def test_a_file_that_one_may_not_read_is_refused(open_folder: Path, as_user: Callable[[str], str]) -> None:
    """As an ordinary user: root may read everything."""
    path = open_folder / "README.md"
    path.touch()
    path.chmod(0)
    printed = as_user("""
try:
    read_file(Path("README.md"))
except UnreadableFileError as error:
    print(error)
""")
    assert printed.startswith("README.md cannot be read: you do not have permission.")


QUESTION = b"### Question 1\n> Answer:\n\n"


def test_a_report_comes_with_its_bytes(tmp_path: Path) -> None:
    """Both are of the same moment."""
    path = tmp_path / "README.md"
    path.write_bytes(QUESTION + b"yes\r\n")
    snapshot, report = read_report(path)
    assert snapshot.data == report.original == QUESTION + b"yes\r\n"
    assert report.question(1).answer == "yes"


@pytest.mark.parametrize(("data", "words"), [(b"", "is empty"), (b" \n\n", "is empty"), (b"# x", "holds no question")])
def test_a_file_without_a_question_is_none(tmp_path: Path, data: bytes, words: str) -> None:
    """It says what a report looks like."""
    path = tmp_path / "README.md"
    path.write_bytes(data)
    with pytest.raises(NotAReportError, match=words) as caught:
        read_report(path)
    assert "### Question 1" in caught.value.help


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_the_longest_report_is_opened_and_one_line_more_is_not(tmp_path: Path, line_end: bytes) -> None:
    """Lines end as everywhere in the program; the last one needs no end."""
    path = tmp_path / "README.md"
    longest = (QUESTION + b"a\n" * (MAX_LINES - 4) + b"a").replace(b"\n", line_end)
    path.write_bytes(longest)
    snapshot, report = read_report(path)
    assert len(report.template.lines) == MAX_LINES
    assert too_large_to_open(snapshot.data) == ""
    path.write_bytes(longest + line_end + b"a")
    with pytest.raises(TooLargeError, match="40,001 lines; the limit is 40,000") as caught:
        read_report(path)
    assert caught.value.help
    assert "more than 40,000 lines" in too_large_to_open(longest + line_end + b"a")


def test_what_is_too_large_to_be_opened_again_is_said() -> None:
    """Before it is closed: after that only another editor helps."""
    assert too_large_to_open(QUESTION + b"x" * (MAX_BYTES - len(QUESTION))) == ""
    assert "larger than 1 MB" in too_large_to_open(b"x" * (MAX_BYTES + 1))


def test_that_a_file_is_a_report_is_known_before_its_answers_are_read(tmp_path: Path) -> None:
    """Of twenty thousand questions these take a sixth of what `html` takes, which leaves them to another process."""
    path = tmp_path / "README.md"
    path.write_bytes(b"### Question 1\n> Answer:\n\nWords\n")
    _, report = read_report(path)
    assert "questions" not in vars(report)
    assert report.questions[0].answer == "Words"
