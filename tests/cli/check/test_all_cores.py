"""Many files: checked in other processes, with the same bytes as one by one; none of them takes the others down."""

import io
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from exam_tui.cli.check import all_cores, check
from exam_tui.cli.check.all_cores import CheckProcess, checked_on_all_cores
from exam_tui.cli.check.checked_file import CheckedReport
from exam_tui.cli.main import main
from exam_tui.cli.output import Output
from exam_tui.errors import ExamTuiError
from exam_tui.storage.worker.answering import serve
from tests.cli.conftest import Write


class DyingProcess(CheckProcess):
    """One that ends in the middle of a file called `end.md`."""

    _module = "tests.cli.check.test_all_cores"


def serve_requests() -> NoReturn:
    """Serve standard input, as the real one does."""

    def answer(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        if head["name"] == "end.md":
            os._exit(3)
        return all_cores._answer(head, data)

    serve(answer, lambda: None, sys.stdin.buffer, sys.stdout.buffer)


@pytest.fixture
def many(write: Write, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """More files than are checked here: reports, a folder, one that is not there, one that is none, twice the same."""
    names = [write(f"{number}.md") for number in range(5)]
    Path("group").mkdir()
    write("group/README.md")
    Path("none.md").write_text("Nothing.\n", encoding="utf-8")
    monkeypatch.setattr(check, "FEW", 3)
    return [*map(str, names), "group", "gone.md", "none.md", "0.md", "no\x1b[31mname.md"]


@pytest.mark.parametrize("options", ["", "-q --strict", "--format github", "--format json"])
def test_it_prints_what_it_prints_of_one_after_the_other(
    many: list[str], options: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each stream, and the exit code."""
    seen = []
    for cores in (1, 2):
        monkeypatch.setattr(all_cores, "cores", lambda cores=cores: cores)
        seen.append((main(["check", *options.split(), *many]), capsys.readouterr()))
    assert seen[0] == seen[1]
    assert seen[0][0] == 2


def test_a_template_and_codes_to_ignore_are_passed_on(
    many: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As for files that are checked here."""
    monkeypatch.setattr(all_cores, "cores", lambda: 2)
    main(["check", "--template", "1.md", "--ignore", "unanswered", *many])
    many_at_once = capsys.readouterr().out
    monkeypatch.setattr(all_cores, "cores", lambda: 1)
    main(["check", "--template", "1.md", "--ignore", "unanswered", *many])
    assert capsys.readouterr().out == many_at_once


def test_a_file_that_ends_its_process_is_said_and_the_others_are_checked(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another process, which takes the place of the one that is gone."""
    names = [str(write(name)) for name in ("a.md", "end.md", "b.md", "c.md")]
    names = [Path(name).name for name in names]
    monkeypatch.setattr(all_cores, "CheckProcess", DyingProcess)
    found = [checked for checked in checked_on_all_cores(names, None, frozenset(), 2) if checked is not None]
    assert [checked.path for checked in found] == names
    assert isinstance(found[1].result, ExamTuiError)
    assert str(found[1].result).startswith("end.md was not checked: its process ended.")
    assert all(isinstance(checked.result, CheckedReport) for checked in (found[0], *found[2:]))


def test_an_interrupt_ends_all_processes(many: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With exit code 130, and nobody waits for the files that are left."""
    processes: list[CheckProcess] = []

    class NotedProcess(CheckProcess):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            processes.append(self)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(all_cores, "cores", lambda: 2)
    monkeypatch.setattr(all_cores, "CheckProcess", NotedProcess)
    monkeypatch.setattr(Output, "data", interrupt)
    assert main(["check", *many]) == 130
    assert len(processes) == 2
    assert all(process._process is None for process in processes)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_how_far_it_is_in_a_line_that_goes_away(
    many: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing else does: not a file, nor a terminal that cannot."""
    monkeypatch.setattr(all_cores, "cores", lambda: 1)
    main(["check", "-q", *many])
    assert "files checked" not in capsys.readouterr().err
    for term, is_shown in (("xterm", True), ("dumb", False)):
        monkeypatch.setenv("TERM", term)
        monkeypatch.setattr(sys, "stderr", terminal := _Terminal())
        main(["check", "-q", *many])
        assert ("exam-tui: 3 of 10 files checked" in terminal.getvalue()) is is_shown
        assert terminal.getvalue().rpartition("files checked")[2].startswith("\r\x1b[K") is is_shown


def test_a_few_files_are_checked_here(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """To start a process takes longer."""
    monkeypatch.setattr(all_cores, "checked_on_all_cores", None)
    assert main(["check", *[str(write(f"{number}.md")) for number in range(check.FEW)]]) in {0, 1}
