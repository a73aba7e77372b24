"""The known templates are recognised by hashes, and what differs from them is named."""

import pytest

from exam_tui.core import fingerprints
from exam_tui.core.fingerprints import (
    changed_against_fingerprints,
    fingerprints_of,
    known_templates,
    recognise,
    table_of,
)
from exam_tui.core.report import Report
from tests.findings.build import CORPUS, report, template

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus ../shared/corpus is not here")


@needs_corpus
def test_the_table_is_that_of_the_templates() -> None:
    """The documented command makes it."""
    paths = sorted((CORPUS / "templates").glob("*.md"))
    for line in table_of([str(path) for path in paths]).split("\n"):
        assert line in fingerprints._TABLE
    for path in paths:
        read = Report.load(path)
        assert known_templates()[path.stem] == fingerprints_of(read)
        assert recognise(read) == path.stem
        assert list(changed_against_fingerprints(read)) == []


@needs_corpus
def test_reports_are_recognised() -> None:
    """All but one whose every prompt was rewritten."""
    names = [recognise(Report.load(path)) for path in sorted((CORPUS / "reports").glob("*.md"))]
    assert names.count(None) == 1


def test_others_are_not_recognised() -> None:
    """Nothing is said of them."""
    read = Report.from_bytes(report().encode())
    assert recognise(read) is None
    assert list(changed_against_fingerprints(read)) == []


def test_changed_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Named at their headings; an edited report is looked at as it is."""
    known = {"short": fingerprints_of(Report.from_bytes(template(27).encode())), "none": ("00000000",) * 27}
    monkeypatch.setattr(fingerprints, "known_templates", lambda: known)
    text = report().replace("in bed 7", "in our bed").replace("Keep the dashes", "Keep dashes")
    read = Report.from_bytes(text.encode())
    read.set_answer(5, "Other\n\nwords.")
    found = list(changed_against_fingerprints(read))
    assert [(finding.code, finding.question) for finding in found] == [("template-changed", 1), ("template-changed", 7)]
    assert read.to_bytes().decode().split("\n")[found[1].line - 1] == "### Question 7"
    assert "checklist" in found[0].message
