"""The documented Python interface: what scripts of students and teachers rely on."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import exam_tui
from exam_tui import Report, Session, check
from tests.core.findings.build import report
from tests.places import ROOT

DOCUMENTATION = (ROOT / "docs/api.md").read_text("utf-8")


def test_check_says_what_the_course_and_we_find_in_a_report_as_it_is_now() -> None:
    """Without a path nothing but the report is read."""
    read = Report.from_bytes(report({5: "x"}).encode())
    checked = check(read)
    assert (checked.verdict.error, checked.verdict.passed, checked.verdict.total) == (None, 26, 27)
    assert checked.verdict.answers[4].words == 1
    assert [(finding.code, finding.question) for finding in checked.findings] == [("too-short", 5)]
    read.set_answer(5, "Beans and peas, more than we could eat.")
    assert check(read).findings == ()
    assert check(read).verdict.passed == 27


def test_with_a_path_images_are_looked_up_beside_the_file(tmp_path: Path) -> None:
    """As the report has them now, saved or not."""
    path = tmp_path / "README.md"
    path.write_text(report({4: ""}), encoding="utf-8")
    session = Session.open(path)
    session.set_answer(4, "![a](figures/none.png)")
    assert "image-missing" not in {finding.code for finding in check(session.report).findings}
    for named in (path, str(path)):
        assert "image-missing" in {finding.code for finding in check(session.report, named).findings}


@pytest.mark.parametrize("example", re.findall("```python\n(.*?)```", DOCUMENTATION, re.DOTALL))
def test_the_examples_of_the_documentation_run(example: str, tmp_path: Path) -> None:
    """In a folder with a report, as they are written."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/README.md").write_text(report(), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_documented_name_is_there_and_no_other() -> None:
    """And each has a line in the documentation."""
    for name in exam_tui.__all__:
        assert getattr(exam_tui, name) is not None
        assert f"`{name}" in DOCUMENTATION, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = exam_tui.nothing  # type: ignore[attr-defined]
