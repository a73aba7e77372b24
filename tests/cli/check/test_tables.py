"""`check` of several files: a table, the worst first; none hides another."""

import pytest

from exam_tui.cli.main import main
from exam_tui.core.report.report import Report
from exam_tui.session.problems import Diagnosis, Problems
from tests.cli.conftest import Write


def _table(shown: str) -> list[str]:
    """Return the first column of the table."""
    *_, rows, last = shown.rstrip("\n").split("\n\n")
    assert last.endswith("without errors.")
    return [row.split()[0] for row in rows.split("\n")]


def test_the_worst_comes_first(write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be read, what stops the course's check, then by the errors that the row shows."""
    write("fine.md", fine)
    write("blank.md")
    write("half.md", {1: "roses", 2: "peas and beans"})
    write("stops.md", fine, course=True)
    assert main(["check", "fine.md", "half.md", "nosuch.md", "blank.md", "stops.md"]) == 2
    shown = capsys.readouterr()
    assert _table(shown.out) == ["nosuch.md", "stops.md", "blank.md", "half.md", "fine.md"]
    assert "5 files, 1 without errors." in shown.out
    assert shown.err == "exam-tui: nosuch.md does not exist. Check the path.\n"


def test_errors_come_before_what_is_only_not_fine(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A file with an error is worse than one with two questions open that ask for nothing."""
    write("open.md", {2: fine[2], 3: fine[3]})
    write("hidden.md", {**fine, 1: "roses\n\n```\nrows"})
    main(["check", "open.md", "hidden.md"])
    shown = capsys.readouterr().out
    rows = shown.rstrip("\n").split("\n\n")[-2].split("\n")
    errors = [int(row.split(" error")[0].split()[-1].replace("no", "0")) for row in rows]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > errors[1]
    assert _table(shown)[0] == "hidden.md"


def test_equally_bad_files_stay_in_the_order_given(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """So that two runs can be compared."""
    for name in ("b.md", "a.md", "c.md"):
        write(name)
    main(["check", "b.md", "a.md", "c.md"])
    assert _table(capsys.readouterr().out) == ["b.md", "a.md", "c.md"]


def test_the_problems_of_each_file_stand_above_the_table(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """And no list of questions."""
    write("a.md")
    write("b.md")
    assert main(["check", "a.md", "b.md"]) == 1
    shown = capsys.readouterr().out
    assert "a.md:" in shown
    assert "b.md:" in shown
    assert "The garden" not in shown


def test_quiet_leaves_the_table_out(write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Clean files print nothing."""
    write("a.md", fine)
    assert main(["check", "-q", "a.md", "a.md"]) == 0
    assert capsys.readouterr().out == ""


def test_an_unreadable_file_hides_no_other(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Its line is on stderr, its exit code wins."""
    write("a.md")
    assert main(["check", "-q", "nosuch.md", "a.md"]) == 2
    shown = capsys.readouterr()
    assert "a.md:" in shown.out
    assert "nosuch.md" in shown.err


def test_a_fault_of_ours_in_one_file_hides_no_other(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named and counts as not checked."""
    write("bad.md", {1: "boom"})
    write("good.md")
    of = Problems.of

    def fail_on_boom(self: Problems, report: Report) -> Diagnosis:
        if report.question(1).answer == "boom":
            raise RecursionError
        return of(self, report)

    monkeypatch.setattr(Problems, "of", fail_on_boom)
    assert main(["check", "bad.md", "good.md"]) == 2
    shown = capsys.readouterr()
    assert "good.md:" in shown.out
    assert "bad.md could not be checked: RecursionError" in shown.err
