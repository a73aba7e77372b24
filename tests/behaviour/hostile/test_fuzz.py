"""`make fuzz`: a few of its reports in every run, and that it finds what is wrong."""

from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from tests.behaviour.hostile import fuzz
from tests.conftest import sampled


@pytest.mark.parametrize("part", sampled(range(16), 1))
def test_damaged_reports_go_through_everything(part: int) -> None:
    """Some; `make test-all` runs dozens, `make fuzz` 100,000."""
    for seed in range(part, 60, 16):
        fuzz.examine(seed)


def test_a_seed_makes_the_same_report_each_time() -> None:
    """And another one another."""
    assert fuzz.mutant(7) == fuzz.mutant(7) != fuzz.mutant(8)


def test_a_fault_is_named_by_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its traceback; the others go on."""
    bad, to_bytes = fuzz.mutant(2), Report.to_bytes
    monkeypatch.setattr(Report, "to_bytes", lambda report: to_bytes(report) + b"x" * (report.original == bad))
    faults = fuzz._examine_all(range(4))
    assert [seed for seed, _ in faults] == [2]
    assert "AssertionError" in faults[0][1]


def test_one_seed_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The way to look at a fault: its file is kept."""
    monkeypatch.setattr(fuzz, "_KEPT", tmp_path)
    monkeypatch.setattr("sys.argv", ["fuzz", "--seed", "5"])
    assert fuzz.main() == 0
    assert capsys.readouterr().out == "seed 5: no fault\n"
    assert (tmp_path / "5.md").read_bytes() == fuzz.mutant(5)
