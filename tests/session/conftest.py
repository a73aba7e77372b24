"""What the tests of the flows share: a report of three questions that is open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exam_tui.session.merging import external_changes
from tests.session.opened_report import Open, change


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setattr(external_changes, "_SETTLE_SECONDS", 0.0)
    path = tmp_path / "README.md"
    change(path, {1: "roses", 2: "peas"})
    report = Open(path)
    yield report
    report.flows.ownership.release()
