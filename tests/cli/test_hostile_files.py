"""Files of a megabyte made to be slow: every command answers within two seconds, or says what is wrong with them."""

import subprocess
import sys
from pathlib import Path

import pytest

from exam_tui.storage.files import MAX_BYTES
from exam_tui.storage.reports import MAX_LINES
from tests.cli.conftest import Run, report_text

if sys.platform != "win32":
    import resource

PIECES = {
    "lists": "x\n- y\n",
    "items": "* a\n",
    "tasks": "* [ ] a (M5)\n",
    "titles": "# \n",
    "rules": "a\n---\n",
    "one question over and over": "### Question 5\n> Answer:\n",
    "quotes": "> a\nb\n",
    "deep quotes": "> ",
    "deep lists": "- ",
    "brackets": "[",
    "images": "![a](b.png) ",
    "image lines": "![a](b.png)\n",
    "stress": "**a** ",
    "tables": "a|b\n-|-\n",
    "fences": "```\n# x\n```\n",
    "half a fence": "```\n",
    "comments": "<!-- ",
    "HTML": "<div>\n",
    "definitions": "[a]: b 'c\n",
    "conflicts": "<<<<<<< a\n=======\n>>>>>>> b\n",
    "answers": "Answer:",
    "filler": "--- question 5 fill here ---\n",
    "zeros": "\0",
    "one line": "x",
    "blanks": " ",
    "line ends": "\n",
    "form feeds": "\f",
}


def _repeated(piece: str, around: int) -> str:
    """Return as much of a piece as a report may hold beside `around` bytes, bytes and lines counted."""
    times = (MAX_BYTES - around) // len(piece)
    if piece.count("\n"):
        times = min(times, (MAX_LINES - 200) // piece.count("\n"))
    return piece * times


def _processor_time() -> float:
    """Return the seconds of all programs that were started here and have ended."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime
    raise NotImplementedError


@pytest.mark.timed
@pytest.mark.skipif(sys.platform == "win32", reason="processor time of a finished process is asked for the Unix way")
@pytest.mark.parametrize("command", [["check"], ["check", "--format", "json"], ["html"]], ids=" ".join)
@pytest.mark.parametrize("name", PIECES)
def test_an_answer_comes_within_two_seconds(name: str, command: list[str], tmp_path: Path, run: Run) -> None:
    """The whole process: the piece as the file, and as an answer of a report."""
    report = report_text({2: "THERE"}, count=5, course=True)
    for text in (_repeated(PIECES[name], 0), report.replace("THERE", _repeated(PIECES[name], len(report)))):
        (tmp_path / "README.md").write_text(text, encoding="utf-8", newline="")
        before = _processor_time()
        done = run(*command, "README.md", stdout=subprocess.DEVNULL)
        after = _processor_time()
        assert done.returncode in {0, 1, 2}
        assert b"Traceback" not in done.stderr
        assert b"fault of exam-tui" not in done.stderr
        assert done.returncode != 2 or done.stderr.count(b"\n") == 1
        assert after - before < 2


@pytest.mark.parametrize("command", [["check"], ["check", "--format", "json"], ["html"], []], ids=" ".join)
def test_too_many_lines_are_a_clear_error(command: list[str], tmp_path: Path, run: Run) -> None:
    """At once, before anything is read as a report."""
    (tmp_path / "README.md").write_text(report_text() + "x\n" * MAX_LINES, encoding="utf-8")
    done = run(*command, "README.md")
    assert done.returncode == 2
    assert b"lines; a report has at most 40,000. Check that it is the right file." in done.stdout + done.stderr
    assert not (tmp_path / "report.html").exists()


def test_a_page_never_replaces_a_report_that_is_too_long_to_be_opened(tmp_path: Path, run: Run) -> None:
    """It may be the one that was saved a moment ago."""
    (tmp_path / "README.md").write_text(report_text(), encoding="utf-8")
    long = tmp_path / "long.md"
    long.write_text(report_text() + "x\n" * MAX_LINES, encoding="utf-8")
    before = long.read_bytes()
    assert run("html", "README.md", "-o", "long.md").returncode == 2
    assert long.read_bytes() == before
