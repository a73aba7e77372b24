"""The template's instructions: known by their words, whatever became of their lines."""

from pathlib import Path

import pytest

from exam_tui.core.course import COURSE
from exam_tui.core.report.report import Report
from exam_tui.core.template import instructions
from exam_tui.core.template.instructions import instructions_of, is_instruction, table_of_instructions
from exam_tui.core.text.fingerprint import text_fingerprint
from tests.conftest import CORPUS

_TOP = "---\nlayout: x\n---\n\n# Harbour\n\nWrite _here_.\nAnd there.\n\n```bash\nrow\n```\n"
_HARBOUR = (
    f"{_TOP}\n## Boats\n\nNot this.\n\n### Question 1\n> **Which?**\n>\n> Answer:\n\n--- question 1 fill here ---\n"
)


def test_the_instructions_are_the_blocks_above_the_first_heading() -> None:
    """Front matter too, the title not; a file without another heading has all of them."""
    own = ["---\nlayout: x\n---", "Write _here_.\nAnd there.", "```bash\nrow\n```"]
    assert list(instructions_of(Report.from_bytes(_HARBOUR.encode()))) == own
    assert list(instructions_of(Report.from_bytes(_TOP.encode()))) == own


def test_only_the_words_of_an_instruction_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A formatter may wrap its lines and write its emphasis with other marks."""
    (tmp_path / "2031-01.md").write_text(_HARBOUR, "utf-8")
    known = table_of_instructions([str(tmp_path / "2031-01.md")])
    assert len(known.split()) == 3
    monkeypatch.setattr(instructions, "COURSE", COURSE._replace(instructions=frozenset(known.split())))
    for same in ("Write *here*. And there.", "write here\nand\nthere", "> Write **here**.\n> And there."):
        assert is_instruction(same)
    for other in ("Write here.", "Write here. And there. We did.", "", "---"):
        assert not is_instruction(other)


def test_the_table_has_no_hash_of_nothing() -> None:
    """A rule or an empty block is nobody's."""
    assert text_fingerprint("") not in COURSE.instructions


def test_the_table_is_that_of_all_known_editions() -> None:
    """As the documented command prints it."""
    paths = [str(path) for path in (*CORPUS.glob("templates/*.md"), *CORPUS.glob("editions/*.md"))]
    if not paths:
        pytest.skip(f"the corpus of real reports is not at {CORPUS}")
    assert set(table_of_instructions(paths).split()) == COURSE.instructions
