"""Proofreading a report: what is found, what is ignored from then on, and how it is without the library."""

from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from exam_tui.errors import ProofreadError
from exam_tui.proofread import harper
from exam_tui.session.proofreading import Proofreader
from tests.proofread.conftest import folders, needs_harper

__all__ = ["folders"]

REPORT = b"# Report\n\n### Question 1\n> **What did you do?**\n>\n> Answer:\n\nWe use a enviroment.\n"


@needs_harper
def test_a_remark_names_its_place_and_what_may_stand_there(tmp_path: Path) -> None:
    text = "🎉 We use an enviroment for the the tests."
    found = Proofreader(tmp_path / "README.md", Report.from_bytes(REPORT)).remarks(text)
    assert [(text[remark.start : remark.end], remark.kind) for remark in found.remarks] == [
        ("enviroment", "spelling"),
        ("the the", "grammar"),
    ]
    assert found.remarks[0].replacements[0] == "environment"
    assert (found.language_note, found.cut) == (None, False)


@needs_harper
def test_what_is_ignored_stays_so_in_its_sentence_alone(tmp_path: Path) -> None:
    """Also for who opens the report later; white space does not count."""
    text = "We use an enviroment. It is an enviroment too."
    reader = Proofreader(tmp_path / "README.md", Report.from_bytes(REPORT))
    first, second = reader.remarks(text).remarks
    reader.ignore(text, first)
    assert reader.remarks(text).remarks == (second,)
    again = Proofreader(tmp_path / "README.md", Report.from_bytes(REPORT))
    text = "Now. We  use\nan enviroment. One enviroment!"
    assert [remark.start for remark in again.remarks(text).remarks] == [text.rindex("env")]


def test_without_the_library_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harper, "find_spec", lambda _name: None)
    assert not Proofreader.available()
    with pytest.raises(ProofreadError, match="pip install harper-py"):
        Proofreader(tmp_path / "README.md", Report.from_bytes(REPORT)).remarks("text")
