"""A template of our own in place of those that are known."""

from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from exam_tui.core.template import editions
from exam_tui.core.template.editions import fingerprints_of, line_print, print_of
from exam_tui.core.template.regions import regions_of
from tests.conftest import OWN
from tests.core.findings.build import template


def know_all_of(monkeypatch: pytest.MonkeyPatch, corpus: Path) -> None:
    """Have our own templates be the known ones; those of the real course are."""
    if corpus == OWN:
        templates = sorted((corpus / "templates").glob("*.md"))
        know(monkeypatch, **{path.stem: path.read_text(encoding="utf-8") for path in templates})


def know(monkeypatch: pytest.MonkeyPatch, **templates: str) -> None:
    """Have these templates be the known ones, by their ids; without any, the one of `build`, called `short`."""
    known = {name: Report.from_bytes(text.encode()) for name, text in (templates or {"short": template()}).items()}
    rows = {name: fingerprints_of(report) for name, report in known.items()}
    lines = {
        print_of(region): frozenset(map(line_print, region.texts))
        for report in known.values()
        for region in regions_of(report)
    }
    monkeypatch.setattr(editions, "known_templates", lambda: rows)
    monkeypatch.setattr(editions, "handed_out", lambda: frozenset(value for row in rows.values() for value in row))
    monkeypatch.setattr(editions, "lines_before", lambda: lines)
    monkeypatch.setattr(editions, "known_lines", lambda: frozenset().union(*lines.values()))
