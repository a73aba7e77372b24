"""`check --proofread`: mistakes in English as findings, in every format, and never in the exit code."""

import json
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.errors import ProofreadError
from exam_tui.proofread import harper
from exam_tui.proofread.remark import Remark, Remarks
from exam_tui.session import proofreading
from tests.proofread.conftest import folders, needs_harper

__all__ = ["folders"]

REPORT = """# Report

### Question 1
> **What did you do?**
>
> Answer:

É: we `run` an enviroment.

> It is quoted, for the the tests.

### Question 2
> **What else?**
>
> Answer:

We made a image.
"""
DANISH = "Vi brugte DVC til at styre vores data, og det gjorde det nemt at dele modellerne i gruppen hver dag."


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a report in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = Path("a.md")
    path.write_text(REPORT, encoding="utf-8")
    return path


@needs_harper
@pytest.mark.usefixtures("written")
def test_mistakes_are_findings_with_their_place(capsys: pytest.CaptureFixture[str]) -> None:
    """In the answer on the marker's line too; the exit code is the same as without them, also with --strict."""
    assert main(["check", "-q", "--strict", "a.md"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", "--strict", "--proofread", "a.md"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert lines[:6] == [
        "a.md:8:16: spelling unknown word “enviroment” (question 1)",
        "    Write “environment” or “environments”.",
        "a.md:10:21: grammar the same word twice (question 1)",
        "    Write “the”.",
        "a.md:17:9: grammar wrong article: “a” or “an” (question 2)",
        "    Write “an”.",
    ]


@needs_harper
@pytest.mark.usefixtures("written")
def test_json_has_what_may_stand_there_as_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    """And annotations have it in words."""
    assert main(["check", "--format", "json", "--proofread", "--ignore", "grammar", "a.md"]) == 0
    (finding,) = json.loads(capsys.readouterr().out)["reports"][0]["findings"]
    assert finding == {
        "code": "spelling",
        "severity": "info",
        "question": 1,
        "line": 8,
        "column": 16,
        "message": "unknown word “enviroment”",
        "help": "Write “environment” or “environments”.",
        "replacements": ["environment", "environments"],
    }
    assert main(["check", "--format", "github", "--proofread", "-q", "a.md"]) == 0
    first = capsys.readouterr().out.split("\n")[0]
    assert first == (
        "::notice file=a.md,line=8,col=16,title=spelling::unknown word “enviroment” (question 1). "
        "Write “environment” or “environments”."
    )


@needs_harper
def test_the_project_says_which_english_counts(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written.write_text(REPORT.replace("an enviroment", "a colour").replace("the the", "the"), encoding="utf-8")
    Path(".exam-tui.toml").write_text('proofread_english = "american"\n', encoding="utf-8")
    assert main(["check", "-q", "--proofread", "--ignore", "grammar", "a.md"]) == 0
    assert capsys.readouterr().out == "a.md:8:15: spelling unknown word “colour” (question 1)\n"


@needs_harper
def test_answers_in_another_language_are_said_once(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written.write_text(
        REPORT.replace("É: we `run` an enviroment.", DANISH).replace("We made a image.", DANISH), "utf-8"
    )
    assert main(["check", "-q", "--proofread", "a.md"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "exam-tui: Not proofread, because not in English: questions 1 and 2.\n"


def test_without_the_library_the_rest_is_checked_and_a_line_says_how_to_get_it(
    written: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harper, "find_spec", lambda _name: None)
    written.write_text(REPORT.replace("a image", "--- question 2 fill here ---"), encoding="utf-8")
    assert main(["check", "-q", "--proofread", "a.md", "a.md"]) == 0
    printed = capsys.readouterr()
    assert printed.out.count("placeholder-left") == 2
    assert printed.err == (
        "exam-tui: Proofreading needs harper-py, which is not installed. Install it beside exam-tui: pip install "
        "harper-py, or pipx inject exam-tui harper-py.\n"
    )


@pytest.mark.usefixtures("written")
def test_a_fault_of_the_library_is_a_line_and_what_was_found_before_stays(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long answers are said too, and a remark without a replacement."""

    def read(text: str, _english: str) -> Remarks:
        if "image" in text:
            raise ProofreadError("The answer was not proofread: it took longer than 15 seconds.")
        remarks = (Remark(0, 1, "grammar", "not so", (), "X"), Remark(2, 3, "grammar", "too much", ("",), "X"))
        return Remarks(remarks)

    monkeypatch.setattr(harper, "is_installed", lambda: True)
    monkeypatch.setattr(proofreading.READER, "start", lambda: None)
    monkeypatch.setattr(proofreading.READER, "read", read)
    monkeypatch.setattr(proofreading, "LONGEST", 20)
    assert main(["check", "--proofread", "a.md"]) == 0
    printed = capsys.readouterr()
    assert printed.err.split("\n") == [
        "exam-tui: The answer was not proofread: it took longer than 15 seconds.",
        "exam-tui: Not proofread to the end, because too long: question 1.",
        "",
    ]
    assert "grammar not so (question 1)\n    Correct it.\n" in printed.out
    assert "grammar too much (question 1)\n    Delete it.\n" in printed.out


def test_it_is_not_for_the_hand_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--hand-in", "--proofread"]) == 2
    assert "--hand-in can be combined only with" in capsys.readouterr().err
