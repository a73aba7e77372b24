"""The page on speed: `make bench` finds the place of its table, and names tests and files that are there."""

import re
from pathlib import Path

from benchmarks.rows import Row, compared, table
from benchmarks.table import _PLACE, measured
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "speed.md"


def test_the_table_has_its_place_and_the_page_names_what_is_there() -> None:
    """A run of `make bench` replaces what is between two marks."""
    page = PAGE.read_text(encoding="utf-8")
    assert len(_PLACE.findall(page)) == 1
    named = re.findall(r"`((?:exam_tui|tests)/[\w/]+\.py)`", page)
    assert len(named) > 4
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_a_line_says_whether_its_aim_is_reached() -> None:
    """By the ratio of medians; a program that is not installed leaves it open."""
    rows = [
        compared("a", [1, 2, 30], [1, 1], "b", 2),
        compared("a", [3], [1], "b", 2.5),
        compared("a", [3], [], "micro", 2.5),
        Row("c", "5 MB", "", 5.0),
    ]
    assert [row.mark for row in rows] == ["✓", "✗", "?", ""]
    lines = table(rows).split("\n")
    assert len({len(line) for line in lines}) == 1
    assert "micro: not installed" in lines[4]


def test_the_table_says_on_what_and_how_often_it_was_measured(tmp_path: Path) -> None:
    """Of the parts that were measured; here it is none of them."""
    made = measured(tmp_path, ROOT / "examples" / "report.md", 3, only="none of them", checker=[])
    assert re.search(r"^Measured on \w+ on \w+, \d+ cores, Python 3\.[\d.]+\. Rounds: \.\Z", made, re.MULTILINE)
