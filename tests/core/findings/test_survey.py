"""`python -m tests.core.findings.survey`: how many findings of which code, and a sample of them."""

from pathlib import Path

from tests.core.findings.build import placeholder, report
from tests.core.findings.survey import found_in, sample, shown, table


def test_findings_are_counted_and_a_sample_has_all_codes(tmp_path: Path) -> None:
    """What is no report is left out."""
    (tmp_path / "a.md").write_text(report({5: placeholder(5), 6: placeholder(6), 7: "x"}), encoding="utf-8")
    (tmp_path / "b.md").write_text(report({5: placeholder(5)}), encoding="utf-8")
    (tmp_path / "c.md").write_text("no report", encoding="utf-8")
    found = found_in(sorted(tmp_path.iterdir()))
    rows = table(found).split("\n")
    assert "| unanswered | 3 | 3 | 2 |" in rows
    assert "| too-short | 1 | 1 | 1 |" in rows
    assert "| undecodable | 0 | 0 | 0 |" in rows
    chosen = sample(found, 3)
    assert {one.finding.code for one in chosen} == {"unanswered", "too-short", "image-missing"}
    assert chosen == sample(found, 3)
    assert len(sample(found)) == len(found)
    assert any(placeholder(5) in line for one in chosen for line in shown(one)) or len(chosen) == 3
