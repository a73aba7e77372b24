"""Files made to be slow: every command answers, or says what is wrong with them; `benchmarks` has the time."""

import subprocess
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.storage.disk.read import MAX_BYTES, MAX_LINES
from tests.cli.conftest import Run, report_text

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
COMMANDS = [["check"], ["check", "--format", "json"], ["html"]]


def hostile_texts(name: str, size: int = MAX_BYTES) -> tuple[str, str]:
    """Return a piece over and over as the file, and as an answer of a report; of at most so many bytes."""
    report = report_text({2: "THERE"}, count=5, course=True)
    return _repeated(PIECES[name], size), report.replace("THERE", _repeated(PIECES[name], size - len(report)))


def _repeated(piece: str, size: int) -> str:
    """Return as much of a piece as so many bytes hold, and a report that has some more lines."""
    times = size // len(piece)
    if piece.count("\n"):
        times = min(times, (MAX_LINES - 200) // piece.count("\n"))
    return piece * times


def _ends_as_it_should(done: "subprocess.CompletedProcess[bytes]") -> bool:
    """Return whether a run ended with an answer, or with one line that says what is wrong."""
    is_fault = b"Traceback" in done.stderr or b"bug in exam-tui" in done.stderr
    return not is_fault and (done.returncode in {0, 1} or (done.returncode == 2 and done.stderr.count(b"\n") == 1))


@pytest.mark.parametrize("name", PIECES)
def test_an_answer_comes_whatever_the_file(
    name: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A few kilobytes of one thing, by every command that reads a report; the program is run in this process."""
    for text in hostile_texts(name, 4_000):
        (tmp_path / "README.md").write_text(text, encoding="utf-8", newline="")
        for command in COMMANDS:
            code = main([*command, "README.md"])
            shown = capfdbinary.readouterr()
            assert _ends_as_it_should(subprocess.CompletedProcess(command, code, shown.out, shown.err))


@pytest.mark.full
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", PIECES)
def test_an_answer_comes_whatever_the_file_of_a_megabyte(
    name: str, command: list[str], tmp_path: Path, run: Run
) -> None:
    """The whole process."""
    for text in hostile_texts(name):
        (tmp_path / "README.md").write_text(text, encoding="utf-8", newline="")
        assert _ends_as_it_should(run(*command, "README.md", stdout=subprocess.DEVNULL))


@pytest.mark.parametrize("command", [["check"], ["check", "--format", "json"], ["html"], []], ids=" ".join)
def test_too_many_lines_are_a_clear_error(command: list[str], tmp_path: Path, run: Run) -> None:
    """At once, before anything is read as a report."""
    (tmp_path / "README.md").write_text(report_text() + "x\n" * MAX_LINES, encoding="utf-8")
    done = run(*command, "README.md")
    assert done.returncode == 2
    assert b"lines; the limit is 40,000. Check that it is the right file." in done.stdout + done.stderr
    assert not (tmp_path / "report.html").exists()


def test_a_page_never_replaces_a_report_that_is_too_long_to_be_opened(tmp_path: Path, run: Run) -> None:
    """It may be the one that was saved a moment ago."""
    (tmp_path / "README.md").write_text(report_text(), encoding="utf-8")
    long = tmp_path / "long.md"
    long.write_text(report_text() + "x\n" * MAX_LINES, encoding="utf-8")
    before = long.read_bytes()
    assert run("html", "README.md", "-o", "long.md").returncode == 2
    assert long.read_bytes() == before
