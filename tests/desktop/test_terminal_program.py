"""A program in our terminal: what it says is shown and heard, what it reads is ours, how it ended is known."""

import os
import signal
import sys
from pathlib import Path

import pytest

from exam_tui.desktop.terminal_program import EndedProgram, run_in_terminal, wait_for_enter


def _run(text: str, folder: Path) -> EndedProgram:
    return run_in_terminal([sys.executable, "-c", text], folder, dict(os.environ))


def test_what_a_program_says_on_stderr_is_shown_and_heard(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = _run("import sys; sys.stderr.write('one\\n'); sys.stderr.write('two'); sys.exit(3)", tmp_path)
    assert ended.code == 3
    assert ended.said.splitlines()[0] == "one"
    assert "one" in capsys.readouterr().err


def test_without_a_terminal_a_program_reads_nothing_of_ours(tmp_path: Path) -> None:
    ended = _run("import sys; sys.exit(len(sys.stdin.read()))", tmp_path)
    assert ended.code == 0


def test_it_runs_in_its_folder(tmp_path: Path) -> None:
    _run("open('here', 'w', encoding='utf-8').close()", tmp_path)
    assert (tmp_path / "here").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a process has no children that outlive it so there")
def test_what_runs_on_in_the_background_is_not_waited_for(tmp_path: Path) -> None:
    text = "import subprocess, sys; subprocess.Popen(['sleep', '1000']); print(1, file=sys.stderr)"
    assert _run(text, tmp_path).said == "1\n"


def test_of_very_much_the_end_is_kept(tmp_path: Path) -> None:
    said = _run("import sys; sys.stderr.write('x' * 1_000_000 + 'end')", tmp_path).said
    assert len(said) <= 20_000
    assert said.endswith("end")


def test_a_program_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        run_in_terminal([str(tmp_path / "none")], tmp_path, {})


def test_ctrl_c_is_told_from_other_ends() -> None:
    assert EndedProgram(-signal.SIGINT, "").is_interrupted
    assert EndedProgram(130, "").is_interrupted
    assert not EndedProgram(1, "").is_interrupted


def test_without_a_terminal_nobody_waits_for_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    wait_for_enter("Press Enter")
    assert capsys.readouterr().out == ""
