"""Where output goes, and what comes through: readers that leave, full disks, poor encodings, hostile texts."""

import io
import os
import signal
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.cli.output import ExitCode, Output, Piece, exchange_utf_8
from tests.cli.conftest import Run, Write
from tests.conftest import GIVE_UP, ROOT

posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX system")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _on_a_terminal(*pieces: Piece) -> str:
    terminal = _Terminal()
    with redirect_stdout(terminal):
        Output().data(*pieces)
    return terminal.getvalue()


def test_a_terminal_gets_colours() -> None:
    """Around what is coloured, nothing else."""
    assert _on_a_terminal("plain ", ("bad", "error")) == "plain \x1b[31mbad\x1b[0m\n"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colours_where_they_are_not_wanted(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """no-color.org, and terminals that would show the codes."""
    monkeypatch.setenv(name, value)
    assert _on_a_terminal(("bad", "error")) == "bad\n"


def test_what_a_file_holds_reaches_no_terminal_raw() -> None:
    """Escape sequences, C1 and bidi characters are shown, not sent."""
    shown = _on_a_terminal("\x1b]52;c;eA==\x07", ("\x9b31m\u202e", "error"))
    assert shown == "␛]52;c;eA==␇\x1b[31m\ufffd31m·\x1b[0m\n"


def test_the_width_is_the_terminals_or_a_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS wins; nothing is narrower than 40."""
    with redirect_stdout(_Terminal()):  # one without a descriptor
        assert Output().width == 100
        monkeypatch.setenv("COLUMNS", "66")
        assert Output().width == 66
        monkeypatch.setenv("COLUMNS", "1")
        assert Output().width == 40


def test_a_reader_that_leaves_early_is_no_error(run: Run, write: Write) -> None:
    """`exam-tui check … | head`: quiet, and the exit code is still the report's."""
    write("a.md")
    read, written = os.pipe()
    os.close(read)
    try:
        done = run("check", *["a.md"] * 40, stdout=written)
    finally:
        os.close(written)
    assert done.returncode == ExitCode.ERRORS
    assert not done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110 - at import
def test_output_that_cannot_be_written_is_said_and_exit_2(run: Run, write: Write) -> None:
    """Half an answer must not look like a whole one."""
    write("a.md")
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = run("check", "a.md", stdout=full)
    assert done.returncode == 2
    assert b"No space left" in done.stderr
    assert done.stderr.count(b"\n") == 1


@posix
@pytest.mark.parametrize("descriptor", [0, 1, 2])
def test_a_stream_that_was_closed_is_no_error(descriptor: int, write: Write) -> None:
    """Some daemons start programs so."""
    write("a.md")
    closing = f"import os, sys; os.close({descriptor}); os.execv(sys.executable, sys.argv[1:])"
    command = [sys.executable, "-c", closing, sys.executable, "-m", "exam_tui", "check", "a.md"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=False, capture_output=True, env=environment, timeout=GIVE_UP)
    assert done.returncode == ExitCode.ERRORS
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
def test_every_encoding_of_stdout_will_do(encoding: str, run: Run, write: Write) -> None:
    """A Windows console's code page must not stop the program."""
    write("a.md", {2: "Blåbærgrød 苺 …"})
    done = run("check", "a.md", "nosuch✓.md", env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"too-short" in done.stdout or b"unanswered" in done.stdout


START = """
import os, sys
if sys.argv.pop(1) == "as it is":
    del os.environ["PYTHONIOENCODING"]
sys.platform = "win32"
from exam_tui.cli.main import entry
entry()
"""


@pytest.mark.parametrize(("choice", "encoding"), [("as it is", "utf-8"), ("chosen", "cp1252")])
def test_another_program_gets_utf_8_on_windows(write: Write, tmp_path: Path, choice: str, encoding: str) -> None:
    """There a pipe has the code page of the system; what somebody chose stays."""
    write("Blåbærgrød 苺.md")
    (tmp_path / "start.py").write_text(START, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "start.py", choice, "check", "Blåbærgrød 苺.md", "nosuch✓.md"],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252:strict"},
    )
    assert done.returncode == 2
    assert "Blåbærgrød 苺.md:".encode(encoding, "replace") in done.stdout
    assert (b"nosuch\xe2\x9c\x93.md" in done.stderr) == (choice == "as it is")


def test_another_program_may_give_utf_8_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that are none come through as they do elsewhere."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("苺 ".encode() + b"\xff\n"), encoding="cp1252"))
    exchange_utf_8()
    assert sys.stdin.readline() == "苺 \udcff\n"


def test_an_encoding_without_our_signs_gets_plain_ones(run: Run, write: Write, fine: dict[int, str]) -> None:
    """Not question marks."""
    write("a.md", fine)
    done = run("check", "a.md", env={"PYTHONIOENCODING": "ascii"})
    assert b"+ 1" in done.stdout
    assert b"3-5" in done.stdout
    assert b"?\n" not in done.stdout.replace(b"bed 1?", b"").replace(b"bed 2?", b"").replace(b"bed 3?", b"")


def test_data_goes_to_stdout_and_talk_to_stderr(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe gets data alone."""
    write("reports/README.md", {2: "one"})
    write("README.md", {2: "one"})
    assert main(["check"]) == 1
    shown = capsys.readouterr()
    assert "Found 2 reports" in shown.err
    assert "Found 2 reports" not in shown.out
    assert "too-short" in shown.out


@posix
def test_an_interrupt_of_the_process_ends_with_130_and_no_traceback(write: Write) -> None:
    """In the middle of many files."""
    write("a.md")
    command = [sys.executable, "-m", "exam_tui", "check", *["a.md"] * 20_000]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.read(1)  # it has begun
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=GIVE_UP)
    assert process.returncode == 130
    assert not errors
