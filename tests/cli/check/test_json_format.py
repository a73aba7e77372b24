"""`check --format json`: its shape, to the letter."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from exam_tui.cli.main import main
from tests.cli.conftest import Run, Write
from tests.repos import PNG


def _check(capsys: pytest.CaptureFixture[str], *files: str) -> list[dict[str, Any]]:
    main(["check", "--format", "json", *files])
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["version", "reports"]
    assert document["version"] == 1
    reports = document["reports"]
    assert isinstance(reports, list)
    return reports


def test_a_report_has_every_field(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """With a verdict, as the report names the course."""
    write("a.md", {2: "peas", 4: "lilies"}, count=27, course=True, tasks=" xX/")
    (report,) = _check(capsys, "./a.md")
    assert list(report) == ["path", "error", "tasks", "checker", "questions", "findings"]
    assert report["path"] == "./a.md"
    assert report["error"] is None
    assert report["tasks"] == {"done": 2, "total": 4}
    checker = report["checker"]
    assert list(checker) == ["error", "passed", "total", "counts", "failed"]
    assert (checker["error"], checker["passed"], checker["total"]) == (None, 25, 27)
    assert list(checker["counts"]) == [str(number) for number in range(1, 28)]
    assert checker["counts"]["2"] == {"words": 1, "images": 0}
    assert checker["failed"] == [
        {"question": 2, "kind": "words", "min": 3, "max": 5, "got": 1},
        {"question": 3, "kind": "words", "min": 3, "max": 5, "got": 6},
        {"question": 3, "kind": "screenshots", "min": 1, "max": 2, "got": 0},
    ]


def test_a_question_has_state_counts_and_limits(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """`words` are the checker's of a clean file, `visible_words` those that a reader sees."""
    write("a.md", {3: "see the ![x](y.png) [link](z)"})
    Path("y.png").write_bytes(PNG)
    questions = _check(capsys, "a.md")[0]["questions"]
    assert [question["state"] for question in questions] == ["unanswered", "unanswered", "passing"]
    assert questions[2] == {
        "number": 3,
        "section": "The garden",
        "line": questions[2]["line"],
        "state": "passing",
        "words": 4,
        "visible_words": 3,
        "images": 1,
        "limits": {"words": {"min": 3, "max": 5}, "images": {"min": 1, "max": 2}},
    }
    assert questions[0]["limits"] == {"words": None, "images": None}
    text = Path("a.md").read_text(encoding="utf-8").split("\n")
    assert text[questions[2]["line"] - 1] == "### Question 3"


def test_a_question_with_a_blocking_finding_is_failing(
    write: Write, fine: dict[int, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Its counts, the severity of the finding and the exit code are as they were."""
    write("a.md", {**fine, 3: "see the ![picture of it](gone.png)"})
    assert main(["check", "--format", "json", "a.md"]) == 0
    (facts,) = json.loads(capsys.readouterr().out)["reports"]
    assert [question["state"] for question in facts["questions"]] == ["passing", "passing", "failing"]
    assert [(finding["code"], finding["severity"]) for finding in facts["findings"]] == [("image-missing", "warning")]
    main(["check", "--format", "json", "--ignore", "image-missing", "a.md"])
    (facts,) = json.loads(capsys.readouterr().out)["reports"]
    assert facts["questions"][2]["state"] == "failing", "what is not spoken of is not mended"


def test_a_finding_has_place_message_and_help(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines and columns from 1."""
    write("a.md", {2: "peas"})
    findings = _check(capsys, "a.md")[0]["findings"]
    (short,) = [finding for finding in findings if finding["code"] == "too-short"]
    assert list(short) == ["code", "severity", "question", "line", "column", "message", "help"]
    assert (short["severity"], short["question"]) == ("error", 2)
    assert short["line"] > 1
    assert short["column"] >= 1


def test_a_report_of_another_course_has_no_checker(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Null, not an empty object."""
    write("a.md")
    assert _check(capsys, "a.md")[0]["checker"] is None


def test_a_spoilt_report_of_the_course_says_why_the_checker_stops(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """No numbers, but the answers it cut."""
    write("a.md", course=True)
    checker = _check(capsys, "a.md")[0]["checker"]
    assert checker["error"]
    assert (checker["passed"], checker["total"], checker["failed"]) == (None, None, [])
    assert list(checker["counts"]) == ["1", "2", "3"]


def test_an_unreadable_file_has_its_error_and_nothing_else(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """The others are there all the same, in the order given."""
    write("a.md")
    bad, good = _check(capsys, "nosuch.md", "a.md")
    assert "does not exist" in bad.pop("error")
    assert bad == {"path": "nosuch.md", "tasks": None, "checker": None, "questions": None, "findings": None}
    assert good["error"] is None


@pytest.mark.skipif(os.name == "nt", reason="file names are no bytes there")
def test_a_path_comes_back_as_it_was_typed_and_as_plain_ascii(run: Run, write: Write, tmp_path: Path) -> None:
    """Even one that is no UTF-8, and with what a terminal would act on."""
    name = b"\xff\x1b[31m\xc3\xa6.md"
    try:
        write("a.md").rename(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))  # noqa: PTH118 - bytes
    except OSError:
        pytest.skip("this file system takes no such name")
    done = run("check", "--format", "json", name)
    assert done.stdout.isascii()
    assert b"\x1b" not in done.stdout
    assert os.fsencode(json.loads(done.stdout)["reports"][0]["path"]) == name
