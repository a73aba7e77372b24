"""Which files are opened as reports."""

from pathlib import Path

import pytest

from exam_tui.errors import NotAReportError, TooLargeError
from exam_tui.storage.disk.read import MAX_BYTES
from exam_tui.storage.disk.reports import MAX_LINES, read_report, too_large_to_open

QUESTION = b"### Question 1\n> Answer:\n\n"


def test_a_report_comes_with_its_bytes(tmp_path: Path) -> None:
    """Both are of one moment."""
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
    with pytest.raises(TooLargeError, match="40,001 lines; a report has at most 40,000") as caught:
        read_report(path)
    assert caught.value.help
    assert "more than 40,000 lines" in too_large_to_open(longest + line_end + b"a")


def test_what_is_too_large_to_be_opened_again_is_said() -> None:
    """Before it is closed: afterwards only another editor helps."""
    assert too_large_to_open(QUESTION + b"x" * (MAX_BYTES - len(QUESTION))) == ""
    assert "larger than 1 MB" in too_large_to_open(b"x" * (MAX_BYTES + 1))
