"""`check --ignore`: what somebody does not want to hear of, as in a hook while the report is being written."""

import json

import pytest

from exam_tui.cli.main import main
from tests.cli.conftest import Write

UNFINISHED = "unanswered,too-short,too-few-images"


def test_ignored_codes_are_neither_shown_nor_counted(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """An unfinished report is clean for a hook that only minds what is broken."""
    write("a.md", {1: "roses", 2: "peas"}, count=27, course=True)
    assert main(["check", "-q", "a.md"]) == 1
    assert "too-short" in capsys.readouterr().out
    assert main(["check", "-q", "--ignore", UNFINISHED, "a.md"]) == 0
    assert capsys.readouterr().out == ""


def test_other_codes_count_as_ever(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """Also what stops the course's check."""
    write("a.md", {1: "one\n\n### two", 27: "three\n\n### four"}, count=27, course=True)
    assert main(["check", "-q", "--ignore", UNFINISHED, "a.md"]) == 1
    assert "checker-stops" in capsys.readouterr().out


def test_a_complaint_of_the_courses_check_counts_where_nothing_is_ignored(write: Write) -> None:
    """Codes that do not occur change nothing."""
    write("a.md", {1: "roses"}, count=27, course=True)
    assert main(["check", "-q", "--ignore", "image-alt,course-page", "a.md"]) == 1


def test_the_verdict_stays_whole(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """What the course's check says is not ours to hide."""
    write("a.md", {1: "roses"}, count=27, course=True)
    main(["check", "--format", "json", "--ignore", UNFINISHED, "a.md"])
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert report["findings"] == []
    assert len(report["checker"]["failed"]) == 3


def test_an_unknown_code_is_wrong_usage(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    """A typing error would hide nothing, and nobody would know."""
    write("a.md")
    assert main(["check", "--ignore", "too-short,too-lnog", "a.md"]) == 2
    assert "nknown problem: too-lnog" in capsys.readouterr().err
