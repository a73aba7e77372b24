"""A report on standard input: `-` in the place of a file, for check and html."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import FINE, Run, Write, report_text
from tests.conftest import ROOT


def piped(run_here: Run, data: str | bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program with something on standard input."""
    return run_here(*arguments, input=data if isinstance(data, bytes) else data.encode())


def test_a_report_is_piped_into_a_process(run: Run) -> None:
    """As from a shell: through real pipes, which take the report and the page in several pieces."""
    text = report_text({**FINE, 1: "roses " * 30_000}).encode()
    done = run("check", "-", stdin=None, input=text)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"no errors, no warnings" in done.stdout
    page = run("html", "-", "-o", "-", stdin=None, input=text)
    assert page.returncode == 0
    assert page.stdout.count(b"roses") == 30_000


def test_check_reads_standard_input_and_calls_it_by_its_dash(run_here: Run) -> None:
    """In each of the formats."""
    text = report_text({**FINE, 2: "peas"})
    done = piped(run_here, text, "check", "-")
    assert done.returncode == 1
    assert done.stdout.startswith(b"-:")
    assert b"too-short" in done.stdout
    shown = json.loads(piped(run_here, text, "check", "--format", "json", "-").stdout)["reports"]
    assert [report["path"] for report in shown] == ["-"]
    assert b"file=-," in piped(run_here, text, "check", "--format", "github", "-").stdout


def test_what_is_on_standard_input_is_beside_no_images_and_in_no_history(
    run_here: Run, write: Write, tmp_path: Path
) -> None:
    """Images are counted, and not looked up in whatever folder this happens to be."""
    write("README.md")
    (tmp_path / "bed.png").unlink()
    done = piped(run_here, report_text(FINE), "check", "-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"image-missing" not in done.stdout


def test_standard_input_is_one_of_several_files(run_here: Run, write: Write) -> None:
    """Where it was named; the others are looked up as ever."""
    write("a.md", FINE)
    done = piped(run_here, report_text(), "check", "--format", "json", "a.md", "-")
    assert [report["path"] for report in json.loads(done.stdout)["reports"]] == ["a.md", "-"]


def test_a_template_is_compared_with(run_here: Run, write: Write) -> None:
    write("template.md")
    text = report_text(FINE).replace("What grows in bed 2", "What lives in bed 2")
    assert b"template-changed" in piped(run_here, text, "check", "--template", "template.md", "-").stdout


@pytest.mark.parametrize("text", [report_text(FINE).replace("\n", "\r\n"), "\ufeff" + report_text(FINE)])
def test_bytes_are_read_as_those_of_a_file(text: str, run_here: Run) -> None:
    """Line ends of Windows, a BOM."""
    assert piped(run_here, text, "check", "-").returncode == 0


def test_bytes_that_are_no_utf_8_are_a_finding(run_here: Run) -> None:
    done = piped(run_here, report_text(FINE).encode().replace(b"roses", b"r\xf8ser"), "check", "-")
    assert b"undecodable" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", b"Standard input is empty."),
        (b" \n", b"Standard input is empty."),
        (b"# A book\n", b"Standard input holds no question."),
        (b"\0" * 1_000_001, b"Standard input is larger than 1 MB"),
        (report_text(FINE).encode("utf-16"), b"not UTF-8 but UTF-16"),
        (b"x\n" * 40_001, b"Standard input has 40,001 lines"),
    ],
    ids=["nothing", "spaces", "no report", "large", "UTF-16", "many lines"],
)
@pytest.mark.parametrize("arguments", [["check", "-"], ["html", "-", "-o", "page.html"]], ids=lambda words: words[0])
def test_what_is_no_report_is_refused_in_one_line(
    data: bytes, said: bytes, arguments: list[str], run_here: Run, tmp_path: Path
) -> None:
    """And nothing is written."""
    done = piped(run_here, data, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert not (tmp_path / "page.html").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a descriptor cannot be left out there")
@pytest.mark.parametrize("arguments", [["check", "-"], ["html", "-", "-o", "-"], ["new", "--from", "-"]])
def test_a_closed_standard_input_is_said_to_be_closed(arguments: list[str], tmp_path: Path) -> None:
    """As cron and some CI start programs."""
    command = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-W", "error", "-m", "exam_tui", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=False, capture_output=True, cwd=tmp_path, env=environment)
    assert done.returncode == 2
    assert done.stderr == b"exam-tui: Standard input is closed. Name a file, or pipe a report into it.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such device there")
def test_input_without_end_is_read_no_further_than_a_report_goes(run: Run) -> None:
    with Path("/dev/zero").open("rb") as endless:
        done = run("check", "-", stdin=endless)
    assert done.returncode == 2
    assert b"larger than 1 MB" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "-", "-"], "Standard input can be read only once"),
        (["check", "--fix", "-"], "cannot be fixed"),
        (["check", "--hand-in", "-"], "Only check and html read standard input"),
        (["html", "-"], "Give one with -o"),
        (["html", "-", "a.md", "-o", "b.html"], "A page holds one report"),
        (["repair", "-"], "Only check and html read standard input"),
        (["history", "-"], "Only check and html read standard input"),
        (["-"], "Only check and html read standard input"),
        (["edit", "--plain", "-"], "Only check and html read standard input"),
    ],
    ids=str,
)
def test_what_needs_a_file_says_so(arguments: list[str], said: str, run_here: Run) -> None:
    """In one line, before anything is read."""
    done = piped(run_here, report_text(FINE), *arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_a_file_that_is_called_so_is_named_with_its_folder(run: Run, write: Write) -> None:
    write("-", FINE)
    done = run("check", f".{os.sep}-")
    assert (done.returncode, done.stderr) == (0, b"")


def test_html_makes_the_page_of_standard_input(run_here: Run, write: Write, tmp_path: Path) -> None:
    """Where it is told to: printed, or in a file. Images are named, and none is taken from this folder."""
    write("README.md")
    text = report_text(FINE)
    printed = piped(run_here, text, "html", "-", "-o", "-")
    assert printed.returncode == 0
    assert b"peas and beans" in printed.stdout
    assert b"data:image" not in printed.stdout
    assert b"bed.png" in printed.stderr
    written = piped(run_here, text, "html", "-", "-o", "page.html")
    assert written.stdout.decode() == f"page.html{os.linesep}"
    assert (tmp_path / "page.html").read_bytes() == printed.stdout


def test_the_page_of_standard_input_may_have_the_checks_summary(run_here: Run) -> None:
    text = report_text({**FINE, 2: "peas"})
    done = piped(run_here, text, "html", "-", "-o", "-", "--check-summary")
    assert b"1 of at least 3 words" in done.stdout


def test_a_page_does_not_replace_a_report_although_that_came_from_standard_input(run_here: Run, write: Write) -> None:
    path = write("README.md", FINE)
    before = path.read_bytes()
    done = piped(run_here, report_text(FINE), "html", "-", "-o", "README.md")
    assert done.returncode == 2
    assert path.read_bytes() == before
